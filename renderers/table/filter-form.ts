import { h } from "preact";
import type { ComponentChild } from "preact";
import { useState } from "preact/hooks";
import type { Filter } from "../../protocol/messages.ts";
import { say } from "../../protocol/wording/say.ts";
import type { Lang } from "../../protocol/wording/say.ts";
import type { GridColumn } from "./columns.ts";
import { conditionsFor, takesValue } from "./grid-order.ts";
import { Popover } from "./popover.ts";
import type { Spot } from "./popover.ts";

export type FilterFormProps = {
  at: Spot;
  column: number;
  of: GridColumn;
  /** The condition to change, when there is one. */
  old: Filter | undefined;
  lang: Lang;
  onApply(filter: Filter): void;
  onClose(): void;
};

/** Asks for one condition on a column. */
export function FilterForm({ at, column, of, old, lang, onApply, onClose }: FilterFormProps): ComponentChild {
  const conditions = conditionsFor(of.kind);
  const [is, setIs] = useState<Filter["is"]>(old?.is ?? conditions[0] ?? "=");
  const [value, setValue] = useState(old?.value ?? (of.kind === "boolean" ? "true" : ""));
  const ready = !takesValue(is) || value !== "" || of.kind === "text";
  const title = say(lang, "grid.filter-title", { column: of.name });
  return h(
    Popover,
    { at, label: title, role: "dialog", onClose },
    h(
      "form",
      {
        onSubmit: (event: SubmitEvent) => {
          event.preventDefault();
          if (ready) onApply(takesValue(is) ? { column, is, value } : { column, is });
        },
      },
      h("b", {}, title),
      h(
        "select",
        {
          "aria-label": say(lang, "grid.condition"),
          value: is,
          onChange: (event: Event) => {
            const chosen = event.currentTarget instanceof HTMLSelectElement ? event.currentTarget.value : is;
            setIs(conditions.find((one) => one === chosen) ?? is);
          },
        },
        conditions.map((one) => h("option", { key: one, value: one }, say(lang, `grid.is.${one}`))),
      ),
      takesValue(is) &&
        h("input", {
          type: "text",
          autofocus: true,
          "aria-label": say(lang, "grid.value"),
          spellcheck: false,
          inputMode: of.numeric ? "decimal" : "text",
          placeholder: say(lang, `grid.example.${of.kind}`),
          value,
          onInput: (event: Event) => {
            if (event.currentTarget instanceof HTMLInputElement) setValue(event.currentTarget.value);
          },
        }),
      h(
        "div",
        { class: "buttons" },
        h("button", { type: "submit", class: "primary", disabled: !ready }, say(lang, "grid.apply")),
        h("button", { type: "button", onClick: onClose }, say(lang, "grid.cancel")),
      ),
      h("small", {}, say(lang, "grid.filter-note")),
    ),
  );
}
