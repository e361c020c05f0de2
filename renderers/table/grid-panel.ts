import { h } from "preact";
import type { ComponentChild } from "preact";
import type { ResultRef } from "../../protocol/renderer-messages.ts";
import type { Lang } from "../../protocol/wording/say.ts";
import type { OutputHost } from "../output-host.ts";
import type { GridColumn } from "./columns.ts";
import type { Cell } from "./selection.ts";
import { StatisticsPanel } from "./statistics-panel.ts";
import type { ShownRows } from "./use-shown.ts";
import { ValuePanel } from "./value-panel.ts";

/** What stands beside the rows: the active cell's whole value, or the figures of a column. */
export type PanelOf = { t: "value" } | { t: "statistics"; column: number };

export type GridPanelProps = {
  panel: PanelOf;
  active: Cell;
  columns: readonly GridColumn[];
  host: OutputHost;
  /** The result itself, not what a query made of it: the engine describes that. */
  ref_: ResultRef;
  shown: ShownRows;
  reachable: boolean;
  lang: Lang;
  timezone: string;
  onClose(): void;
  onCopy(text: string): void;
};

export function GridPanel(props: GridPanelProps): ComponentChild {
  const { panel, active, columns, host, ref_, shown, lang, onClose } = props;
  const column = panel.t === "value" ? active.column : panel.column;
  const of = columns[column];
  if (!of) return undefined;
  if (panel.t === "statistics") {
    return h(StatisticsPanel, { host, ref_, column, of, where: shown.wish.where, lang, onClose });
  }
  const { reachable, timezone, onCopy } = props;
  return h(ValuePanel, {
    host,
    ref_: shown.ref,
    model: shown.model,
    cell: active,
    column: of,
    reachable,
    lang,
    timezone,
    onClose,
    onCopy,
  });
}
