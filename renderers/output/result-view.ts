import { h } from "preact";
import type { ComponentChild } from "preact";
import { useId, useState } from "preact/hooks";
import type { ChartSpec } from "../../notebook/notebook.ts";
import type { ShownResult } from "../../protocol/cell-output.ts";
import type { RunId } from "../../protocol/ids.ts";
import { say } from "../../protocol/wording/say.ts";
import { ResultGrid } from "../table/result-grid.ts";
import { countText } from "./amounts.ts";
import { ChartTools } from "./chart-tools.ts";
import { ChartBuilder } from "./chart-builder.ts";
import { ChartPanel } from "./chart-panel.ts";
import { useOutput } from "./context.ts";
import { guessChart } from "./guess-chart.ts";
import { remark } from "./remarks.ts";
import { heldPage } from "./read-rows.ts";
import { SpecPanel } from "./spec-panel.ts";
import { Tabs } from "./tabs.ts";
import type { MemoryChange } from "./view-memory.ts";

/** Pixels, where the user's setting is not known. */
const TABLE_HEIGHT = 400;

type Props = { result: ShownResult; run: RunId; index: number; of: number; tableHeight: number | undefined };

/** A result as a table or as a chart, whichever was chosen last. */
export function ResultView({ result, run, index, of, tableHeight }: Props): ComponentChild {
  const { lang, output, host, timezone, memory: views } = useOutput();
  const id = useId();
  const memory = `${output}#${index}`;
  const [remembered, setRemembered] = useState(() => views.of(memory));
  const remember = (change: MemoryChange) => {
    views.change(memory, change);
    setRemembered(views.of(memory));
  };
  const kept = remembered.kept?.run === run ? (remembered.kept.chart ?? undefined) : result.chart;
  const chart = remembered.draft ?? kept ?? guess(result);
  const tab = remembered.tab ?? (kept || result.vegaLite ? "chart" : "table");
  const isCharted = tab === "chart";
  const isBuilt = isCharted && !result.vegaLite;
  const [wasTable, setWasTable] = useState(!isCharted);
  const ref_ = { run, result: result.result };
  const change = (draft: ChartSpec) => remember({ draft });
  return h(
    "div",
    { class: "result", role: "group", "aria-label": labelOf(result, index, of, lang) },
    h(
      "div",
      { class: "head" },
      h(Tabs<"table" | "chart">, {
        id,
        label: say(lang, "output.views"),
        tabs: [
          { key: "table", label: say(lang, "output.table") },
          { key: "chart", label: say(lang, "output.chart") },
        ],
        chosen: tab,
        choose: (next) => {
          if (next === "table") setWasTable(true);
          remember({ tab: next });
        },
      }),
      result.name !== undefined && h("code", { class: "result-name" }, result.name),
      of > 1 && h("span", { class: "dim" }, say(lang, "output.result-of", { number: index + 1, all: of })),
      isBuilt && chart && h(ChartTools, { chart, kept, run, remembered, remember }),
    ),
    h(
      "div",
      { role: "tabpanel", id: `${id}-panel`, "aria-labelledby": `${id}-${tab}` },
      isBuilt && chart && (remembered.editing ?? !kept) && h(ChartBuilder, { chart, schema: result.schema, change }),
      isBuilt && chart && h(ChartPanel, { chart, result, ref_, memory, change }),
      isBuilt && !chart && h("p", { class: "empty" }, say(lang, "chart.no-numbers")),
      isCharted && result.vegaLite && h(SpecPanel, { spec: result.vegaLite, result, ref_, memory }),
      // A table that was once shown stays behind the chart, with its order, filters and place.
      (!isCharted || wasTable) &&
        h(
          "div",
          { hidden: isCharted },
          h(ResultGrid, { result, ref_, host, lang, timezone, maxHeight: tableHeight ?? TABLE_HEIGHT }),
        ),
    ),
    result.computedAgain !== undefined &&
      remark("info", say(lang, "output.computed-again", { time: result.computedAgain })),
    !result.reachable &&
      (result.page?.rows ?? 0) < result.rows &&
      remark("info", say(lang, "output.unreachable", { rows: countText(result.page?.rows ?? 0, lang) })),
  );
}

function labelOf({ name }: ShownResult, index: number, of: number, lang: "en" | "ko"): string {
  const which = of > 1 ? say(lang, "output.result-of", { number: index + 1, all: of }) : say(lang, "output.result");
  return name === undefined ? which : `${which}: ${name}`;
}

/** Rows at hand that are looked at for what the columns are about. */
const LOOKED_AT = 1_000;

function guess({ schema, page }: ShownResult): ChartSpec | undefined {
  return guessChart(schema, (column) => {
    const held = page && heldPage(page);
    const values = held?.columns[column];
    return values ? Array.from({ length: Math.min(LOOKED_AT, held.rows) }, (_, row) => values.value(row)) : [];
  });
}
