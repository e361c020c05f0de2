import { h } from "preact";
import type { ComponentChild } from "preact";
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { ShownResult } from "../../protocol/cell-output.ts";
import type { ResultRef } from "../../protocol/renderer-messages.ts";
import { say } from "../../protocol/wording/say.ts";
import type { Lang } from "../../protocol/wording/say.ts";
import type { OutputHost } from "../output-host.ts";
import { columnsAt, columnStarts } from "./columns.ts";
import { FilterChips } from "./filter-chips.ts";
import { GoTo, GridFooter } from "./grid-footer.ts";
import { GridOverlay } from "./grid-overlay.ts";
import { PanelOnDemand } from "./panel-on-demand.ts";
import { gridNote } from "./grid-note.ts";
import { orderBy, removeFilter, toggleOrder } from "./grid-order.ts";
import { GridTable, HEAD_HEIGHT, ROW_HEIGHT } from "./grid-table.ts";
import { HeightHandle } from "./height-handle.ts";
import { bodyHeight, rowsAt } from "./scroll-map.ts";
import { select, selectColumns } from "./selection.ts";
import { useActions } from "./use-actions.ts";
import { useColumns } from "./use-columns.ts";
import { useFooter } from "./use-footer.ts";
import { useScroll } from "./use-scroll.ts";
import { useSelection } from "./use-selection.ts";
import { useShown } from "./use-shown.ts";

export { gridStyles } from "./grid-styles.ts";

export type ResultGridProps = {
  result: ShownResult;
  /** Where its rows are read. */
  ref_: ResultRef;
  host: OutputHost;
  lang: Lang;
  /** IANA, of the notebook. */
  timezone: string;
  /** Pixels that header and rows take at most. The whole height is final with the first paint. */
  maxHeight: number;
};

/**
 * A result as a table: any row of millions within reach, sorted, filtered and counted by the engine. Its looks are
 * `gridStyles`, to be put into the same root.
 */
export function ResultGrid(props: ResultGridProps): ComponentChild {
  const { run, result } = props.ref_;
  // Another result is another table: nothing of the one before is kept.
  return h(Grid, { key: `${run} ${result}`, ...props });
}

function Grid({ result, ref_, host, lang, timezone, maxHeight }: ResultGridProps): ComponentChild {
  const ref = useMemo(() => ref_, [ref_.run, ref_.result]);
  const shown = useShown(host, result, ref);
  const { rows, model, wish } = shown;
  const box = useRef<HTMLDivElement>(null);
  const { columns, widths, resize, resizeBy, fit, growNumbers } = useColumns(result.schema, shown.base, timezone, box);
  const size = { rows, columns: columns.length };
  const [chosenHeight, setHeight] = useState<number>();
  const height = chosenHeight ?? maxHeight;
  const gutter = Math.max(36, String(Math.max(rows, 1).toLocaleString(lang)).length * 7 + 16);
  const scroll = useScroll({ rows, rowHeight: ROW_HEIGHT, head: HEAD_HEIGHT, gutter, height: maxHeight });
  const full = HEAD_HEIGHT + bodyHeight(scroll.tall);
  const footer = useFooter({ host, shown, result, columns, timezone, lang });
  const selecting = useSelection({ scroll, widths, rowHeight: ROW_HEIGHT, size, ref: shown.ref });
  const { selection, area, choose, focus } = selecting;
  const { active } = selection;

  const { why, want, panel, setPanel, closePanel, overlay, setOverlay, onKeyDown } = useActions({
    result,
    shown,
    scroll,
    selecting,
    footer,
    lang,
    resizeBy,
  });

  const seen = rowsAt(scroll.view.offset, scroll.tall);
  useLayoutEffect(() => growNumbers(seen, columnsAt(columnStarts(widths), scroll.view.left, scroll.view.width), model));
  const fitColumn = (column: number) => fit(column, seen, model);
  const name = result.name ?? say(lang, "grid.result");
  return h(
    "div",
    { ref: box, class: "grid", lang },
    wish.where.length > 0 &&
      h(FilterChips, {
        where: wish.where,
        columns,
        lang,
        onEdit: (filter, at) => setOverlay({ t: "filter", column: filter.column, old: filter, at }),
        onRemove: (filter) => want(removeFilter(wish, filter)),
        onClear: () => want({ ...wish, where: [] }),
      }),
    h(
      "div",
      { class: `main${panel ? " with-panel" : ""}` },
      h(GridTable, {
        scroll,
        model,
        columns,
        widths,
        gutter,
        rows,
        rowCount: result.extent === undefined ? -1 : rows,
        selection,
        order: wish.order,
        filtered: new Set(wish.where.map(({ column }) => column)),
        working: !shown.fulfilled,
        label: say(lang, "grid.label", { name }),
        lang,
        timezone,
        maxHeight,
        height,
        onPoint: selecting.onPoint,
        onOpen: () => setPanel({ t: "value" }),
        onKeyDown,
        onCopy: (event) => {
          event.preventDefault();
          footer.copy(area, "tsv");
        },
        onContextMenu: (cell, at) => {
          selecting.include(cell);
          setOverlay({ t: "cell", column: cell.column, at });
        },
        onSort: (column, add) => {
          choose(select({ row: -1, column }), true);
          want(toggleOrder(wish, column, add));
        },
        onColumnMenu: (column, at) => {
          selecting.include({ row: -1, column });
          setOverlay({ t: "column", column, at });
        },
        onSelectAll: () => choose({ ...selection, of: "all" }, true),
        onResize: resize,
        onFit: fitColumn,
      }),
      panel &&
        h(PanelOnDemand, {
          panel,
          active,
          columns,
          host,
          ref_: ref,
          shown,
          reachable: result.reachable,
          lang,
          timezone,
          onClose: closePanel,
          onCopy: footer.copyText,
        }),
    ),
    full > maxHeight && h(HeightHandle, { height, most: full, lang, onChange: setHeight }),
    h(GridFooter, {
      note: gridNote(shown.shown, lang),
      ...footer.parts((at, t) => setOverlay({ t, column: active.column, at })),
      goTo:
        footer.going &&
        h(GoTo, {
          rows,
          lang,
          onGo: (row) => {
            footer.setGoing(false);
            choose(select({ row, column: active.column }));
          },
          onClose: () => footer.setGoing(false),
          onEscape: () => {
            footer.setGoing(false);
            focus();
          },
        }),
      lang,
    }),
    overlay &&
      h(GridOverlay, {
        overlay,
        columns,
        wish,
        why,
        lang,
        timezone,
        at: active.row >= 0 ? model.row(active.row) : undefined,
        show: setOverlay,
        close: () => setOverlay(undefined),
        want,
        order: (column, direction) => want(orderBy(wish, column, direction, wish.order.length > 1)),
        fit: fitColumn,
        open: () => setPanel({ t: "value" }),
        statistics: (column) => setPanel({ t: "statistics", column }),
        selectColumn: (column) => choose(selectColumns(column), true),
        copyName: (column) => footer.copyText(columns[column]?.name ?? ""),
        copyColumn: (column) => footer.copy({ top: 0, bottom: rows, left: column, right: column + 1 }, "tsv"),
        copy: (format) => footer.copy(area, format),
        exportAs: footer.exportAs,
      }),
  );
}
