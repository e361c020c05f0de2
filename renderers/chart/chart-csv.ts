import type { Lang } from "../../protocol/wording/say.ts";
import { xTexts } from "./axis-text.ts";
import type { ChartData } from "./chart-data.ts";

/**
 * The rows that a chart draws, as CSV for a spreadsheet: comma, CRLF, quotes doubled; text that a spreadsheet would take
 * for a formula has an apostrophe in front. Numbers are written in full and never grouped.
 */
export function chartCsv(data: ChartData, lang: Lang): string {
  const text = xTexts(data, lang);
  const x = (value: string | number) => (data.x.kind === "number" ? String(value) : inert(text(value)));
  const head = [data.x.title, ...(data.series ? [data.series.title ?? ""] : []), data.y.title ?? ""].map(inert);
  const lines = data.rows.map(({ c0, c1, c2 = "" }) => [
    x(c0),
    ...(data.series ? [inert(c2)] : []),
    c1 === null ? "" : String(c1),
  ]);
  return [head, ...lines].map((line) => `${line.map(field).join(",")}\r\n`).join("");
}

const inert = (text: string) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
const field = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
