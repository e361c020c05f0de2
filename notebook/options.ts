import { chart } from "./chart.ts";
import { printDuration } from "./duration.ts";
import { authorExpectation, expect } from "./expect.ts";
import type { Author } from "./inline-yaml.ts";
import { viewName } from "./names.ts";
import type { CellOptions } from "./notebook.ts";
import { optional, record } from "./record.ts";
import type { RecordOf } from "./record.ts";
import { authorSave, save } from "./save.ts";
import { duration, flag, integer, listOrOne, oneOf, text } from "./shape.ts";

const fields = {
  name: optional(
    viewName,
    "Name of the cell's last result: later cells select from it, Markdown shows {{name.column}}.",
  ),
  title: optional(text, "Heading of the cell in reports and dashboards."),
  preview: optional(integer(1), "Rows shown of each result, 10000 unless given."),
  cache: optional(flag, "Keep the result, so that whatever reads it does not compute it again."),
  chart: optional(chart, "Draw the last result."),
  save: optional(save, "Write the last result to the object store, in scheduled runs or when asked for."),
  timeout: optional(duration, "Stop the cell after this long: 90s, 10m, 2h."),
  hide: optional(listOrOne(oneOf("code", "output")), "What reports and dashboards leave out."),
  width: optional(integer(1, 12), "Columns of 12 on a dashboard."),
  dashboard: optional(flag, "Whether the cell stands on the dashboard."),
  expect: optional(expect, "What must hold for the last result."),
  "allow-failure": optional(flag, "Go on with the next cell when this one fails."),
};

export const cellOptions = record(fields, { partly: true });

export const cellOptionNames = Object.keys(fields);

/** What holds where the author says nothing. */
export const defaultOptions: CellOptions = { preview: 10_000, cache: false, hide: [], expect: [], allowFailure: false };

/** The author's options with the defaults filled in. */
export function completeOptions({ "allow-failure": allowFailure, ...given }: RecordOf<typeof fields>): CellOptions {
  return { ...defaultOptions, ...given, ...(allowFailure !== undefined && { allowFailure }) };
}

/** The other way: options as an author would write them, without those that say the default. */
export function authorOptions(options: Partial<CellOptions>): Record<string, Author> {
  const { preview, cache, save: saved, timeout, hide, expect: expected, allowFailure, chart: drawn, ...same } = options;
  return {
    ...(same.name !== undefined && { name: same.name }),
    ...(same.title !== undefined && { title: same.title }),
    ...(preview !== undefined && preview !== defaultOptions.preview && { preview }),
    ...(cache && { cache }),
    ...(drawn && { chart: drawn }),
    ...(saved && { save: authorSave(saved) }),
    ...(timeout !== undefined && { timeout: printDuration(timeout) }),
    ...(hide && hide.length > 0 && { hide }),
    ...(same.width !== undefined && { width: same.width }),
    ...(same.dashboard !== undefined && { dashboard: same.dashboard }),
    ...(expected && expected.length > 0 && { expect: expected.map(authorExpectation) }),
    ...(allowFailure && { "allow-failure": true }),
  };
}
