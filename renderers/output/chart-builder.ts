import { h } from "preact";
import type { ComponentChild } from "preact";
import { useId } from "preact/hooks";
import type { ChartSpec } from "../../notebook/notebook.ts";
import type { Field } from "../../protocol/messages.ts";
import { say } from "../../protocol/wording/say.ts";
import { COUNT } from "../chart/count-rows.ts";
import { useOutput } from "./context.ts";
import { numberColumns } from "./guess-chart.ts";
import { icon } from "./icon.ts";

const types = ["line", "bar", "area", "scatter", "pie"] as const;

type Props = { chart: ChartSpec; schema: readonly Field[]; change: (chart: ChartSpec) => void };

/** Chooses how a result is drawn: type, x, one or several y, series. */
export function ChartBuilder({ chart, schema, change }: Props): ComponentChild {
  const { lang } = useOutput();
  const names = schema.map(({ name }) => name);
  const numbers = numberColumns(schema);
  const ys = typeof chart.y === "string" ? [chart.y] : chart.y;
  const more = numbers.find((name) => !ys.includes(name));
  const setYs = (next: readonly string[]) => change(withYs(chart, next));
  return h(
    "div",
    { class: "builder", role: "group", "aria-label": say(lang, "chart.editor") },
    h(Choice, {
      label: say(lang, "chart.type"),
      value: chart.type,
      options: types.map((type) => ({ value: type, text: say(lang, `chart.type.${type}`) })),
      choose: (type) => change(withType(chart, types.find((one) => one === type) ?? chart.type)),
    }),
    h(Choice, {
      label: say(lang, "chart.x"),
      value: chart.x,
      options: textsOf(names, chart.x),
      choose: (x) => change({ ...chart, x }),
    }),
    ys.map((y, i) =>
      h(Choice, {
        key: i,
        label: i === 0 ? say(lang, "chart.y") : say(lang, "chart.y-number", { number: i + 1 }),
        short: i > 0,
        value: y,
        options: [...textsOf(numbers, y === COUNT ? undefined : y), { value: COUNT, text: say(lang, "chart.count") }],
        choose: (next) => setYs(ys.map((one, at) => (at === i ? next : one))),
        ...(ys.length > 1 && {
          remove: {
            label: say(lang, "chart.y-remove", { column: y }),
            act: () => setYs(ys.filter((_, at) => at !== i)),
          },
        }),
      }),
    ),
    more !== undefined &&
      chart.type !== "pie" &&
      h(
        "button",
        {
          type: "button",
          class: "tool",
          title: say(lang, "chart.y-add"),
          "aria-label": say(lang, "chart.y-add"),
          onClick: () => setYs([...ys, more]),
        },
        icon("add"),
      ),
    ys.length === 1 &&
      chart.type !== "pie" &&
      h(Choice, {
        label: say(lang, "chart.series"),
        value: chart.series ?? "",
        options: [{ value: "", text: say(lang, "chart.series-none") }, ...textsOf(names, chart.series)],
        choose: (series) => change(withSeries(chart, series)),
      }),
  );
}

type Option = { value: string; text: string };
type ChoiceProps = {
  label: string;
  /** The label is for screen readers only: the one before says it. */
  short?: boolean;
  value: string;
  options: readonly Option[];
  choose: (value: string) => void;
  remove?: { label: string; act: () => void };
};

function Choice({ label, short = false, value, options, choose, remove }: ChoiceProps): ComponentChild {
  const id = useId();
  return h(
    "span",
    { class: "choice" },
    h("label", { for: id, class: short ? "unseen" : "" }, label),
    h(
      "select",
      {
        id,
        value,
        onChange: (event: Event) =>
          event.currentTarget instanceof HTMLSelectElement && choose(event.currentTarget.value),
      },
      options.map((option) =>
        h("option", { key: option.value, value: option.value, selected: option.value === value }, option.text),
      ),
    ),
    remove &&
      h(
        "button",
        { type: "button", class: "tool", title: remove.label, "aria-label": remove.label, onClick: remove.act },
        icon("close"),
      ),
  );
}

/** What the chart names is among the options, also where the result has no such column. */
const textsOf = (names: readonly string[], chosen: string | undefined): Option[] =>
  [...new Set([...(chosen !== undefined && !names.includes(chosen) ? [chosen] : []), ...names])].map((name) => ({
    value: name,
    text: name,
  }));

function withYs({ series, ...chart }: ChartSpec, ys: readonly string[]): ChartSpec {
  const [only = ""] = ys;
  return ys.length > 1 ? { ...chart, y: ys } : { ...chart, y: only, ...(series !== undefined && { series }) };
}

/** A pie has one value a slice and no series. */
function withType({ series, ...chart }: ChartSpec, type: ChartSpec["type"]): ChartSpec {
  const [first = ""] = typeof chart.y === "string" ? [chart.y] : chart.y;
  if (type === "pie") return { ...chart, type, y: first };
  return { ...chart, type, ...(series !== undefined && { series }) };
}

const withSeries = ({ series: _, ...chart }: ChartSpec, name: string): ChartSpec =>
  name === "" ? chart : { ...chart, series: name };
