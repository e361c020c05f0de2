import assert from "node:assert/strict";
import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { readServerFile, serverFilePath, writeServerFile } from "./server-file.ts";

const file = { url: "ws://127.0.0.1:4242", token: "0123456789abcdef", pid: 7, version: "0.1.0+src.00" };

describe("the server file", () => {
  let state: string;
  let path: string;
  beforeEach(async () => {
    state = await mkdtemp(join(tmpdir(), "between-state-"));
    path = serverFilePath(state, file.version);
  });
  afterEach(() => rm(state, { recursive: true }));

  it("reads back as written, for its user alone, and leaves nothing beside it", async () => {
    assert.equal(await readServerFile(path), undefined);
    await writeServerFile(path, file);
    await writeServerFile(path, { ...file, pid: 8 });
    assert.deepEqual(await readServerFile(path), { ...file, pid: 8 });
    assert.equal((await stat(path)).mode & 0o777, 0o600);
    assert.deepEqual(await readdir(dirname(path)), ["server.json"]);
  });

  it("counts as none when it is not exactly such a file", async () => {
    await writeServerFile(path, file);
    const wrong = [
      { ...file, url: "ws://example.com:1" },
      { ...file, url: "wss://127.0.0.1:1@evil:2" },
      { ...file, more: 1 },
    ];
    for (const text of [
      "",
      "{",
      "null",
      ...[...wrong, { ...file, pid: -1 }, { ...file, token: "a\n" }].map((one) => JSON.stringify(one)),
    ]) {
      await writeFile(path, text);
      assert.equal(await readServerFile(path), undefined, text);
    }
  });
});
