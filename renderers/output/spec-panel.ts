import { h } from "preact";
import type { ComponentChild } from "preact";
import { useMemo, useRef } from "preact/hooks";
import type { ShownResult } from "../../protocol/cell-output.ts";
import { BetweenError } from "../../protocol/errors.ts";
import type { ResultRef } from "../../protocol/renderer-messages.ts";
import { say } from "../../protocol/wording/say.ts";
import { ChartFailure } from "./chart-failure.ts";
import { ChartNotes } from "./chart-notes.ts";
import { ChartPlot } from "./chart-plot.ts";
import { useOutput } from "./context.ts";
import { remark } from "./remarks.ts";
import { SaveChart } from "./save-chart.ts";
import { useDrawn } from "./use-drawn.ts";
import { useSpecRows } from "./use-spec-rows.ts";
import { useTheme } from "./use-theme.ts";

type Props = { spec: object; result: ShownResult; ref_: ResultRef; memory: string };

/** The chart of a `vega-lite` cell. A spec is somebody's program: it is drawn only where the workspace is trusted. */
export function SpecPanel(props: Props): ComponentChild {
  const { lang, trusted } = useOutput();
  return trusted ? h(Spec, props) : remark("info", say(lang, "chart.spec-untrusted"));
}

function Spec({ spec, result, ref_, memory }: Props): ComponentChild {
  const { lang, timezone } = useOutput();
  const theme = useTheme();
  const plot = useRef<HTMLDivElement>(null);
  const rows = useSpecRows(result, ref_);
  const { page } = rows;
  const text = JSON.stringify(spec);
  const draw = useMemo(
    () =>
      page
        ? async (element: HTMLElement, signal: AbortSignal) => {
            const { drawSpec } = await import("../chart/spec-chart.ts");
            signal.throwIfAborted();
            try {
              return await drawSpec(element, spec, page, { name: dataName(spec), timezone, theme, signal });
            } catch (thrown) {
              if (signal.aborted || thrown instanceof BetweenError) throw thrown;
              const reason = thrown instanceof Error ? thrown.message : String(thrown);
              throw new BetweenError("chart.spec-failed", { reason }, { cause: thrown });
            }
          }
        : undefined,
    [text, page, theme, timezone],
  );
  const { drawing, error } = useDrawn(plot, draw, [draw]);
  return h(
    "div",
    { class: "chart" },
    h(ChartPlot, {
      plot,
      memory,
      label: drawing ? labelOf(spec, lang) : say(lang, "chart.loading"),
      busy: rows.busy,
      isDrawn: drawing !== undefined,
      isEmpty: false,
      hidden: error !== undefined,
    }),
    error && h(ChartFailure, { error }),
    h(
      "div",
      { class: "chart-foot" },
      h(ChartNotes, { rows, error, notes: complaintsOf(drawing?.complaints ?? []) }),
      drawing && !error && h(SaveChart, { drawing, name: result.name ?? "chart" }),
    ),
  );
}

const complaintsOf = (complaints: readonly string[]) =>
  complaints.slice(0, 5).map((text) => ({ code: "chart.spec-complaint" as const, args: { text } }));

/** What the spec calls the rows: `data: {name: "dau"}`. */
const dataName = (spec: object): string =>
  "data" in spec && typeof spec.data === "object" && spec.data !== null && "name" in spec.data
    ? String(spec.data.name)
    : "";

function labelOf(spec: object, lang: "en" | "ko"): string {
  const { description, title }: Record<string, unknown> = { ...spec };
  const said = [description, title].find((text) => typeof text === "string");
  return typeof said === "string" ? said : say(lang, "chart.spec");
}
