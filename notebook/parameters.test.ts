import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import type { ParameterSpec, ParameterType } from "./notebook.ts";
import { resolveParameters } from "./parameters.ts";
import type { Declaration } from "./parameters.ts";

/** 2026-03-01 00:30 in Seoul, still the day before in UTC. */
const now = new Date("2026-02-28T15:30:00Z");

function resolve(
  params: ParameterSpec[],
  given: Record<string, string | string[]> = {},
  { zone = "Asia/Seoul", declare = [] }: { zone?: string; declare?: Declaration[] } = {},
) {
  const resolved = resolveParameters({ params, timezone: zone }, given, declare, now);
  if ("problems" in resolved)
    return resolved.problems.map(({ code, args }) => `${code.slice(9)} ${JSON.stringify(args)}`);
  return Object.fromEntries(resolved.values.map(({ name, value }) => [name, value]));
}

const one = (type: ParameterType, written: string, zone?: string) => {
  const resolved = resolve([{ name: "p", type }], { p: written }, { ...(zone !== undefined && { zone }) });
  return Array.isArray(resolved) ? resolved[0]?.split(" ")[0] : resolved["p"];
};

/** What is written, as what type, and its canonical text or the code of what is wrong with it. */
const table: [ParameterType, string, string][] = [
  ["text", "007", "007"],
  ["text", " today ", " today "],
  ["text", "", ""],
  ["integer", "007", "7"],
  ["integer", "+5", "5"],
  ["integer", "-0", "0"],
  ["integer", "9223372036854775807", "9223372036854775807"],
  ["integer", "-9223372036854775808", "-9223372036854775808"],
  ["integer", "9223372036854775808", "integer-out-of-range"],
  ["integer", "123456789012345678901234567890", "integer-out-of-range"],
  ["integer", "1.0", "not-integer"],
  ["integer", "1e3", "not-integer"],
  ["integer", "", "not-integer"],
  ["number", "1.50", "1.5"],
  ["number", "-.5", "-0.5"],
  ["number", "1e-3", "0.001"],
  ["number", "-0", "-0.0"],
  ["number", "1e999", "number-out-of-range"],
  ["number", "0x10", "not-number"],
  ["number", "NaN", "not-number"],
  ["boolean", "true", "true"],
  ["boolean", "FALSE", "false"],
  ["boolean", "1", "not-boolean"],
  ["date", "2026-12-31", "2026-12-31"],
  ["date", "2024-02-29", "2024-02-29"],
  ["date", "2026-02-29", "not-date"],
  ["date", "0000-01-01", "not-date"],
  ["date", "0001-01-01", "0001-01-01"],
  ["date", "2026-1-1", "not-date"],
  ["date", "today", "2026-03-01"],
  ["date", "yesterday", "2026-02-28"],
  ["date", "today-7d", "2026-02-22"],
  ["date", "today-0d", "2026-03-01"],
  ["date", "today+1d", "not-date"],
  ["date", "Today", "not-date"],
  ["timestamp", "2026-03-01 09:00:00", "2026-03-01T09:00:00+09:00"],
  ["timestamp", "2026-03-01T09:00", "2026-03-01T09:00:00+09:00"],
  ["timestamp", "2026-03-01", "2026-03-01T00:00:00+09:00"],
  ["timestamp", "2026-03-01T00:00:00Z", "2026-03-01T09:00:00+09:00"],
  ["timestamp", "2026-03-01 00:00:00 -05:00", "2026-03-01T14:00:00+09:00"],
  ["timestamp", "2026-03-01 00:00:00.123456", "2026-03-01T00:00:00.123456+09:00"],
  ["timestamp", "1969-12-31 23:59:59.500", "1969-12-31T23:59:59.5+09:00"],
  // Seoul had summer time then, and before 1908 its own solar time of +08:27:52.
  ["timestamp", "1988-07-01 12:00:00", "1988-07-01T12:00:00+10:00"],
  ["timestamp", "1900-01-01 00:00:00", "1899-12-31T15:32:08Z"],
  ["timestamp", "2026-03-01 24:00:00", "not-timestamp"],
  ["timestamp", "2026-02-29 00:00:00", "not-timestamp"],
  ["timestamp", "2026-03-01 00:00:00.1234567", "not-timestamp"],
  ["timestamp", "2026-03-01 00:00:00+19:00", "not-timestamp"],
  ["timestamp", "today", "not-timestamp"],
];

