import { h } from "preact";
import type { ComponentChild } from "preact";
import { useRef } from "preact/hooks";
import type { Order } from "../../protocol/messages.ts";
import { say } from "../../protocol/wording/say.ts";
import type { Lang } from "../../protocol/wording/say.ts";
import { columnStarts } from "./columns.ts";
import type { GridColumn } from "./columns.ts";
import { icon } from "./icon.ts";
import { below } from "./popover.ts";
import type { Spot } from "./popover.ts";

export type GridHeaderProps = {
  columns: readonly GridColumn[];
  widths: readonly number[];
  from: number;
  to: number;
  gutter: number;
  height: number;
  width: number;
  /** Of the rows as they are shown; `working` while the engine still sorts. */
  order: readonly Order[];
  working: boolean;
  filtered: ReadonlySet<number>;
  active: number;
  left: number;
  right: number;
  lang: Lang;
  onSort(column: number, add: boolean): void;
  onMenu(column: number, at: Spot): void;
  onSelectAll(): void;
  onResize(column: number, width: number): void;
  /** The width that the contents take. */
  onFit(column: number): void;
};

/** Names and types of the columns: a click sorts, the right edge resizes, the menu has the rest. */
export function GridHeader(props: GridHeaderProps): ComponentChild {
  const { from, to, active, gutter, height, lang } = props;
  const starts = columnStarts(props.widths);
  const shown = Array.from({ length: to - from }, (_, i) => from + i);
  if (active >= 0 && (active < from || active >= to)) shown.push(active);
  return h(
    "div",
    { role: "row", class: "head", "aria-rowindex": 1, style: `height:${height}px;width:${props.width}px` },
    h(
      "div",
      {
        role: "columnheader",
        class: "number corner",
        "aria-colindex": 1,
        title: say(lang, "grid.select-all"),
        style: `width:${gutter}px`,
        onClick: props.onSelectAll,
      },
      h("span", { class: "unseen" }, say(lang, "grid.row-number")),
    ),
    shown.map((column) => h(Heading, { key: column, column, start: starts[column] ?? 0, ...props })),
  );
}

function Heading({ column, start, ...props }: GridHeaderProps & { column: number; start: number }): ComponentChild {
  const { lang, order, gutter } = props;
  const drag = useRef<{ from: number; width: number }>(undefined);
  const info = props.columns[column];
  const width = props.widths[column] ?? 0;
  if (!info) return undefined;
  const place = order.findIndex((one) => one.column === column);
  const direction = order[place]?.direction;
  const classes = ["heading"];
  if (info.numeric) classes.push("numeric");
  if (column >= props.left && column < props.right) classes.push("chosen");
  if (column === props.active) classes.push("active");
  return h(
    "div",
    {
      role: "columnheader",
      class: classes.join(" "),
      "aria-colindex": column + 2,
      "aria-sort": direction && !props.working ? direction : "none",
      "aria-haspopup": "menu",
      tabIndex: column === props.active ? 0 : -1,
      "data-active": column === props.active ? "" : undefined,
      title: `${info.name}\n${info.type}`,
      style: `left:${gutter + start}px;width:${width}px`,
      onClick: (event: MouseEvent) => props.onSort(column, event.shiftKey),
    },
    h(
      "span",
      { class: "name" },
      h("b", {}, info.name),
      direction && h("span", { class: "order" }, icon(direction === "ascending" ? "up" : "down")),
      direction && order.length > 1 && h("small", {}, place + 1),
      props.filtered.has(column) && h("span", { class: "order" }, icon("filter")),
    ),
    h("span", { class: "type" }, info.shortType),
    h(
      "span",
      {
        class: "menu-button",
        // The heading itself opens the menu by the keyboard: the button is for the pointer only.
        "aria-hidden": "true",
        title: say(lang, "grid.menu"),
        onClick: (event: MouseEvent) => {
          event.stopPropagation();
          if (event.currentTarget instanceof Element)
            props.onMenu(column, below(event.currentTarget.getBoundingClientRect()));
        },
      },
      icon("more"),
    ),
    h("span", {
      class: "edge",
      onClick: (event: MouseEvent) => event.stopPropagation(),
      onDblClick: () => props.onFit(column),
      onPointerDown: (event: PointerEvent) => {
        event.stopPropagation();
        event.preventDefault();
        drag.current = { from: event.clientX, width };
        if (event.currentTarget instanceof Element) event.currentTarget.setPointerCapture(event.pointerId);
      },
      onPointerMove: (event: PointerEvent) => {
        if (drag.current) props.onResize(column, drag.current.width + event.clientX - drag.current.from);
      },
      onLostPointerCapture: () => (drag.current = undefined),
    }),
  );
}
