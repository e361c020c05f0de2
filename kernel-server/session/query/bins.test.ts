import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { dateText, timestampText } from "../../../protocol/values/time-text.ts";
import { decimalText } from "../../../protocol/values/number-text.ts";
import { bins } from "./bins.ts";
import type { Span } from "./bins.ts";

const labels = (span: Span) => bins(span).map(({ label }) => label);

describe("bins", () => {
  it("are at most 20, of one width, and hold the least and the greatest value", () => {
    fc.assert(
      fc.property(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n), fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n), (a, b) => {
        const [least, greatest] = a < b ? [a, b] : [b, a];
        const starts = bins({ kind: "integer", least: String(least), greatest: String(greatest) }).map(({ value }) =>
          BigInt(value),
        );
        assert.ok(starts.length >= 1 && starts.length <= 20);
        const [first = 0n, second] = starts;
        const width = second === undefined ? undefined : second - first;
        starts.slice(1).forEach((start, i) => assert.equal(start - (starts[i] ?? 0n), width));
        assert.ok(first <= least && (starts.at(-1) ?? 0n) <= greatest);
        if (width !== undefined) assert.ok(least < first + width && greatest < (starts.at(-1) ?? 0n) + width);
      }),
    );
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        (a, b) => {
          const starts = bins({ kind: "float", least: String(Math.min(a, b)), greatest: String(Math.max(a, b)) }).map(
            ({ value }) => Number(value),
          );
          assert.ok(starts.length <= 20 && starts.every((start) => Number.isFinite(start)));
          starts.slice(1).forEach((start, i) => assert.ok(start > (starts[i] ?? 0)));
        },
      ),
    );
  });

  it("begin at round values, written as the column's values are", () => {
    assert.deepEqual(labels({ kind: "integer", least: "3", greatest: "5" }), ["3", "4", "5"]);
    assert.deepEqual(labels({ kind: "integer", least: "-7", greatest: "89" }).slice(0, 3), ["-10", "-5", "0"]);
    assert.deepEqual(labels({ kind: "float", least: "0.1", greatest: "0.4" }).slice(0, 4), [
      "0.1",
      "0.12",
      "0.14",
      "0.16",
    ]);
    assert.deepEqual(labels({ kind: "float", least: "2.5", greatest: "2.5" }), ["2.5"]);
    const decimal = { kind: "decimal", type: "decimal(20,2)", scale: 2 } as const;
    assert.deepEqual(labels({ ...decimal, least: "-0.05", greatest: decimalText(4n, 2) }).slice(0, 2), [
      "-0.05",
      "-0.04",
    ]);
    assert.deepEqual(labels({ kind: "date", least: "2026-11-21", greatest: "2026-11-23" }), [
      "2026-11-21",
      "2026-11-22",
      "2026-11-23",
    ]);
  });

  it("of times begin at hours and days of their zone, and weeks on Mondays", () => {
    const micros = (iso: string) => BigInt(Date.parse(iso)) * 1000n;
    const at = (iso: string) => timestampText(micros(iso), "us", "Asia/Seoul");
    const span = (from: string, to: string): Span => ({
      kind: "timestamp",
      timezone: "Asia/Seoul",
      least: at(from),
      greatest: at(to),
    });
    assert.deepEqual(labels(span("2026-11-20T15:30:00Z", "2026-11-20T18:00:00.5Z")).slice(0, 2), [
      "2026-11-21 00:30:00+09:00",
      "2026-11-21 00:40:00+09:00",
    ]);
    assert.equal(labels(span("2026-11-20T16:00:00Z", "2026-12-05T00:00:00Z"))[0], "2026-11-21 00:00:00+09:00");
    const [week = ""] = labels({ kind: "date", least: "2026-03-04", greatest: "2026-06-20" });
    assert.equal(new Date(`${week}T00:00:00Z`).getUTCDay(), 1);
    assert.deepEqual(
      labels({ kind: "clock", least: "2026-11-21 00:00:00", greatest: "2026-11-21 00:00:02" }).at(-1),
      "2026-11-21 00:00:02",
    );
  });

  it("are none for values that no calendar of ours reaches", () => {
    assert.deepEqual(labels({ kind: "date", least: "2026-01-01", greatest: dateText(4_000_000) }), []);
    assert.deepEqual(
      labels({ kind: "float", least: String(-Number.MAX_VALUE), greatest: String(Number.MAX_VALUE) }),
      [],
    );
  });
});