describe("parameters", () => {
  for (const [type, written, expected] of table) {
    it(`take ${JSON.stringify(written)} as ${type}: ${expected}`, () => assert.equal(one(type, written), expected));
  }

  it("take today in the notebook's time zone", () => {
    assert.deepEqual(
      ["Asia/Seoul", "UTC", "America/Los_Angeles", "Pacific/Kiritimati"].map((zone) => one("date", "today", zone)),
      ["2026-03-01", "2026-02-28", "2026-02-28", "2026-03-01"],
    );
  });

  it("follow the clock when it changes: what is skipped moves on, what comes twice is the first", () => {
    assert.equal(one("timestamp", "2026-03-08 02:30:00", "America/New_York"), "2026-03-08T03:30:00-04:00");
    assert.equal(one("timestamp", "2026-11-01 01:30:00", "America/New_York"), "2026-11-01T01:30:00-04:00");
    assert.equal(one("timestamp", "2026-11-01 02:00:00", "America/New_York"), "2026-11-01T02:00:00-05:00");
    assert.equal(one("timestamp", "2026-07-01 00:00:00", "UTC"), "2026-07-01T00:00:00Z");
  });

  it("give canonical timestamps that are canonical already", () => {
    const zone = fc.constantFrom("UTC", "Asia/Seoul", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe");
    const instant = fc.date({ min: new Date("1915-01-01"), max: new Date("2100-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(zone, instant, (name, date) => {
        const text = one("timestamp", `${date.toISOString().slice(0, 19)}Z`, name) ?? "";
        assert.equal(typeof text, "string");
        assert.equal(Date.parse(String(text)), Math.floor(date.getTime() / 1000) * 1000);
        assert.equal(one("timestamp", String(text), name), text);
      }),
    );
  });

  it("use what is given, else the default", () => {
    const params: ParameterSpec[] = [
      { name: "a", type: "text", default: "x" },
      { name: "b", type: "date", default: "today" },
    ];
    assert.deepEqual(resolve(params), { a: "x", b: "2026-03-01" });
    assert.deepEqual(resolve(params, { a: "", b: "yesterday" }), { a: "", b: "2026-02-28" });
  });

  it("keep the values of choices as written, several as a list without repeats", () => {
    const options = ["2.10", "2.9", "007"];
    const choice: ParameterSpec = { name: "v", type: "choice", options };
    assert.deepEqual(resolve([choice], { v: "2.10" }), { v: "2.10" });
    assert.deepEqual(resolve([choice], { v: ["007"] }), { v: "007" });
    assert.deepEqual(resolve([choice], { v: "2.1" }), [
      'not-an-option {"name":"v","value":"2.1","options":"2.10, 2.9, 007"}',
    ]);
    assert.deepEqual(resolve([choice], { v: ["2.9", "007"] }), ['takes-one-value {"name":"v","count":2}']);
    const several: ParameterSpec = { ...choice, multiple: true, default: "2.9" };
    assert.deepEqual(resolve([several]), { v: ["2.9"] });
    assert.deepEqual(resolve([several], { v: [] }), { v: [] });
    assert.deepEqual(resolve([several], { v: ["007", "2.10", "007"] }), { v: ["007", "2.10"] });
  });

  it("tell everything that is wrong at once", () => {
    const params: ParameterSpec[] = [
      { name: "day", type: "date" },
      { name: "n", type: "integer" },
    ];
    assert.deepEqual(resolve(params, { n: "x", dya: "today", other: "1" }), [
      'unknown-parameter-nearest {"name":"dya","nearest":"day"}',
      'unknown-parameter {"name":"other"}',
      'missing-parameter {"name":"day","type":"date"}',
      'not-integer {"name":"n","value":"x"}',
    ]);
  });

  it("take declarations from the command line beside those of the notebook", () => {
    const params: ParameterSpec[] = [{ name: "n", type: "integer" }];
    const declare: Declaration[] = [{ name: "m", type: "number" }];
    assert.deepEqual(resolve(params, { n: "1", m: "2.50" }, { declare }), { n: "1", m: "2.5" });
    assert.deepEqual(resolve(params, { n: "1" }, { declare: [{ name: "n", type: "integer" }] }), { n: "1" });
    assert.deepEqual(resolve(params, { n: "1" }, { declare: [{ name: "n", type: "text" }] }), [
      'declared-otherwise {"name":"n","type":"integer","given":"text"}',
    ]);
    assert.deepEqual(resolve([], {}, { declare: [{ name: "c", type: "choice" }] }), [
      'choice-needs-options {"key":"c","name":"c"}',
    ]);
  });

  it("are not found in the prototype of what is given", () => {
    assert.deepEqual(resolve([{ name: "constructor", type: "text" }]), [
      'missing-parameter {"name":"constructor","type":"text"}',
    ]);
  });
});
