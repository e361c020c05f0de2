import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { needsNewerNode } from "./needs-newer-node.ts";

describe("needsNewerNode", () => {
  for (const version of ["22.0.0", "22.12.0", "24.21.0", "100.0.0"]) {
    it(`has nothing to say of ${version}`, () => assert.equal(needsNewerNode(version, "/bin/node", "en"), undefined));
  }

  for (const version of ["4.9.1", "18.20.4", "20.20.2", "21.7.3"]) {
    it(`names ${version}, where it lies, and what is needed`, () => {
      const said = needsNewerNode(version, "/usr/bin/node", "en") ?? "";
      assert.ok(
        said.startsWith(`Between Notebooks needs Node 22 or newer; this is ${version} (/usr/bin/node).\n`),
        said,
      );
      assert.match(said, /NODE/);
      assert.ok(needsNewerNode(version, "/usr/bin/node", "ko")?.includes(`${version}입니다(/usr/bin/node)`));
    });
  }
});
