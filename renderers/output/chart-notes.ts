import { h } from "preact";
import type { ComponentChild } from "preact";
import type { ChartSpec } from "../../notebook/notebook.ts";
import type { WireError } from "../../protocol/errors.ts";
import { say } from "../../protocol/wording/say.ts";
import type { Lang } from "../../protocol/wording/say.ts";
import type { ChartNote } from "../chart/chart-data.ts";
import { unreachable } from "../unreachable.ts";
import { countText } from "./amounts.ts";
import { shortly } from "./ask-button.ts";
import { useOutput } from "./context.ts";
import type { ChartMode, ChartRows } from "./use-chart-rows.ts";

type Props = {
  rows: ChartRows;
  /** Why there is no chart. */
  error: WireError | undefined;
  notes: readonly ChartNote[];
  chart?: ChartSpec;
  change?: (chart: ChartSpec) => void;
};

/** Under a chart: of which rows it is, and what the reader has to know. A part of the rows never passes for all. */
export function ChartNotes({ rows, error, notes, chart, change }: Props): ComponentChild {
  const { lang } = useOutput();
  const { mode } = rows;
  const isPart = mode?.of === "first" || mode?.of === "groups";
  const sum = chart && change && isSummable(chart, mode, error) ? chart : undefined;
  return h(
    "div",
    { class: "chart-notes" },
    mode &&
      h(
        "span",
        { class: isPart ? "badge" : "mode", ...(isPart && { title: say(lang, "chart.mode.first-why") }) },
        modeText(mode, lang),
      ),
    rows.error && h("span", { class: "dim" }, shortly(rows.error, lang)),
    rows.error && h("button", { type: "button", class: "link", onClick: rows.again }, say(lang, "chart.again")),
    sum &&
      h(
        "button",
        { type: "button", class: "secondary", onClick: () => change?.({ ...sum, type: "line" }) },
        say(lang, "chart.aggregate", { x: sum.x }),
      ),
    notes.map(({ code, args }) => h("span", { key: code, class: "dim" }, say(lang, code, args))),
  );
}

/** Points that are too many, or only the first of many, can be added up along x; the engine then has all of them. */
const isSummable = (chart: ChartSpec, mode: ChartMode | undefined, error: WireError | undefined) =>
  chart.type === "scatter" && (error?.code === "chart.too-many-marks" || mode?.of === "first");

export function modeText(mode: ChartMode, lang: Lang): string {
  const count = (rows: number) => countText(rows, lang);
  switch (mode.of) {
    case "all":
      return mode.rows === 1
        ? say(lang, "chart.mode.all-one")
        : say(lang, "chart.mode.all", { rows: count(mode.rows) });
    case "engine":
      return mode.rows === undefined
        ? say(lang, "chart.mode.engine")
        : say(lang, "chart.mode.engine-counted", { rows: count(mode.rows) });
    case "groups":
      return say(lang, "chart.mode.groups", { rows: count(mode.rows) });
    case "first":
      return mode.rows === undefined
        ? say(lang, "chart.mode.first", { rows: count(mode.shown) })
        : say(lang, "chart.mode.first-of", { shown: count(mode.shown), rows: count(mode.rows) });
    case "so-far":
      return say(lang, "chart.mode.so-far", { rows: count(mode.rows) });
    default:
      return unreachable(mode);
  }
}
