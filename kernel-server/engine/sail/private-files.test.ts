import assert from "node:assert/strict";
import { link, mkdir, mkdtemp, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { after, before, describe, it } from "mocha";
import { findFiles } from "./files.ts";
import { keepPrivate } from "./private-files.ts";

const never = new AbortController().signal;

describe("files that no query may read", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "between-private-"));
    await mkdir(join(folder, "people/tokens"), { recursive: true });
    await writeFile(join(folder, "people/tokens/list.json"), "{}");
    await writeFile(join(folder, "token"), "secret");
    await writeFile(join(folder, "log.json"), "{}");
    keepPrivate([join(folder, "token"), join(folder, "people"), join(folder, "not-there")]);
  });
  after(() => rm(folder, { recursive: true }));

  const refuses = (path: string) =>
    assert.rejects(findFiles(join(folder, path), never), (thrown: { code?: string }) => {
      assert.equal(thrown.code, "storage.path-private", path);
      return true;
    });

  it("are those that were named, and all below a folder that was, by whatever way", async () => {
    await symlink(join(folder, "token"), join(folder, "soft"));
    await link(join(folder, "token"), join(folder, "hard"));
    for (const path of ["token", "tok*", "soft", "hard", "people", "people/tokens/*.json", "people/../token"])
      await refuses(path);
    assert.equal((await findFiles(join(folder, "log.json"), never)).files.length, 1);
  });

  it("are known again when another file has taken their place, or a new one has come", async () => {
    await writeFile(join(folder, "next"), "new secret");
    await rename(join(folder, "next"), join(folder, "token"));
    await writeFile(join(folder, "people/tokens/new.json"), "{}");
    await sleep(600);
    await refuses("token");
    await refuses("people/tokens/new.json");
  });
});
