import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { NOTEBOOK_OUTPUT_BYTES } from "../../protocol/cell-output.ts";
import { runId } from "../../protocol/ids.ts";
import { ShownStore } from "./shown-store.ts";
import type { KeptOutputs } from "./shown-store.ts";

const kept = (uri: string, text = "x", cells = 1): KeptOutputs => ({
  v: 1,
  uri,
  order: Array.from({ length: cells }, (_, i) => ({ hash: String(i) })),
  cells: Array.from({ length: cells }, (_, cell) => ({
    cell,
    server: "local",
    bytes: text.length + 300,
    ranAt: cell,
    size: "whole" as const,
    output: {
      v: 1 as const,
      output: "o",
      run: runId(`r${cell}`),
      cell,
      lang: "en" as const,
      timezone: "UTC",
      state: "done" as const,
      text: [{ stream: "stdout" as const, text }],
      results: [],
      checks: [],
      saved: [],
      notes: [],
    },
  })),
  views: [],
  open: [],
});

describe("the store of shown outputs", () => {
  let folder = "";
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "between-shown-"))));
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("gives back what was kept of each notebook", async () => {
    const store = new ShownStore(folder);
    await store.save(kept("file:///a"));
    await store.save(kept("file:///b", "y"));
    assert.deepEqual(await new ShownStore(folder).load("file:///a"), kept("file:///a"));
    assert.deepEqual(await store.load("file:///b"), kept("file:///b", "y"));
    assert.equal(await store.load("file:///c"), undefined);
  });

  it("keeps what is copied, of a notebook and of all in a folder, as it is", async () => {
    const store = new ShownStore(folder);
    await store.copy("file:///none", "file:///other");
    for (const uri of ["file:///q/a", 'file:///q/b "1"', "file:///q2/a"]) await store.save(kept(uri, uri));
    await store.copy("file:///q", "file:///r");
    await store.copy("file:///q2/a", "file:///q2/b");
    assert.deepEqual(await store.load("file:///r/a"), kept("file:///r/a", "file:///q/a"));
    assert.deepEqual(await store.load('file:///r/b "1"'), kept('file:///r/b "1"', 'file:///q/b "1"'));
    assert.deepEqual(await store.load("file:///q2/b"), kept("file:///q2/b", "file:///q2/a"));
    assert.deepEqual(await store.load("file:///q/a"), kept("file:///q/a", "file:///q/a"));
    assert.equal((await readdir(folder)).length, 6);
  });

  it("is readable by its user alone, and leaves no parts behind", async () => {
    const store = new ShownStore(folder);
    await Promise.all([store.save(kept("file:///a")), store.save(kept("file:///a", "last"))]);
    const [name, ...more] = await readdir(folder);
    assert.deepEqual(more, []);
    assert.equal((await stat(join(folder, name ?? ""))).mode & 0o077, 0);
    assert.deepEqual(await store.load("file:///a"), kept("file:///a", "last"));
  });

  it("skips a damaged file, and replaces it", async () => {
    const store = new ShownStore(folder);
    await store.save(kept("file:///a"));
    const [name = ""] = await readdir(folder);
    const text = await readFile(join(folder, name), "utf8");
    for (const damaged of [text.slice(0, 50), "", "null", '{"v":2}', "[]"]) {
      await writeFile(join(folder, name), damaged);
      assert.equal(await store.load("file:///a"), undefined);
    }
    await store.save(kept("file:///a"));
    assert.deepEqual(await store.load("file:///a"), kept("file:///a"));
  });

  it("takes no more of a notebook than an editor holds: the oldest outputs are left out", async () => {
    const store = new ShownStore(folder);
    await store.save(kept("file:///a", "x".repeat(1_000_000), 8));
    const loaded = await store.load("file:///a");
    assert.deepEqual(
      loaded?.cells.map(({ cell }) => cell),
      [3, 4, 5, 6, 7],
    );
    const [name = ""] = await readdir(folder);
    assert.ok((await stat(join(folder, name))).size <= NOTEBOOK_OUTPUT_BYTES);
  });

  it("takes no more of the disk than it may: the notebooks that were not seen for longest go", async () => {
    const store = new ShownStore(folder, 250_000);
    for (const [i, uri] of ["a", "b", "c"].entries()) {
      await store.save(kept(uri, "x".repeat(100_000)));
      for (const name of await readdir(folder)) {
        const path = join(folder, name);
        if ((await stat(path)).mtimeMs > 1e12) await utimes(path, 1000 + i, 1000 + i);
      }
    }
    assert.equal(await store.load("a"), undefined);
    assert.ok((await store.load("b")) && (await store.load("c")));
  });

  it("keeps nothing of a notebook that shows nothing", async () => {
    const store = new ShownStore(folder);
    await store.save(kept("file:///a"));
    await store.save({ ...kept("file:///a"), cells: [] });
    assert.deepEqual(await readdir(folder), []);
  });
});
