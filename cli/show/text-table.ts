import { cut, cutMiddle, pad, widthOf } from "./text-width.ts";
import type { Paint } from "./paint.ts";
import { printable } from "./printable.ts";

/** `type` is shown under the name where there is one; numbers stand to the right; the values of a `whole` column are never cut: a number that is cut reads as another, an id is to be copied. Of a path (`cutFrom: "middle"`) the end stays, which is the file's name. */
export type TextColumn = {
  name: string;
  type?: string;
  align: "left" | "right";
  whole?: boolean;
  cutFrom?: "end" | "middle";
};

const GAP = 2;
const NARROWEST = 8;
const WIDEST = 60;

/**
 * An aligned table of at most `width` columns of the terminal. `null` in a row is SQL's NULL. Wide columns are cut
 * first; columns that have no room even so are left out from the right, and `hidden` names them. A single `whole` column
 * may be wider than `width`.
 */
export function textTable(
  columns: readonly TextColumn[],
  rows: readonly (readonly (string | null)[])[],
  { width, paint }: { width: number; paint: Paint },
): { lines: string[]; hidden: string[] } {
  const shown = rows.map((row) =>
    row.map((value, i) => {
      const { whole, cutFrom } = columns[i] ?? {};
      return value === null ? null : printable(whole || cutFrom === "middle" ? value : value.slice(0, 4 * WIDEST));
    }),
  );
  const names = columns.map(({ name }) => printable(name));
  const types = columns.map(({ type }) => type && printable(type));
  const values = columns.map((_, i) => shown.reduce((widest, row) => Math.max(widest, widthOf(row[i] ?? "null")), 1));
  const natural = values.map((w, i) => Math.max(w, widthOf(names[i] ?? ""), Math.min(widthOf(types[i] ?? ""), 24)));
  const least = columns.map(({ whole }, i) => (whole ? (values[i] ?? 0) : 0));
  const widths = fitWidths(natural, width, least);
  const line = (texts: readonly string[], dress: (text: string, i: number) => string) =>
    widths
      .map((w, i) => dress(pad(shorten(columns[i], texts[i] ?? "", w), w, columns[i]?.align), i))
      .join(" ".repeat(GAP))
      .trimEnd();

  const typed = types.some((type) => type !== undefined);
  const lines = [
    line(names, (text) => paint.strong(text)),
    ...(typed
      ? [
          line(
            types.map((type = "") => type),
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

const shorten = (column: TextColumn | undefined, text: string, width: number): string =>
  column?.cutFrom === "middle" ? cutMiddle(text, width) : cut(text, width);

/** The widths of the columns that get room: each below one common limit, as high as `width` allows, but at least its `least`. */
export function fitWidths(natural: readonly number[], width: number, least: readonly number[] = []): number[] {
  const limited = (limit: number, count: number) =>
    natural.slice(0, count).map((w, i) => Math.max(Math.min(w, limit, Math.max(width, 1)), least[i] ?? 0));
  const total = (limit: number, count: number) => limited(limit, count).reduce((sum, w) => sum + w + GAP, -GAP);
  let columns = natural.length;
  let limit = WIDEST;
  while (limit > NARROWEST && total(limit, columns) > width) limit--;
  while (columns > 1 && total(limit, columns) > width) columns--;
  // The columns that are left may be shown wider than the ones that did not fit allowed.
  while (limit < WIDEST && total(limit + 1, columns) <= width) limit++;
  return limited(limit, columns);
}
