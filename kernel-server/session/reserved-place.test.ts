import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { assertNotReserved, foreignFile } from "./reserved-place.ts";

const reserved = (to: string, results: string, own: readonly string[]) => {
  try {
    assertNotReserved(to, results, own);
    return false;
  } catch (thrown) {
    assert.equal((thrown as { code?: string }).code, "save.reserved");
    return true;
  }
};

describe("places that nothing is saved to", () => {
  it("are the state in a bucket, what lies in it and what holds it, but not its results", () => {
    const on = (to: string) => reserved(to, "s3://between/state/results", ["/var/lib/between", "s3://between/state"]);
    for (const to of [
      "s3://between/state/store/people",
      "s3a://between/state/store",
      "S3N://between//state/./sent/x",
      "s3://between/state/results/../store",
      "s3://between/state/%73tore",
      "s3://between/state/",
      "s3://between",
      "/var/lib/between/token",
      "file:///var/lib/between/servers",
      "/var/lib",
    ])
      assert.ok(on(to), to);
    for (const to of [
      "s3://between/state/results/growth/dau",
      "s3://between/other",
      "s3://between/state2",
      "/var/other",
    ])
      assert.ok(!on(to), to);
  });

  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "between-reserved-"));
    await mkdir(join(folder, "state/results"), { recursive: true });
    await symlink(join(folder, "state"), join(folder, "link"));
  });
  after(() => rm(folder, { recursive: true }));

  it("are known through links", () => {
    const on = (to: string) => reserved(join(folder, to), join(folder, "state/results"), [join(folder, "state")]);
    assert.ok(on("link/store/new/one"));
    assert.ok(on("state/../link"));
    assert.ok(!on("link/results/new"));
  });

  it("are folders with anything in them that a table does not have", async () => {
    const table = join(folder, "table");
    await mkdir(join(table, "dt=2026-11-21"), { recursive: true });
    await writeFile(join(table, "dt=2026-11-21/part-0.parquet"), "");
    await writeFile(join(table, "_SUCCESS"), "");
    assert.equal(await foreignFile(table), undefined);
    assert.equal(await foreignFile(join(folder, "not-there")), undefined);
    await writeFile(join(table, "notes.txt"), "");
    assert.equal(await foreignFile(table), join(table, "notes.txt"));
    await mkdir(join(folder, "holds/folder"), { recursive: true });
    assert.equal(await foreignFile(join(folder, "holds")), join(folder, "holds/folder"));
  });
});
