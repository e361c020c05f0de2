import { h } from "preact";
import type { ComponentChild } from "preact";
import type { Filter, Order } from "../../protocol/messages.ts";
import { say } from "../../protocol/wording/say.ts";
import type { Lang } from "../../protocol/wording/say.ts";
import { cutBytes, exactText } from "./cell-view.ts";
import type { GridColumn } from "./columns.ts";
import type { CopyFormat } from "./copy-text.ts";
import { FilterForm } from "./filter-form.ts";
import { addFilter } from "./grid-order.ts";
import type { Wish } from "./grid-order.ts";
import { Menu } from "./menu.ts";
import type { MenuItem } from "./menu.ts";
import type { LoadedRow } from "./page-cache.ts";
import type { Spot } from "./popover.ts";

/** What is open over the grid; at most one. */
export type Overlay = { column: number; at: Spot } & (
  { t: "column" } | { t: "cell" } | { t: "copy" } | { t: "export" } | { t: "filter"; old?: Filter }
);

export type ExportFormat = "parquet" | "csv" | "json";

export type GridOverlayProps = {
  overlay: Overlay;
  columns: readonly GridColumn[];
  wish: Wish;
  /** Why the engine cannot be asked now. */
  why: string | undefined;
  lang: Lang;
  timezone: string;
  /** The active row. */
  at: LoadedRow | undefined;
  show(overlay: Overlay): void;
  close(): void;
  want(wish: Wish): void;
  order(column: number, direction: Order["direction"] | undefined): void;
  fit(column: number): void;
  open(): void;
  statistics(column: number): void;
  selectColumn(column: number): void;
  copyName(column: number): void;
  copyColumn(column: number): void;
  copy(format: CopyFormat): void;
  exportAs(format: ExportFormat): void;
};

/** The menus of a column, of a cell, of copying and exporting, and the form of a filter. */
export function GridOverlay(props: GridOverlayProps): ComponentChild {
  const { overlay, columns, wish, lang, close } = props;
  const of = columns[overlay.column];
  if (!of) return undefined;
  if (overlay.t === "filter") {
    return h(FilterForm, {
      at: overlay.at,
      column: overlay.column,
      of,
      old: overlay.old,
      lang,
      onClose: close,
      onApply: (filter) => {
        close();
        props.want(addFilter(wish, filter, overlay.old));
      },
    });
  }
  const label = overlay.t === "column" || overlay.t === "cell" ? of.name : say(lang, `grid.${overlay.t}`);
  return h(Menu, { at: overlay.at, label, items: itemsOf[overlay.t](props), onClose: close });
}

const onMac = /^Mac/.test(navigator.platform);
const CONTROL = onMac ? "⌃" : "Ctrl+";
const COMMAND = onMac ? "⌘" : "Ctrl+";

const itemsOf: Readonly<Record<Exclude<Overlay["t"], "filter">, (props: GridOverlayProps) => readonly MenuItem[]>> = {
  column(props) {
    const { overlay, wish, why, lang } = props;
    const { column, at } = overlay;
    const now = wish.order.find((one) => one.column === column)?.direction;
    const by = (direction: Order["direction"]): MenuItem => ({
      label: say(lang, `grid.${direction}`),
      checked: now === direction,
      why,
      do: () => props.order(column, now === direction ? undefined : direction),
    });
    return [
      by("ascending"),
      by("descending"),
      ...(now ? [{ label: say(lang, "grid.unsort"), why, do: () => props.order(column, undefined) }] : []),
      "line",
      { label: say(lang, "grid.filter"), why, do: () => props.show({ t: "filter", column, at }) },
      { label: say(lang, "grid.statistics"), why, do: () => props.statistics(column) },
      "line",
      { label: say(lang, "grid.copy-name"), do: () => props.copyName(column) },
      { label: say(lang, "grid.copy-column"), do: () => props.copyColumn(column) },
      { label: say(lang, "grid.select-column"), detail: `${CONTROL}Space`, do: () => props.selectColumn(column) },
      { label: say(lang, "grid.fit"), do: () => props.fit(column) },
    ];
  },

  cell(props) {
    const { overlay, wish, why, lang } = props;
    const same = sameValue(props);
    return [
      { label: say(lang, "grid.open"), detail: "Enter", do: props.open },
      "line",
      ...itemsOf.copy(props),
      "line",
      ...(same ? [{ label: say(lang, "grid.filter-same"), why, do: () => props.want(addFilter(wish, same)) }] : []),
      { label: say(lang, "grid.statistics"), why, do: () => props.statistics(overlay.column) },
    ];
  },

  copy: ({ lang, copy }) => [
    { label: say(lang, "grid.copy-values"), detail: `${COMMAND}C`, do: () => copy("tsv") },
    { label: say(lang, "grid.copy-names"), do: () => copy("tsv-names") },
    { label: say(lang, "grid.copy-csv"), do: () => copy("csv") },
    { label: say(lang, "grid.copy-markdown"), do: () => copy("markdown") },
  ],

  export: ({ lang, exportAs }) => [
    { label: "Parquet", detail: say(lang, "grid.export-parquet"), do: () => exportAs("parquet") },
    { label: "CSV", detail: say(lang, "grid.export-csv"), do: () => exportAs("csv") },
    { label: "JSON", detail: say(lang, "grid.export-json"), do: () => exportAs("json") },
  ],
};

/** The condition that keeps rows with the active cell's value, where it can be written. */
function sameValue({ overlay, columns, at, timezone }: GridOverlayProps): Filter | undefined {
  const { column } = overlay;
  if (!at || columns[column]?.kind === "other" || cutBytes(at, column) !== undefined) return undefined;
  const value = exactText(at.page.columns[column], at.index, { timezone });
  return value === undefined ? { column, is: "null" } : { column, is: "=", value };
}
