import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { after, before, describe, it } from "mocha";
import { BetweenError } from "../../protocol/errors.ts";
import { assertClear, assertNotReserved } from "./reserved-place.ts";

const reserved = (to: string, results: string, own: readonly string[]) => {
  try {
    assertNotReserved(to, results, own);
    return false;
  } catch (thrown) {
    assert.equal(BetweenError.from(thrown).code, "save.reserved");
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
      "s3://between/../state/store",
      "s3://between/state/results",
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
    assert.ok(on("link/results/../store"));
    assert.ok(on("link/results"));
    assert.ok(!on("link/results/new"));
  });

  it("are not known by a case on disks that know none", function () {
    if (process.platform !== "darwin" && process.platform !== "win32") {
      console.log("      this system's disks know case: skipped");
      return this.skip();
    }
    assert.ok(reserved(join(folder, "STATE/store"), join(folder, "state/results"), [join(folder, "state")]));
  });

  it("are the same by every way of writing them that goes around and comes back", () => {
    const state = "s3://between/state";
    const detour = fc.constantFrom("/", "/.", "/x/..", "/x/y/../..", "/%2e", "/x/%2E%2e", "/%78/..");
    const scheme = fc.constantFrom("s3", "s3a", "s3n", "S3", "S3A");
    const above = fc.constantFrom("", "/..", "/../..", "/x/../..");
    fc.assert(
      fc.property(scheme, above, detour, detour, fc.constantFrom("store/people", "sent", ""), (s, up, a, b, key) => {
        assert.ok(reserved(`${s}://between${up}${a}/state${b}/${key}`, `${state}/results`, [state]));
      }),
    );
  });
});

describe("a place that is plain to see", () => {
  const unclear = (to: string) => {
    try {
      assertClear(to);
      return false;
    } catch (thrown) {
      assert.equal(BetweenError.from(thrown).code, "save.unclear");
      return true;
    }
  };

  it("has nothing in it that a parser of URLs or globs makes something else of", () => {
    for (const to of [
      "..?x",
      "%2e%2e/store",
      "..#",
      "growth/*",
      "gr\towth",
      "s3://between/../state/store",
      "s3://between/a/./b",
      "s3://me@between/state",
      "s3://between/state\\store",
      "https://between.s3.amazonaws.com/state/store",
      "HTTP://localhost:7070/between/state",
      "/var/lib/%2e%2e/between",
    ])
      assert.ok(unclear(to), to);
    for (const to of [
      "growth/dau",
      "a/../b",
      "성장/일별 사용자",
      "s3://b/x/y=1",
      "s3a://b/x..y/",
      "/data/x",
      "gs://b/x",
    ])
      assert.ok(!unclear(to), to);
  });
});
