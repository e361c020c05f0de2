import { Component, h } from "preact";
import type { ComponentChild } from "preact";
import type { Page } from "../../protocol/values/page.ts";
import { say } from "../../protocol/wording/say.ts";
import type { Lang } from "../../protocol/wording/say.ts";
import { cellView } from "./cell-view.ts";
import type { GridColumn } from "./columns.ts";

export type GridRowProps = {
  row: number;
  /** Pixels from the body's start. */
  top: number;
  /** Kept only because the focus is in it: out of sight. */
  away: boolean;
  /** Absent while the row is not loaded. */
  page: Page | undefined;
  index: number;
  columns: readonly GridColumn[];
  starts: readonly number[];
  from: number;
  to: number;
  gutter: number;
  /** Column of the active cell when it is in this row, else -1. */
  active: number;
  /** Columns that are chosen in this row. */
  left: number;
  right: number;
  lang: Lang;
  timezone: string;
};

/** One row: drawn again only when something of it is another. */
export class GridRow extends Component<GridRowProps> {
  override shouldComponentUpdate(next: GridRowProps): boolean {
    const now = this.props;
    // SAFETY: the keys of the same type.
    return (Object.keys(next) as (keyof GridRowProps)[]).some((key) => next[key] !== now[key]);
  }

  override render(props: GridRowProps): ComponentChild {
    const { row, top, away, from, to, active, gutter, lang } = props;
    const cells: ComponentChild[] = [];
    if (active >= 0 && active < from) cells.push(this.cell(active));
    for (let column = from; column < to; column++) cells.push(this.cell(column));
    if (active >= to) cells.push(this.cell(active));
    const whole = props.left === 0 && props.right === props.columns.length;
    return h(
      "div",
      {
        role: "row",
        class: `row${row % 2 ? " odd" : ""}${away ? " away" : ""}`,
        "aria-rowindex": row + 2,
        "aria-selected": whole,
        "aria-busy": props.page ? undefined : "true",
        style: `top:${top}px`,
      },
      h(
        "div",
        { role: "rowheader", class: "number", "aria-colindex": 1, style: `width:${gutter}px` },
        (row + 1).toLocaleString(lang),
      ),
      cells,
    );
  }

  cell(column: number): ComponentChild {
    const { page, index, columns, starts, gutter, active, left, right, lang, timezone } = this.props;
    const start = starts[column] ?? 0;
    const view = page ? cellView({ page, index }, column, { timezone }) : undefined;
    const chosen = column >= left && column < right;
    const classes = ["cell"];
    if (columns[column]?.numeric) classes.push("numeric");
    if (chosen) classes.push("chosen");
    if (column === active) classes.push("active");
    classes.push(view?.kind ?? "coming");
    const label = view === undefined ? "grid.coming-cell" : view.kind === "null" ? "grid.null" : "grid.empty";
    return h(
      "div",
      {
        key: column,
        role: "gridcell",
        class: classes.join(" "),
        "aria-colindex": column + 2,
        "aria-selected": chosen,
        "aria-label": view?.text && view.kind !== "null" ? undefined : say(lang, label),
        tabIndex: column === active ? 0 : -1,
        "data-active": column === active ? "" : undefined,
        style: `left:${gutter + start}px;width:${(starts[column + 1] ?? start) - start}px`,
      },
      view === undefined ? h("i", {}) : view.more ? `${view.text}…` : view.text,
    );
  }
}
