import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { BetweenError } from "../../protocol/errors.ts";
import { cacheFolder } from "../../protocol/local/state-folders.ts";
import { explain } from "../../protocol/wording/say.ts";
import { openStore } from "../../kernel-server/store/open-store.ts";
import type { S3Settings } from "../../kernel-server/settings/settings.ts";
import { engineDesk, never, source } from "../engines/desk.ts";
import { type S3Server, startS3Server, useAws } from "../support/s3-server.ts";

describe("credentials for S3", function () {
  this.timeout(120_000);
  let server: S3Server;
  let home: string;
  let bucket: string;
  const cache = cacheFolder();
  const started = "https://team.awsapps.example/start";

  before(async () => {
    server = await startS3Server();
    bucket = await server.bucket();
    await server.put(bucket, "x.json", '{"a":1}\n');
    home = await mkdtemp(join(tmpdir(), "between-home-"));
    await mkdir(join(home, ".aws/sso/cache"), { recursive: true });
    const sso = `sso_start_url = ${started}\nsso_region = us-east-1\nsso_account_id = 1\nsso_role_name = r\n`;
    await writeFile(
      join(home, "config"),
      `[profile team]\n${sso}region = us-east-1\n[profile fresh]\n${sso.replace(started, "https://never.example/start")}region = us-east-1\n`,
    );
    await writeFile(
      join(home, "credentials"),
      `[keys]\naws_access_key_id = ${server.accessKey}\naws_secret_access_key = ${server.secretKey}\n`,
    );
    const token = { startUrl: started, region: "us-east-1", accessToken: "old", expiresAt: "2020-01-01T00:00:00Z" };
    const name = createHash("sha1").update(started).digest("hex");
    await writeFile(join(home, ".aws/sso/cache", `${name}.json`), JSON.stringify(token));
  });
  after(async () => {
    await server.end();
    await rm(home, { recursive: true });
  });

  /** The variables of a process that has no keys of its own. */
  const env = (more: Record<string, string> = {}) => ({
    AWS_CONFIG_FILE: join(home, "config"),
    AWS_SHARED_CREDENTIALS_FILE: join(home, "credentials"),
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_REGION: "us-east-1",
    ...more,
  });
  const within = async <T>(variables: Record<string, string>, work: () => Promise<T>): Promise<T> => {
    const back = useAws(variables);
    const before = process.env["HOME"];
    process.env["HOME"] = home;
    try {
      return await work();
    } finally {
      process.env["HOME"] = before;
      back();
    }
  };
  const opening = async (s3: S3Settings, more: Record<string, string> = {}): Promise<BetweenError | undefined> =>
    within(env(more), async () => {
      const place = {
        kind: "s3",
        bucket,
        prefix: crypto.randomUUID(),
        s3: { endpoint: server.endpoint, ...s3 },
      } as const;
      try {
        await openStore(place, never);
        return undefined;
      } catch (thrown) {
        return BetweenError.from(thrown);
      }
    });

  it("of a sign-in that has expired name the command that renews it", async () => {
    for (const [s3, more] of [
      [{ profile: "team" }, {}],
      [{}, { AWS_PROFILE: "team" }],
    ] as const) {
      const error = await opening(s3, more);
      assert.equal(error?.code, "storage.sign-in-expired", String(error));
      assert.match(explain("en", error.toWire()).hint ?? "", /aws sso login --profile team/);
    }
    assert.equal((await opening({ profile: "fresh" }))?.code, "storage.sign-in-expired");
  });

  it("that are nowhere, or of a profile that is not there, are said to be missing", async () => {
    assert.equal((await opening({}))?.code, "storage.credentials-missing");
    assert.equal((await opening({ profile: "nobody" }))?.code, "storage.profile-missing");
  });

  it("of a shared profile are used by the store and by the engine, before those of the environment", async () => {
    const wrong = { AWS_ACCESS_KEY_ID: "wrong", AWS_SECRET_ACCESS_KEY: "wrong" };
    const refused = await opening({}, wrong);
    assert.equal(refused?.code, "storage.credentials-wrong", String(refused));
    assert.equal(await opening({ profile: "keys" }, wrong), undefined);
    await within(env({ ...wrong, AWS_ENDPOINT_URL: server.endpoint }), async () => {
      const desk = await engineDesk({}, { cacheFolder: cache, s3: { profile: "keys" } });
      try {
        const { rows } = await desk.read({ of: "source", source: source("x", `s3://${bucket}/x.json`) });
        assert.deepEqual(
          rows.map(({ a }) => Number(a)),
          [1],
        );
      } finally {
        await desk.end();
      }
    });
  });
});
