import type { ChartSpec } from "../../notebook/notebook.ts";
import type { ChartNote, ChartRow } from "./chart-data.ts";

/** More series than this cannot be told apart. */
export const MAX_SERIES = 8;
const MAX_SLICES = 8;
const MAX_CATEGORIES = 50;

/** One row for each x and series. Rows that share them are added up, and a note says so: no value is hidden behind another. */
export function sumShared(rows: readonly ChartRow[], chart: ChartSpec, notes: ChartNote[]): ChartRow[] {
  const summed = addUp(rows);
  if (summed.length < rows.length) {
    const y = typeof chart.y === "string" ? chart.y : chart.y.join(", ");
    notes.push(
      chart.series === undefined
        ? { code: "chart.note.summed", args: { x: chart.x, y } }
        : { code: "chart.note.summed-series", args: { x: chart.x, y, series: chart.series } },
    );
  }
  return summed;
}

/** The largest series and, where there are too many, the rest added up as `other`. */
export function fewSeries(
  rows: readonly ChartRow[],
  names: readonly string[],
  chart: ChartSpec,
  other: string,
  notes: ChartNote[],
): { rows: ChartRow[]; names: string[] } {
  if (names.length <= MAX_SERIES) return { rows: [...rows], names: [...names] };
  const kept = largest(rows, names, MAX_SERIES - 1, (row) => row.c2);
  notes.push({
    code: "chart.note.other-series",
    args: { kept: MAX_SERIES - 1, all: names.length, series: chart.series ?? "y", other },
  });
  const renamed = rows.map((row) => (row.c2 !== undefined && kept.has(row.c2) ? row : { ...row, c2: other }));
  return {
    rows: chart.type === "scatter" ? renamed : addUp(renamed),
    names: [...names.filter((name) => kept.has(name)), other],
  };
}

/** As many categories as can be read; of a pie the rest as `other`, since its slices must make a whole. */
export function fewCategories(
  rows: readonly ChartRow[],
  chart: ChartSpec,
  other: string,
  notes: ChartNote[],
): ChartRow[] {
  const names = [...new Set(rows.map((row) => String(row.c0)))];
  if (chart.type === "pie") {
    const bySize = rows.toSorted((a, b) => (b.c1 ?? 0) - (a.c1 ?? 0));
    if (names.length <= MAX_SLICES) return bySize;
    const kept = largest(rows, names, MAX_SLICES - 1, (row) => String(row.c0));
    notes.push({
      code: "chart.note.other-slices",
      args: { kept: MAX_SLICES - 1, all: names.length, x: chart.x, other },
    });
    const rest = bySize.filter((row) => !kept.has(String(row.c0))).map((row) => ({ ...row, c0: other }));
    return [...bySize.filter((row) => kept.has(String(row.c0))), ...addUp(rest)];
  }
  if (chart.type !== "bar" || names.length <= MAX_CATEGORIES) return [...rows];
  const kept = largest(rows, names, MAX_CATEGORIES, (row) => String(row.c0));
  notes.push({ code: "chart.note.largest", args: { kept: MAX_CATEGORIES, all: names.length, x: chart.x } });
  return rows.filter((row) => kept.has(String(row.c0)));
}

function addUp(rows: readonly ChartRow[]): ChartRow[] {
  const byPlace = new Map<string, ChartRow>();
  for (const row of rows) {
    const place = JSON.stringify([row.c0, row.c2]);
    const known = byPlace.get(place);
    if (known === undefined) byPlace.set(place, { ...row });
    else if (row.c1 !== null) known.c1 = (known.c1 ?? 0) + row.c1;
  }
  return [...byPlace.values()];
}

function largest(
  rows: readonly ChartRow[],
  names: readonly string[],
  count: number,
  nameOf: (row: ChartRow) => string | undefined,
): Set<string> {
  const sizes = new Map<string, number>();
  for (const row of rows) {
    const name = nameOf(row);
    if (name !== undefined) sizes.set(name, (sizes.get(name) ?? 0) + Math.abs(row.c1 ?? 0));
  }
  return new Set(names.toSorted((a, b) => (sizes.get(b) ?? 0) - (sizes.get(a) ?? 0)).slice(0, count));
}
