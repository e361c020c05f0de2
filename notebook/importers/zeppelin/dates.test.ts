import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { readDate } from "./dates.ts";

const iso = (written: string, zone = "UTC"): string | undefined => {
  const found = readDate(written, zone);
  return found === undefined ? undefined : new Date(found).toISOString();
};

describe("a time in a note", () => {
  it("is read in each of the four ways in which Zeppelin has written it", () => {
    assert.equal(iso("2026-03-02 06:01:00.500"), "2026-03-02T06:01:00.500Z");
    assert.equal(iso("2016-05-01T09:30:00+0900"), "2016-05-01T00:30:00.000Z");
    assert.equal(iso("Feb 10, 2015 1:52:59 AM"), "2015-02-10T01:52:59.000Z");
    assert.equal(iso("Feb 10, 2015 12:52:59 PM"), "2015-02-10T12:52:59.000Z");
    assert.equal(iso("Feb 10, 2015 12:00:00\u202fAM"), "2015-02-10T00:00:00.000Z");
    assert.equal(iso("Feb 01, 2016 21:09:00"), "2016-02-01T21:09:00.000Z");
  });

  it("is the server's own where it names no offset", () => {
    assert.equal(iso("2026-03-02 06:01:00.500", "Asia/Seoul"), "2026-03-01T21:01:00.500Z");
    assert.equal(iso("2026-03-02T06:01:00-01:30", "Asia/Seoul"), "2026-03-02T07:31:00.000Z");
  });

  it("is none where it is nothing of the kind", () => {
    for (const written of ["", "yesterday", "2026-13-01 00:00:00.000", "Foo 1, 2015 1:00:00 AM", "2026-03-02"])
      assert.equal(iso(written), undefined, written);
  });
});
