import assert from "node:assert/strict";
import { float64, int64, struct, tableFromArrays, tableToIPC, timestamp, utf8 } from "@uwdata/flechette";
import type { DataType } from "@uwdata/flechette";
import fc from "fast-check";
import { describe, it } from "mocha";
import { BetweenError } from "../errors.ts";
import { fromBase64 } from "./base64.ts";
import { numberForChart, timeForChart } from "./chart-number.ts";
import { readCuts, writeCuts } from "./cut.ts";
import { cellText, concatPages, decodePage } from "./page.ts";
import { offsetText, zoneOffset } from "./zone.ts";

const options = { timezone: "Asia/Seoul" };

function stream(columns: Record<string, unknown[]>, types: Record<string, DataType>): Uint8Array {
  const bytes = tableToIPC(tableFromArrays(columns, { types, useBigInt: true }), { format: "stream" });
  assert.ok(bytes);
  return bytes;
}

describe("a page", () => {
  const ipc = stream({ n: [1n, 2n ** 60n, null], s: ["a", "b", "c"] }, { n: int64(), s: utf8() });

  it("is decoded from bytes at any place of a larger buffer", () => {
    for (let shift = 0; shift < 8; shift++) {
      const buffer = new Uint8Array(ipc.length + shift);
      buffer.set(ipc, shift);
      assert.equal(cellText(decodePage(buffer.subarray(shift)), 1, 0, options), "1152921504606846976");
    }
  });

  it("refuses a stream that was cut anywhere, with its own error and no other", () => {
    for (let length = 0; length < ipc.length; length++) {
      try {
        decodePage(ipc.slice(0, length));
      } catch (thrown) {
        assert.ok(thrown instanceof BetweenError, String(thrown));
      }
    }
    assert.throws(() => decodePage(new Uint8Array()), BetweenError);
    assert.throws(() => decodePage(new TextEncoder().encode("<html>not rows</html>")), BetweenError);
  });

  it("joins pages of the same columns, with the rows of their cut values", () => {
    const page = { ...decodePage(ipc), cuts: [{ row: 1, column: 1, bytes: 70_000 }] };
    const joined = concatPages([page, decodePage(stream({ n: [], s: [] }, { n: int64(), s: utf8() })), page]);
    assert.equal(joined.rows, 6);
    assert.deepEqual(
      Array.from({ length: 6 }, (_, row) => cellText(joined, row, 1, options)),
      ["a", "b", "c", "a", "b", "c"],
    );
    assert.deepEqual(
      joined.cuts.map((cut) => cut.row),
      [1, 4],
    );
    assert.throws(() => concatPages([page, { rows: 0, columns: [], cuts: [] }]), BetweenError);
  });

  it("keeps the exact values of columns", () => {
    const page = decodePage(stream({ s: [{ a: 1.5 }] }, { s: struct({ a: float64() }) }));
    assert.deepEqual(page.columns[0]?.value(0), [1.5]);
    assert.deepEqual(page.columns[0]?.type, {
      kind: "struct",
      fields: [{ name: "a", type: { kind: "float", bits: 64 } }],
    });
  });
});

describe("cut values", () => {
  it("are told through the schema's metadata, which reads back as it was written", () => {
    const cuts = [{ row: 3, column: 0, bytes: 104_857_600 }];
    assert.equal(writeCuts(cuts), "[[3,0,104857600]]");
    assert.deepEqual(readCuts(new Map([["between.cut", writeCuts(cuts)]])), cuts);
    assert.deepEqual(readCuts(undefined), []);
  });
});

describe("numbers for charts", () => {
  it("say when a double does not hold them", () => {
    const type = { kind: "integer", bits: 64, signed: true } as const;
    assert.deepEqual(numberForChart(12n, type), { number: 12, exact: true });
    assert.deepEqual(numberForChart(2n ** 53n + 1n, type), { number: 2 ** 53, exact: false });
    assert.equal(numberForChart(null, type), undefined);
    assert.equal(numberForChart("12", { kind: "text" }), undefined);
  });

  it("take decimals by their scale", () => {
    assert.deepEqual(numberForChart(-125n, { kind: "decimal", precision: 10, scale: 2 }), {
      number: -1.25,
      exact: true,
    });
  });

  it("place moments by the clock of the notebook's zone, and wall clocks as they are", () => {
    const zoned = { kind: "timestamp", unit: "us", zoned: true } as const;
    assert.equal(timeForChart(0n, zoned, "Asia/Seoul"), 9 * 3_600_000);
    assert.equal(timeForChart(1_500_000n, { ...zoned, zoned: false }, "Asia/Seoul"), 1_500);
    assert.equal(timeForChart(2, { kind: "date" }, "Asia/Seoul"), 172_800_000);
  });
});

describe("time zones", () => {
  it("change at the very second that they change", () => {
    const spring = Date.UTC(2026, 2, 29, 1, 0, 0);
    assert.equal(zoneOffset("Europe/Berlin", spring - 1), 3600);
    assert.equal(zoneOffset("Europe/Berlin", spring), 7200);
    // Liberia left a local mean time at no quarter of an hour.
    const monrovia = Date.UTC(1972, 0, 7, 0, 44, 30);
    assert.equal(offsetText(zoneOffset("Africa/Monrovia", monrovia - 1)), "-00:44:30");
    assert.equal(zoneOffset("Africa/Monrovia", monrovia), 0);
  });

  it("are followed by timestamps", () => {
    const page = decodePage(stream({ t: [1_774_746_000_000] }, { t: timestamp(2, "UTC") }));
    assert.equal(cellText(page, 0, 0, { timezone: "Europe/Berlin" }), "2026-03-29 03:00:00+02:00");
  });
});

describe("base64", () => {
  it("gives the bytes back", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        assert.deepEqual(fromBase64(Buffer.from(bytes).toString("base64")), bytes);
      }),
    );
  });
});
