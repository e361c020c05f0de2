import { h } from "preact";
import type { ComponentChild } from "preact";
import { useMemo, useRef } from "preact/hooks";
import type { ChartSpec } from "../../notebook/notebook.ts";
import type { ShownResult } from "../../protocol/cell-output.ts";
import type { ResultRef } from "../../protocol/renderer-messages.ts";
import { say } from "../../protocol/wording/say.ts";
import { ChartData } from "./chart-data.ts";
import { ChartFailure } from "./chart-failure.ts";
import { ChartNotes } from "./chart-notes.ts";
import { ChartPlot } from "./chart-plot.ts";
import { useOutput } from "./context.ts";
import { SaveChart } from "./save-chart.ts";
import { useChartRows } from "./use-chart-rows.ts";
import { useDrawn } from "./use-drawn.ts";
import { useTheme } from "./use-theme.ts";

type Props = {
  chart: ChartSpec;
  result: ShownResult;
  ref_: ResultRef;
  memory: string;
  change: (chart: ChartSpec) => void;
};

/** A chart of a result, with what it is a chart of, and its rows as text. */
export function ChartPanel({ chart, result, ref_, memory, change }: Props): ComponentChild {
  const { lang, timezone } = useOutput();
  const theme = useTheme();
  const plot = useRef<HTMLDivElement>(null);
  const rows = useChartRows(chart, result, ref_);
  const { page } = rows;
  const spec = JSON.stringify(chart);
  const draw = useMemo(
    () =>
      page && page.rows > 0
        ? async (element: HTMLElement, signal: AbortSignal) => {
            const { drawEditorChart } = await import("../chart/editor-chart.ts");
            signal.throwIfAborted();
            return await drawEditorChart(element, chart, page, { lang, timezone, theme, signal });
          }
        : undefined,
    [spec, page, theme, lang, timezone],
  );
  const { drawing, error } = useDrawn(plot, draw, [draw]);
  const isEmpty = page?.rows === 0;
  return h(
    "div",
    { class: "chart" },
    chart.title !== undefined && h("h3", {}, chart.title),
    h(ChartPlot, {
      plot,
      memory,
      label: drawing?.description ?? say(lang, "chart.loading"),
      busy: rows.busy,
      isDrawn: drawing !== undefined,
      isEmpty: isEmpty || (!page && !rows.busy),
      hidden: error !== undefined,
    }),
    error && h(ChartFailure, { error }),
    h(
      "div",
      { class: "chart-foot" },
      h(ChartNotes, { rows, error, notes: error ? [] : (drawing?.data.notes ?? []), chart, change }),
      drawing && !error && h(SaveChart, { drawing, name: result.name ?? "chart" }),
    ),
    drawing && !error && h(ChartData, { data: drawing.data }),
  );
}
