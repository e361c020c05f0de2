import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { wheels } from "../../kernel-server/engine/local-spark/requirements.ts";
import { requirementsFor } from "../../deploy/python-wheels.ts";

const list = `a==1 ; python_full_version < '3.11' \\
    --hash=sha256:0
a==2 ; python_full_version == '3.11.*' \\
    --hash=sha256:1
a==3 ; python_full_version >= '3.12' \\
    --hash=sha256:2
b==1 \\
    --hash=sha256:3
`;

describe("requirementsFor", () => {
  it("keeps the lines that hold for a Python, with their hashes and without their conditions", () => {
    const of = (minor: number) => requirementsFor(list, { major: 3, minor }).trim();
    const b = "b==1 \\\n    --hash=sha256:3";
    assert.equal(of(10), `a==1 \\\n    --hash=sha256:0\n${b}`);
    assert.equal(of(11), `a==2 \\\n    --hash=sha256:1\n${b}`);
    assert.equal(of(13), `a==3 \\\n    --hash=sha256:2\n${b}`);
  });

  it("refuses a condition that it does not know, and knows all of the list's", () => {
    assert.throws(() => requirementsFor("a==1 ; sys_platform == 'win32' \\", { major: 3, minor: 12 }), /is not known/);
    const names = [...requirementsFor(wheels, { major: 3, minor: 12 }).matchAll(/^([\w-]+)==/gm)].map(
      ([, name]) => name,
    );
    assert.equal(new Set(names).size, names.length, "one version of each");
    assert.ok(names.includes("pyarrow") && names.includes("pandas") && names.includes("numpy"));
  });
});
