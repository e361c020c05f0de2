import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { readMetaCommand } from "./meta-command.ts";

describe("readMetaCommand", () => {
  for (const [line, command] of [
    ["\\h", { do: "help" }],
    [" \\q ; ", { do: "quit" }],
    ["\\d", { do: "tables" }],
    ["\\d logs;", { do: "columns", of: "logs" }],
    ["\\d json.`a b/*.gz`", { do: "columns", of: "json.`a b/*.gz`" }],
    ["\\p", { do: "params" }],
    ["\\p day=2026-11-20", { do: "param", option: "day=2026-11-20" }],
    ["\\p n:integer=5", { do: "param", option: "n:integer=5" }],
    ["\\p day=", { do: "drop-param", name: "day" }],
  ] as const) {
    it(`${line} is ${JSON.stringify(command)}`, () => assert.deepEqual(readMetaCommand(line), command));
  }
  it("names the nearest for a mistyped one", () => {
    assert.throws(() => readMetaCommand("\\x"), { code: "cli.shell.unknown-near" });
    assert.throws(() => readMetaCommand("\\zzzz"), { code: "cli.shell.unknown" });
  });
});
