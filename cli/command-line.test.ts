import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { BetweenError } from "../protocol/errors.ts";
import { readCommandLine } from "./command-line.ts";

const usage = {
  verb: "run",
  operands: ["FILE"],
  options: {
    param: { kind: "many", value: "NAME=VALUE", about: "cli.option.param" },
    report: { kind: "one", value: "OUT.html", short: "o", about: "cli.option.report" },
    "keep-going": { kind: "flag", about: "cli.option.keep-going" },
  },
} as const;

const read = (line: string) => readCommandLine(line.split(" "), usage);

describe("readCommandLine", () => {
  it("gives every option its kind, also those that were not given", () => {
    assert.deepEqual(read("a.between-nb"), {
      values: { param: [], report: undefined, "keep-going": false },
      operands: ["a.between-nb"],
    });
    assert.deepEqual(read("--param a=1 x --keep-going -o r.html --param=b=2").values, {
      param: ["a=1", "b=2"],
      report: "r.html",
      "keep-going": true,
    });
  });

  it("takes everything behind -- as operands", () => {
    assert.deepEqual(readCommandLine(["--", "--odd-name"], usage).operands, ["--odd-name"]);
  });

  it("takes negative numbers and dashes as values", () => {
    assert.equal(read("x --report -").values.report, "-");
    assert.deepEqual(read("x --param -5").values.param, ["-5"]);
  });

  const refused: [line: string, code: string, args: object][] = [
    ["x --keep-gong", "cli.option-unknown-near", { option: "--keep-gong", near: "--keep-going" }],
    ["x --zzz", "cli.option-unknown", { option: "--zzz" }],
    ["x --constructor", "cli.option-unknown", { option: "--constructor" }],
    ["x --report", "cli.option-needs-value", { option: "--report", value: "OUT.html" }],
    ["x --report --keep-going", "cli.option-needs-value", { option: "--report" }],
    ["x --keep-going=yes", "cli.option-takes-no-value", { option: "--keep-going" }],
    ["x --report a -o b", "cli.option-twice", { option: "-o" }],
    ["--keep-going", "cli.operand-missing", { operand: "FILE" }],
    ["x y", "cli.operand-extra", { operand: "y" }],
  ];
  for (const [line, code, args] of refused) {
    it(`refuses "${line}" with ${code}`, () => {
      assert.throws(
        () => read(line),
        (error) => {
          assert.ok(error instanceof BetweenError);
          assert.equal(error.code, code);
          assert.deepEqual({ ...error.args, ...args }, error.args);
          return true;
        },
      );
    });
  }
});
