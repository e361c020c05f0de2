import type { ChartSpec } from "../../notebook/notebook.ts";
import { BetweenError } from "../../protocol/errors.ts";
import type { ResultView } from "../../protocol/messages.ts";
import type { Page } from "../../protocol/values/page.ts";
import { say } from "../../protocol/wording/say.ts";
import type { Lang } from "../../protocol/wording/say.ts";
import type { DrawnChart } from "../chart/draw-chart.ts";
import { Html, markup, jsonIsland } from "../html.ts";
import type { ChartIsland } from "./client/chart-island.ts";
import { failureBox } from "./failure.ts";

type Context = { id: string; lang: Lang; timezone: string; alive: boolean };

/** Marks above this stay a still picture: as live SVG they would make the page slow. */
const MAX_LIVE_MARKS = 2_000;

/** The chart of a result, or in its place the reason why there is none. */
export async function chartFigure(
  chart: ChartSpec,
  page: Page,
  result: ResultView,
  { id, lang, timezone, alive }: Context,
): Promise<{ drawn: boolean; markup: Html }> {
  if (page.rows === 0) return { drawn: false, markup: markup`<p class="empty">${say(lang, "chart.no-rows")}</p>` };
  // Vega takes most of a second to load, and many reports and all servers at start do without it.
  const { drawChart } = await import("../chart/draw-chart.ts");
  try {
    const drawn = await drawChart(chart, page, { lang, timezone });
    const notes = [...partNote(page, result, lang), ...drawn.data.notes];
    const live = alive && drawn.data.rows.length <= MAX_LIVE_MARKS;
    const figure = markup`
      <div class="plot" id="${id}-chart" role="img" aria-label="${drawn.description}"${live && TABBABLE}>${new Html(drawn.svg)}</div>
      ${live && markup`<script type="application/json" data-chart="${id}-chart">${jsonIsland(island(drawn, lang))}</script>`}
      ${notes.map(({ code, args }) => markup`<p class="note">${say(lang, code, args)}</p>`)}`;
    return { drawn: true, markup: figure };
  } catch (thrown) {
    // Whatever is wrong with a chart, the report is still worth having.
    return { drawn: false, markup: failureBox(BetweenError.from(thrown).toWire(), lang) };
  }
}

function island({ spec, data }: DrawnChart, lang: Lang): ChartIsland {
  const { type, x, y, series } = data;
  return {
    spec,
    rows: data.rows.map(({ c0, c1, c2, c3, c4 }) =>
      c3 === undefined ? [c0, c1, c2 ?? null] : [c0, c1, c2 ?? null, c3, c4 ?? null],
    ),
    type,
    lang,
    x: { title: x.title, kind: x.kind },
    ...(y.title !== undefined && { y: y.title }),
    ...(series && { series: series.names }),
  };
}

/** A chart of a part of the rows never passes for a chart of all of them. */
function partNote(page: Page, { rows, extent }: ResultView, lang: Lang) {
  const more = extent !== "all";
  if (page.rows >= rows && !more) return [];
  const code = more ? "chart.note.part-of-more" : "chart.note.part";
  return [{ code, args: { shown: page.rows.toLocaleString(lang), rows: rows.toLocaleString(lang) } }];
}

const TABBABLE = new Html(' tabindex="0"');
