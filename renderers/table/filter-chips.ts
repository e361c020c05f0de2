import { h } from "preact";
import type { ComponentChild } from "preact";
import type { Filter } from "../../protocol/messages.ts";
import { say } from "../../protocol/wording/say.ts";
import type { Lang } from "../../protocol/wording/say.ts";
import type { GridColumn } from "./columns.ts";
import { takesValue } from "./grid-order.ts";
import { icon } from "./icon.ts";
import { below } from "./popover.ts";
import type { Spot } from "./popover.ts";

/** The conditions that hold for the rows: each can be changed and taken away. */
export function FilterChips(props: {
  where: readonly Filter[];
  columns: readonly GridColumn[];
  lang: Lang;
  onEdit(filter: Filter, at: Spot): void;
  onRemove(filter: Filter): void;
  onClear(): void;
}): ComponentChild {
  const { where, columns, lang } = props;
  const text = ({ column, is, value = "" }: Filter) =>
    `${columns[column]?.name ?? column} ${say(lang, `grid.is.${is}`)}${takesValue(is) ? ` ${value === "" ? "“”" : value}` : ""}`;
  return h(
    "div",
    { class: "chips", role: "group", "aria-label": say(lang, "grid.filters") },
    where.map((filter) =>
      h(
        "span",
        { key: text(filter), class: "chip" },
        h(
          "button",
          {
            type: "button",
            title: say(lang, "grid.change-filter"),
            onClick: (event: MouseEvent) => {
              if (event.currentTarget instanceof Element)
                props.onEdit(filter, below(event.currentTarget.getBoundingClientRect()));
            },
          },
          text(filter),
        ),
        h(
          "button",
          {
            type: "button",
            "aria-label": say(lang, "grid.remove-filter", { filter: text(filter) }),
            onClick: () => props.onRemove(filter),
          },
          icon("close"),
        ),
      ),
    ),
    h("button", { type: "button", class: "quiet", onClick: props.onClear }, say(lang, "grid.clear-filters")),
  );
}
