import { h } from "preact";
import type { ComponentChild, RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";
import { say } from "../../protocol/wording/say.ts";
import { countText } from "./amounts.ts";
import { useOutput } from "./context.ts";

/** What a chart of ours takes, with its axes and legend; most charts need exactly this. */
const USUAL_HEIGHT = 304;

type Props = {
  plot: RefObject<HTMLDivElement | null>;
  /** Names the result in the view's memory. */
  memory: string;
  label: string;
  busy: { rows?: number } | undefined;
  isDrawn: boolean;
  isEmpty: boolean;
  hidden: boolean;
};

/** The place of a chart, as high as the chart will be before it is drawn, so that nothing below moves. */
export function ChartPlot({ plot, memory, label, busy, isDrawn, isEmpty, hidden }: Props): ComponentChild {
  const { lang, memory: views } = useOutput();
  const room = views.of(memory).height ?? USUAL_HEIGHT;
  useLayoutEffect(() => {
    const height = plot.current?.offsetHeight ?? 0;
    if (isDrawn && height > 0 && height !== views.of(memory).height) views.change(memory, { height });
  });
  return h(
    "div",
    { class: "plot-place", hidden, ...(!isDrawn && { style: { minHeight: `${room}px` } }) },
    h("div", {
      ref: plot,
      class: "plot",
      role: "figure",
      "aria-label": label,
      "aria-busy": !isDrawn,
      ...(isDrawn && { tabIndex: 0 }),
    }),
    isEmpty && h("p", { class: "empty" }, say(lang, "chart.no-rows")),
    busy &&
      h(
        "p",
        { class: "empty", role: "status" },
        busy.rows === undefined
          ? say(lang, "chart.querying")
          : say(lang, "chart.querying-rows", { rows: countText(busy.rows, lang) }),
        "…",
      ),
  );
}
