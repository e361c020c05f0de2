import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { BetweenError, type Code } from "../protocol/errors.ts";
import { exitCodeOf } from "./exit-codes.ts";

describe("exitCodeOf", () => {
  const table: [code: Code, exit: number][] = [
    ["cli.option-unknown", 2],
    ["cli.file-missing", 2],
    ["notebook.fence-unclosed", 2],
    ["session.no-engine", 2],
    ["cli.report-no-run", 1],
    ["result.expired", 1],
    ["internal", 1],
    ["wire.unreachable", 3],
    ["wire.server-start", 3],
    ["engine.python-missing", 3],
    ["engine.died", 1],
    ["engine.table-not-found", 1],
    ["wire.cancelled", 130],
    ["cli.left", 130],
  ];
  for (const [code, exit] of table)
    it(`${code} is ${exit}`, () => assert.equal(exitCodeOf(new BetweenError(code)), exit));
});
