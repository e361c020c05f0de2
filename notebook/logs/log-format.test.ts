import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { formatOfBytes, formatOfName } from "./log-format.ts";

describe("formatOfName", () => {
  for (const [name, format] of [
    ["a.json", "json"],
    ["a.jsonl.gz", "json"],
    ["A.NDJSON.ZST", "json"],
    ["part-0.snappy.parquet", "parquet"],
    ["x.csv.bz2", "csv"],
    ["access.log", undefined],
    ["access.log.gz", undefined],
    ["events", undefined],
    [".gz", undefined],
  ] as const) {
    it(`${name} is ${format}`, () => assert.equal(formatOfName(name), format));
  }
});

describe("formatOfBytes", () => {
  const bytes = (text: string) => Buffer.from(text);
  for (const [what, head, format] of [
    ["JSON lines", '{"a":1}\n{"a":2}\n', "json"],
    ["JSON lines, cut in the middle of one", '{"a":1}\n{"a":{"b', "json"],
    ["one long JSON line", `{"a":"${"x".repeat(100)}`, "json"],
    ["JSON lines with a byte order mark", '\ufeff{"a":1}\n', "json"],
    ["JSON arrays", "[1]\n[2]\n", "text"],
    ["CSV", 'day,n\n2026-11-20,"1,5"\n', "csv"],
    ["an access log", '1.2.3.4 - - [x] "GET /, HTTP/1.1"\n1.2.3.5 - - [x] "GET / HTTP/1.1"\n', "text"],
    ["one line with commas", "a,b\n", "text"],
    ["lines with different numbers of commas", "a,b\nc\n", "text"],
    ["Parquet", "PAR1\u0015", "parquet"],
    ["nothing", "", "text"],
  ] as const) {
    it(`${what}: ${format}`, () => assert.equal(formatOfBytes(bytes(head)), format));
  }
});
