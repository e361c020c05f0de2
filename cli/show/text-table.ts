import { cut, pad, widthOf } from "./text-width.ts";
import type { Paint } from "./paint.ts";
import { printable } from "./printable.ts";

/** `type` is shown under the name where there is one; numbers stand to the right; `whole` values are never cut: they are to be copied. */
export type TextColumn = { name: string; type?: string; align: "left" | "right"; whole?: boolean };

const GAP = 2;
const NARROWEST = 8;
const WIDEST = 60;

/**
 * An aligned table of at most `width` columns of the terminal. `null` in a row is SQL's NULL. Wide columns are cut
 * first; columns that have no room even so are left out from the right, and `hidden` names them.
 */
export function textTable(
  columns: readonly TextColumn[],
  rows: readonly (readonly (string | null)[])[],
  { width, paint }: { width: number; paint: Paint },
): { lines: string[]; hidden: string[] } {
  const shown = rows.map((row) => row.map((value) => (value === null ? null : printable(value.slice(0, 4 * WIDEST)))));
  const names = columns.map(({ name }) => printable(name));
  const natural = columns.map(({ type = "" }, i) =>
    Math.max(1, widthOf(names[i] ?? ""), Math.min(widthOf(type), 24), ...shown.map((row) => widthOf(row[i] ?? "null"))),
  );
  const whole = columns.map((column) => column.whole ?? false);
  const widths = fitWidths(natural, width, whole);
  const line = (texts: readonly string[], dress: (text: string, i: number) => string) =>
    widths
      .map((w, i) => dress(pad(cut(texts[i] ?? "", w), w, columns[i]?.align), i))
      .join(" ".repeat(GAP))
      .trimEnd();

  const typed = columns.some(({ type }) => type !== undefined);
  const lines = [
    line(names, (text) => paint.strong(text)),
    ...(typed
      ? [
          line(
            columns.map(({ type = "" }) => type),
            (text) => paint.faint(text),
          ),
        ]
      : []),
    widths.map((w) => paint.faint("─".repeat(w))).join(" ".repeat(GAP)),
    ...shown.map((row) =>
      line(
        row.map((value) => value ?? "null"),
        (text, i) => (row[i] === null ? paint.faint(text) : text),
      ),
    ),
  ];
  return { lines, hidden: names.slice(widths.length) };
}

/** The widths of the columns that get room: all but the `whole` ones below one common limit, as high as `width` allows. */
export function fitWidths(natural: readonly number[], width: number, whole: readonly boolean[] = []): number[] {
  const limited = (limit: number, count: number) =>
    natural.slice(0, count).map((w, i) => (whole[i] ? w : Math.min(w, limit, Math.max(width, 1))));
  const total = (limit: number, count: number) => limited(limit, count).reduce((sum, w) => sum + w + GAP, -GAP);
  let columns = natural.length;
  let limit = WIDEST;
  while (limit > NARROWEST && total(limit, columns) > width) limit--;
  while (columns > 1 && total(limit, columns) > width) columns--;
  // The columns that are left may be shown wider than the ones that did not fit allowed.
  while (limit < WIDEST && total(limit + 1, columns) <= width) limit++;
  return limited(limit, columns);
}
