import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "mocha";
import { BUNDLES_FILE, bundleFigures, loadedBy, type Bundles } from "../bundles.ts";
import { root } from "./support/between.ts";

describe("the bundles in dist/", () => {
  // SAFETY: written by the build.
  const bundles = JSON.parse(readFileSync(join(root, BUNDLES_FILE), "utf8")) as Bundles;

  for (const what of ["activation loads", "an output's first table loads", "a first chart loads besides"]) {
    it(`keeps its budget: ${what}`, () => {
      const figure = bundleFigures(bundles).find((one) => one.what === what);
      assert.ok(figure, "it was built");
      assert.ok(figure.bytes > 0 && figure.bytes <= figure.budget, `${figure.bytes} of ${figure.budget} bytes`);
    });
  }

  it("are those that the figures are of", () => {
    for (const [path, { bytes }] of Object.entries(bundles)) assert.equal(statSync(join(root, path)).size, bytes, path);
  });

  it("name the licences of what is in them", () => {
    const notices = readFileSync(join(root, "dist/NOTICE.txt"), "utf8");
    for (const name of ["vega", "preact", "zod", "ws", "@grpc/grpc-js"])
      assert.ok(notices.includes(`\n${name} `), name);
  });
});

describe("loadedBy", () => {
  it("follows what is imported at once, round a circle too, and not what may be imported later", () => {
    const none = { bytes: 1, drawsCharts: false, mayLoad: [] };
    const files = {
      a: { ...none, loads: ["b"], mayLoad: ["d"] },
      b: { ...none, loads: ["a", "c"] },
      c: { ...none, loads: [] },
    };
    assert.deepEqual([...loadedBy(files, "a")], ["a", "b", "c"]);
  });
});
