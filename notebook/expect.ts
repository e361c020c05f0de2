import type { Expectation } from "./notebook.ts";
import { optional, record } from "./record.ts";
import type { RecordOf } from "./record.ts";
import { flag, integer, list, oneOf, refine, text } from "./shape.ts";
import type { Fail, Shape } from "./shape.ts";

const fields = {
  rows: optional(
    record({
      min: optional(integer(0), "Fewest rows allowed."),
      max: optional(integer(0), "Most rows allowed."),
    }),
    "Bounds for the number of rows.",
  ),
  column: optional(text, "Column that the other keys are about."),
  unique: optional(flag, "No value of the column comes twice."),
  "not-null": optional(flag, "Every row has a value in the column."),
  min: optional(text, "Least value allowed, as written."),
  max: optional(text, "Greatest value allowed, as written."),
  within: optional(text, "How far, in percent, a value may lie from the last runs. Comes with the daily batch."),
  of: optional(integer(1), "How many of the last runs `within` compares with. Comes with the daily batch."),
  level: optional(oneOf("error", "warn"), "error (the default) fails the cell, warn only says so."),
};

type Author = RecordOf<typeof fields>;

/** What `within` and `of` alone ask for is known, and nothing can check it yet. */
const nothingYet = "later";

function complete(spec: Author, fail: Fail, warn: Fail): Expectation | typeof nothingYet | undefined {
  const { level = "error", rows, column, unique = false, min, max } = spec;
  if (rows && column !== undefined) return fail("notebook.expect-rows-or-column");
  if (rows) {
    if (rows.min === undefined && rows.max === undefined) return fail("notebook.expect-nothing", {}, "rows");
    if (rows.min !== undefined && rows.max !== undefined && rows.min > rows.max) {
      return fail("notebook.expect-min-above-max", {}, "rows");
    }
    return { level, check: "rows", ...rows };
  }
  if (column === undefined) return fail("notebook.expect-rows-or-column");
  const later = spec.within !== undefined ? "within" : spec.of !== undefined ? "of" : undefined;
  if (later) warn("notebook.expect-later", {}, later);
  const notNull = spec["not-null"] ?? false;
  if (!unique && !notNull && min === undefined && max === undefined) {
    return later ? nothingYet : fail("notebook.expect-nothing");
  }
  return {
    level,
    check: "column",
    column,
    unique,
    notNull,
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
  };
}

export const expect: Shape<readonly Expectation[]> = refine(list(refine(record(fields), complete)), (all) =>
  all.filter((each) => each !== nothingYet),
);

/** The author's form of a complete expectation. */
export function authorExpectation(expectation: Expectation) {
  const level = expectation.level === "warn" ? { level: "warn" } : {};
  if (expectation.check === "rows") {
    const { min, max } = expectation;
    return { rows: { ...(min !== undefined && { min }), ...(max !== undefined && { max }) }, ...level };
  }
  const { column, unique, notNull, min, max } = expectation;
  return {
    column,
    ...(unique && { unique }),
    ...(notNull && { "not-null": true }),
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    ...level,
  };
}
