import { say } from "../../protocol/wording/say.ts";
import type { Lang } from "../../protocol/wording/say.ts";
import { numberText, xTexts } from "./axis-text.ts";
import type { ChartData, ChartRow } from "./chart-data.ts";

/** A sentence or two for who cannot see the chart: what it shows, how much of it, and where its ends are. */
export function describeChart(data: ChartData, lang: Lang): string {
  const { rows, series } = data;
  const kind = say(lang, `chart.kind.${data.type}`);
  const values = rows.filter((row): row is ChartRow & { c1: number } => row.c1 !== null);
  const y = data.y.title ?? series?.names.join(", ") ?? "";
  const args = { kind, y, x: data.x.title, count: numberText(values.length, lang) };
  const sentences = [
    series?.title === undefined
      ? say(lang, "chart.described", args)
      : say(lang, "chart.described-series", { ...args, series: series.title, names: series.names.join(", ") }),
  ];
  const [first] = values;
  if (first !== undefined) {
    const low = values.reduce((a, b) => (b.c1 < a.c1 ? b : a), first);
    const high = values.reduce((a, b) => (b.c1 > a.c1 ? b : a), first);
    const text = xTexts(data, lang);
    const at = (row: ChartRow) => (row.c2 === undefined ? text(row.c0) : `${text(row.c0)}, ${row.c2}`);
    sentences.push(
      say(lang, "chart.described-range", {
        low: numberText(low.c1, lang),
        lowAt: at(low),
        high: numberText(high.c1, lang),
        highAt: at(high),
      }),
    );
  }
  return sentences.join(" ");
}
