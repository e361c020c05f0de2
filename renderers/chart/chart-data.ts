import type { ChartSpec } from "../../notebook/notebook.ts";
import { nearest } from "../../notebook/nearest.ts";
import { BetweenError } from "../../protocol/errors.ts";
import type { Args, Code } from "../../protocol/errors.ts";
import { numberForChart, timeForChart } from "../../protocol/values/chart-number.ts";
import type { Page, PageColumn } from "../../protocol/values/page.ts";
import { valueText } from "../../protocol/values/value-text.ts";
import { isNumeric } from "../../protocol/values/value-type.ts";
import { say } from "../../protocol/wording/say.ts";
import type { Lang } from "../../protocol/wording/say.ts";
import { countColumn, isCount } from "./count-rows.ts";
import { fewCategories, fewSeries, sumShared } from "./fold-rows.ts";
import { placeBars } from "./place-bars.ts";

export type ChartOptions = { lang: Lang; timezone: string };

/** A chart's rows and what they mean, with nothing of how they are drawn. */
export type ChartData = {
  type: ChartSpec["type"];
  x: ChartAxis;
  /** Title of the value axis, absent when several columns share it. */
  y: { title?: string };
  series?: { title?: string; names: readonly string[] };
  /** Times and numbers in ascending order of x, categories in the order of the result. */
  rows: readonly ChartRow[];
  /** What the reader has to know, such as that rows were summed. Codes of the catalogues. */
  notes: readonly ChartNote[];
};

/**
 * One mark or vertex. The names are short and plain because Vega reads dots and brackets in field names as paths.
 * c0: x: a category, a number, or milliseconds of the notebook's wall clock counted as UTC · c1: the value, null breaks
 * a line · c2: series · c3, c4: where a bar on a continuous axis starts and ends.
 */
export type ChartRow = { c0: string | number; c1: number | null; c2?: string; c3?: number; c4?: number };

export type ChartAxis = { title: string; kind: "time" | "number" } | CategoryAxis;
export type CategoryAxis = { title: string; kind: "category"; names: readonly string[] };

export type ChartNote = { code: Code; args: Args };

/** More marks than this are not drawn: neither browsers nor readers can take them in. */
export const MAX_MARKS = 20_000;

/** Throws BetweenError: `chart.unknown-column`, `chart.not-a-number`, `chart.too-many-marks`, `chart.negative-pie`, `chart.no-values`. */
export function chartData(chart: ChartSpec, page: Page, options: ChartOptions): ChartData {
  const x = columnOf(page, chart.x);
  const ys = (typeof chart.y === "string" ? [chart.y] : chart.y).map((name) =>
    isCount(name, page.columns) ? countColumn(options.lang) : numericColumnOf(page, name),
  );
  const split = chart.series === undefined ? undefined : columnOf(page, chart.series);
  const notes: ChartNote[] = [];
  // What is counted is meant to be added up.
  const counts = typeof chart.y === "string" && isCount(chart.y, page.columns);

  const kind = axisKind(chart, page, x);
  const raw = readRows({ page, x, ys, split, kind, chart }, options, notes);
  if (raw.length === 0) throw new BetweenError("chart.no-values", { x: chart.x, y: ys.map((y) => y.name).join(", ") });

  const onAxis = kind === "category" ? raw : raw.toSorted((a, b) => Number(a.c0) - Number(b.c0));
  const summed = chart.type === "scatter" ? onAxis : sumShared(onAxis, chart, counts ? [] : notes);
  const other = say(options.lang, "chart.other");
  const { rows: split8, names } = fewSeries(summed, seriesNames(summed, ys, split), chart, other, notes);
  const rows = kind === "category" ? fewCategories(split8, chart, other, notes) : split8;
  if (rows.length > MAX_MARKS) throw new BetweenError("chart.too-many-marks", { marks: rows.length, limit: MAX_MARKS });
  if (chart.type === "pie" && rows.some((row) => (row.c1 ?? 0) < 0)) {
    throw new BetweenError("chart.negative-pie", { y: ys.map((y) => y.name).join(", ") });
  }

  const [only] = ys.length === 1 ? ys : [];
  return {
    type: chart.type,
    x:
      kind === "category"
        ? { title: x.name, kind, names: unique(rows.map((r) => String(r.c0))) }
        : { title: x.name, kind },
    y: only === undefined ? {} : { title: only.name },
    ...(names.length > 0 && { series: { names, ...(split && ys.length === 1 && { title: split.name }) } }),
    rows: chart.type === "bar" && kind !== "category" ? placeBars(rows, kind) : rows,
    notes,
  };
}

/** Up to this many distinct numbers stand beside each other like names; more make an axis. */
const MAX_NUMBER_BARS = 40;

