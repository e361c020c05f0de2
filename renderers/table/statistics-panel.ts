import { h } from "preact";
import type { ComponentChild, ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import type { Filter } from "../../protocol/messages.ts";
import type { ResultRef } from "../../protocol/renderer-messages.ts";
import { explainPlainly, say } from "../../protocol/wording/say.ts";
import type { Lang } from "../../protocol/wording/say.ts";
import type { OutputHost } from "../output-host.ts";
import { useAsked } from "./asked.ts";
import { askStatistics } from "./column-statistics.ts";
import type { ColumnStatistics, Figure } from "./column-statistics.ts";
import type { GridColumn } from "./columns.ts";
import { Panel } from "./panel.ts";

export type StatisticsPanelProps = {
  host: OutputHost;
  ref_: ResultRef;
  column: number;
  of: GridColumn;
  where: readonly Filter[];
  lang: Lang;
  onClose(): void;
};

/** Figures of one column over all rows that the filters hold for, computed by the engine. */
export function StatisticsPanel({
  host,
  ref_,
  column,
  of,
  where,
  lang,
  onClose,
}: StatisticsPanelProps): ComponentChild {
  const asked = useAsked<ColumnStatistics>();
  useEffect(() => asked.ask(askStatistics(host, ref_, column, where)), [host, ref_, column, where]);

  function body(): ComponentChildren {
    const { now } = asked;
    if (now?.t === "failed") return h("p", { class: "bad", role: "alert" }, sentence(lang, now.error));
    if (now?.t !== "done") return h("p", { class: "dim", role: "status" }, say(lang, "grid.statistics-working"));
    const { figures, bars, barsOf } = now.value;
    return [
      h(
        "dl",
        { key: "figures" },
        figures.map(({ kind, text }) => [
          h("dt", { key: kind }, say(lang, `grid.figure.${kind}`)),
          h("dd", { key: `${kind} value` }, isCount(kind) ? grouped(text, lang) : text),
        ]),
      ),
      bars.length > 0 &&
        h("p", { key: "title", class: "caption", "aria-hidden": "true" }, say(lang, `grid.bars.${barsOf}`)),
      bars.length > 0 &&
        h(
          "ol",
          { key: "bars", class: "bars", "aria-label": say(lang, `grid.bars.${barsOf}`) },
          bars.map(({ label, count, share }, i) =>
            h(
              "li",
              { key: i },
              h("span", { class: "label", title: label }, label === "" ? "“”" : label),
              h(
                "span",
                { class: "bar", "aria-hidden": "true" },
                h("i", { style: `width:${(share * 100).toFixed(2)}%` }),
              ),
              h("span", { class: "count" }, grouped(count, lang)),
            ),
          ),
        ),
    ];
  }

  return h(
    Panel,
    {
      title: of.name,
      detail: where.length > 0 ? `${of.type} · ${say(lang, "grid.of-filtered")}` : of.type,
      label: say(lang, "grid.statistics-of", { column: of.name }),
      lang,
      onClose,
    },
    body(),
  );
}

const sentence = (lang: Lang, error: Parameters<typeof explainPlainly>[1]) => {
  const { message, engineText } = explainPlainly(lang, error);
  return engineText === undefined ? message : `${message} ${engineText}`;
};

const isCount = (kind: Figure) => kind === "rows" || kind === "nulls" || kind === "distinct";
const grouped = (count: string, lang: Lang) => (/^\d+$/.test(count) ? BigInt(count).toLocaleString(lang) : count);
