import assert from "node:assert/strict";
import { describe, it } from "mocha";
import fc from "fast-check";
import { csvLine } from "./csv.ts";

/** A reader of RFC 4180 that tells NULL (empty, no quotes) from the empty text (quotes). */
function readCsv(text: string): (string | null)[][] {
  const records: (string | null)[][] = [];
  const field = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n)/gy;
  let record: (string | null)[] = [];
  for (let found = field.exec(text); found; found = field.exec(text)) {
    const [, raw = "", end] = found;
    record.push(raw === "" ? null : raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw);
    if (end === "\r\n") {
      records.push(record);
      record = [];
    }
  }
  return records;
}

describe("csvLine", () => {
  it("quotes what needs quotes and nothing else", () => {
    assert.equal(
      csvLine(["a", "b c", 'say "hi"', "x,y", "1\n2", "", null, "=1+1"]),
      'a,b c,"say ""hi""","x,y","1\n2","",,=1+1\r\n',
    );
  });

  it("comes back as it was written, whatever the text", () => {
    const value = fc.option(
      fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('"', ",", "\r", "\n", "a", "한") })),
    );
    fc.assert(
      fc.property(fc.array(fc.array(value, { minLength: 1, maxLength: 5 }), { maxLength: 5 }), (rows) => {
        assert.deepEqual(readCsv(rows.map(csvLine).join("")), rows);
      }),
    );
  });
});