function axisKind(chart: ChartSpec, page: Page, x: PageColumn): "time" | "number" | "category" {
  if (chart.type === "pie") return "category";
  if (x.type.kind === "date" || x.type.kind === "timestamp") return "time";
  if (!isNumeric(x.type)) return "category";
  if (chart.type !== "bar") return "number";
  const distinct = new Set<unknown>();
  for (let row = 0; row < page.rows && distinct.size <= MAX_NUMBER_BARS; row++) distinct.add(x.value(row));
  return distinct.size <= MAX_NUMBER_BARS ? "category" : "number";
}

type Reading = {
  page: Page;
  x: PageColumn;
  ys: readonly PageColumn[];
  split: PageColumn | undefined;
  kind: "time" | "number" | "category";
  chart: ChartSpec;
};

function readRows({ page, x, ys, split, kind, chart }: Reading, options: ChartOptions, notes: ChartNote[]): ChartRow[] {
  const rows: ChartRow[] = [];
  let withoutX = 0;
  let withoutY = 0;
  let inexact = 0;
  const number = (column: PageColumn, row: number) => {
    const found = numberForChart(column.value(row), column.type);
    if (found === undefined || !Number.isFinite(found.number)) return undefined;
    if (!found.exact) inexact++;
    return found.number;
  };
  const order = kind === "category" && isNumeric(x.type) ? rowsByNumber(page, x) : undefined;
  for (let i = 0; i < page.rows; i++) {
    const row = order?.[i] ?? i;
    const c0 =
      kind === "category"
        ? nameText(x, row, options)
        : kind === "time"
          ? timeForChart(x.value(row), x.type, options.timezone)
          : number(x, row);
    if (c0 === undefined) {
      withoutX++;
      continue;
    }
    const name = split && nameText(split, row, options);
    for (const y of ys) {
      const c1 = number(y, row) ?? null;
      if (c1 === null) withoutY++;
      if (c1 === null && chart.type !== "line") continue;
      const c2 = ys.length === 1 ? name : name === undefined ? y.name : `${name} · ${y.name}`;
      rows.push(c2 === undefined ? { c0, c1 } : { c0, c1, c2 });
    }
  }
  if (withoutX > 0) notes.push({ code: "chart.note.without-x", args: { rows: withoutX, x: x.name } });
  if (withoutY > 0)
    notes.push({ code: "chart.note.without-y", args: { rows: withoutY, y: ys.map((y) => y.name).join(", ") } });
  if (inexact > 0) notes.push({ code: "chart.note.inexact", args: {} });
  return rows.some((row) => row.c1 !== null) ? rows : [];
}

/**
 * A category's or series' name as Vega can hold it: its expressions take no control characters and line separators, and
 * its parser looks names up in plain objects, so what every object has (`constructor`) gets an invisible mark in front.
 */
function nameText(column: PageColumn, row: number, options: ChartOptions): string {
  const name = valueText(column.value(row), column.type, options).replaceAll(/[\p{Cc}\u2028\u2029]/gu, " ");
  return name in Object.prototype ? `\u200b${name}` : name;
}

function rowsByNumber(page: Page, x: PageColumn): number[] {
  const numbers = Array.from(
    { length: page.rows },
    (_, row) => numberForChart(x.value(row), x.type)?.number ?? Infinity,
  );
  return numbers.map((_, row) => row).sort((a, b) => (numbers[a] ?? 0) - (numbers[b] ?? 0));
}

/** By name, so that a series has the same colour in every chart of a notebook; columns in the order in which they were given. */
function seriesNames(rows: readonly ChartRow[], ys: readonly PageColumn[], split: PageColumn | undefined): string[] {
  const names = unique(rows.flatMap((row) => (row.c2 === undefined ? [] : [row.c2])));
  if (!split) return ys.map((y) => y.name).filter((name) => names.includes(name));
  return names.sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
}

/** SQL does not mind the case of names, so a chart does not either where only one column can be meant. */
function columnOf(page: Page, name: string): PageColumn {
  const exact = page.columns.find((column) => column.name === name);
  const alike = page.columns.filter((column) => column.name.toLowerCase() === name.toLowerCase());
  const found = exact ?? (alike.length === 1 ? alike[0] : undefined);
  if (found) return found;
  const names = page.columns.map((column) => column.name);
  const near = nearest(name, names);
  if (near !== undefined) throw new BetweenError("chart.unknown-column-near", { column: name, near });
  throw new BetweenError("chart.unknown-column", { column: name, columns: names.slice(0, 20).join(", ") });
}

function numericColumnOf(page: Page, name: string): PageColumn {
  const found = columnOf(page, name);
  if (!isNumeric(found.type))
    throw new BetweenError("chart.not-a-number", { column: found.name, type: found.type.kind });
  return found;
}

const unique = (names: readonly string[]) => [...new Set(names)];
