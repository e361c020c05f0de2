import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, it } from "mocha";
import { connect } from "../../protocol/client.ts";
import { dial } from "../../protocol/dial.ts";
import { BetweenError } from "../../protocol/errors.ts";
import { localServer } from "../../protocol/local/local-server.ts";
import { readServerFile, serverFilePath, writeServerFile } from "../../protocol/local/server-file.ts";
import { isAlive } from "../support/between.ts";

const entry = fileURLToPath(new URL("tiny-server.ts", import.meta.url));
const version = "1.0.0+test";

describe("the local server", function () {
  this.timeout(60_000);
  let state: string;
  beforeEach(async () => {
    state = await mkdtemp(join(tmpdir(), "between-local-"));
  });
  afterEach(async () => {
    delete process.env["TINY"];
    for (const pid of await starts()) await kill(pid);
    await rm(state, { recursive: true });
  });

  const starts = async () =>
    existsSync(join(state, "starts"))
      ? (await readFile(join(state, "starts"), "utf8")).trim().split("\n").map(Number)
      : [];
  const kill = async (pid: number) => {
    if (isAlive(pid)) process.kill(pid, "SIGKILL");
    while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  const greets = async ({ url, token }: { url: string; token: string }) => {
    const client = await connect(() => dial(url, { token }));
    client.close();
    return client.server.server;
  };

  it("is started once and found again", async () => {
    const first = await localServer({ version, entry, state });
    assert.equal(await greets(first), "test");
    assert.deepEqual(await localServer({ version, entry, state }), first);
    assert.equal((await starts()).length, 1);
  });

  it("is one, however many look for it at once", async () => {
    const script = `
      import { localServer } from ${JSON.stringify(new URL("../../protocol/local/local-server.ts", import.meta.url).href)};
      const { url } = await localServer(${JSON.stringify({ version, entry, state })});
      process.stdout.write(url);`;
    const look = () =>
      new Promise<string>((resolve) => {
        const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
          stdio: ["ignore", "pipe", "inherit"],
        });
        let text = "";
        child.stdout.setEncoding("utf8").on("data", (more: string) => (text += more));
        child.on("close", () => resolve(text));
      });
    const here = Array.from({ length: 3 }, () => localServer({ version, entry, state }).then(({ url }) => url));
    const urls = await Promise.all([...here, look(), look(), look()]);
    assert.equal(new Set(urls).size, 1, urls.join(" "));
    assert.match(urls[0] ?? "", /^ws:\/\/127\.0\.0\.1:\d+$/);
    assert.equal((await starts()).length, 1);
  });

  it("is started anew after it died, also when another process has its id now", async () => {
    const first = await localServer({ version, entry, state });
    const path = serverFilePath(state, version);
    const file = await readServerFile(path);
    assert.ok(file);
    await kill(file.pid);
    const second = await localServer({ version, entry, state });
    assert.notEqual(second.token, first.token);

    await kill((await starts()).at(-1) ?? 0);
    await writeServerFile(path, { ...file, pid: process.pid });
    const third = await localServer({ version, entry, state });
    assert.equal(await greets(third), "test");
    assert.equal((await starts()).length, 3);
  });

  it("of another version is another one", async () => {
    const first = await localServer({ version, entry, state });
    const second = await localServer({ version: "2.0.0", entry, state });
    assert.notEqual(second.url, first.url);
    assert.equal(await greets(first), "test");
  });

  it("that does not start is told with the end of its log, and where it lies", async () => {
    process.env["TINY"] = "fails";
    await assert.rejects(localServer({ version, entry, state }), (error) => {
      assert.ok(error instanceof BetweenError);
      assert.equal(error.code, "wire.server-start");
      assert.match(String(error.args["lines"]), /this server does not start/);
      assert.ok(existsSync(String(error.args["log"])));
      assert.equal(error.args["exit"], "exit code 1");
      return true;
    });
    delete process.env["TINY"];
    assert.equal(await greets(await localServer({ version, entry, state })), "test");
  });

  it("is not waited for any more when told to stop", async () => {
    const stop = new AbortController();
    const looking = localServer({ version, entry, state }, stop.signal);
    stop.abort();
    await assert.rejects(looking, (error) => error instanceof BetweenError && error.code === "wire.cancelled");
  });
});
