import { h } from "preact";
import type { ComponentChild } from "preact";
import type { ChartSpec } from "../../notebook/notebook.ts";
import { say } from "../../protocol/wording/say.ts";
import { WorkButton } from "./ask-button.ts";
import { useOutput } from "./context.ts";
import { sameChart } from "./guess-chart.ts";
import { icon } from "./icon.ts";
import type { MemoryChange, ResultMemory } from "./view-memory.ts";

type Props = {
  chart: ChartSpec;
  /** The chart that stands in the notebook. */
  kept: ChartSpec | undefined;
  run: string;
  remembered: ResultMemory;
  remember: (change: MemoryChange) => void;
};

/** Beside a chart's tab: edit it, keep it in the notebook, take it out again. */
export function ChartTools({ chart, kept, run, remembered, remember }: Props): ComponentChild {
  const { lang, host, output, trusted } = useOutput();
  const isKept = sameChart(chart, kept);
  const isEditing = remembered.editing ?? !kept;
  const keep = async () => {
    await host.ask({ t: "set-chart", output, chart });
    remember({ kept: { run, chart }, draft: undefined, editing: false });
  };
  const remove = async () => {
    await host.ask({ t: "set-chart", output });
    remember({ kept: { run, chart: null }, draft: chart, editing: true });
  };
  const forget = () => remember({ draft: undefined, editing: false });
  return h(
    "span",
    { class: "actions" },
    kept && isKept && h("span", { class: "dim" }, say(lang, "chart.kept")),
    kept && !isKept && h("button", { type: "button", class: "link", onClick: forget }, say(lang, "chart.reset")),
    trusted &&
      !isKept &&
      h(WorkButton, {
        work: keep,
        label: say(lang, "chart.keep"),
        look: "secondary",
        title: say(lang, "chart.keep-why"),
      }),
    trusted &&
      kept &&
      h(WorkButton, {
        work: remove,
        label: say(lang, "chart.remove"),
        look: "link",
        title: say(lang, "chart.remove-why"),
      }),
    kept &&
      h(
        "button",
        {
          type: "button",
          class: "tool",
          title: say(lang, "chart.edit"),
          "aria-label": say(lang, "chart.edit"),
          "aria-pressed": isEditing,
          onClick: () => remember({ editing: !isEditing }),
        },
        icon("edit"),
      ),
  );
}
