import { h } from "preact";
import type { ComponentChild } from "preact";
import { useState } from "preact/hooks";
import { say } from "../../protocol/wording/say.ts";
import { numberText, xTexts } from "../chart/axis-text.ts";
import type { ChartData as Data } from "../chart/chart-data.ts";
import { countText } from "./amounts.ts";
import { useOutput } from "./context.ts";

/** Rows of the table; all of them are in the CSV. */
const MOST = 500;

/** The rows that a chart draws as a table, for who cannot see the chart or wants its numbers. */
export function ChartData({ data }: { data: Data }): ComponentChild {
  const { lang } = useOutput();
  const [open, setOpen] = useState(false);
  const shown = data.rows.slice(0, MOST);
  return h(
    "details",
    {
      class: "data",
      open,
      onToggle: (event: Event) =>
        setOpen(event.currentTarget instanceof HTMLDetailsElement && event.currentTarget.open),
    },
    h("summary", {}, say(lang, "chart.data")),
    open &&
      h(
        "div",
        { class: "data-table", role: "group", tabIndex: 0, "aria-label": say(lang, "chart.data") },
        h(DataTable, { data, shown }),
        shown.length < data.rows.length &&
          h(
            "p",
            { class: "dim" },
            say(lang, "chart.mode.first-of", { shown: countText(MOST, lang), rows: countText(data.rows.length, lang) }),
          ),
      ),
  );
}

function DataTable({ data, shown }: { data: Data; shown: Data["rows"] }): ComponentChild {
  const { lang } = useOutput();
  const text = xTexts(data, lang);
  const { series, x, y } = data;
  const heads = [
    x.title,
    ...(series ? [series.title ?? say(lang, "chart.series")] : []),
    y.title ?? say(lang, "chart.y"),
  ];
  return h(
    "table",
    {},
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        heads.map((head, i) => h("th", { key: i, scope: "col" }, head)),
      ),
    ),
    h(
      "tbody",
      {},
      shown.map(({ c0, c1, c2 = "" }, i) =>
        h(
          "tr",
          { key: i },
          h("td", { class: x.kind === "number" ? "n" : "" }, text(c0)),
          series && h("td", {}, c2),
          h("td", { class: "n" }, c1 === null ? "null" : numberText(c1, lang)),
        ),
      ),
    ),
  );
}
