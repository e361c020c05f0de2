import { h } from "preact";
import type { ComponentChild } from "preact";
import { Popover } from "./popover.ts";
import type { Spot } from "./popover.ts";

export type MenuItem =
  | "line"
  | {
      label: string;
      /** A key that does the same, or a word more about it. */
      detail?: string;
      /** One of several of which this is so now. */
      checked?: boolean;
      /** Why it cannot be done now. */
      why?: string | undefined;
      do(): void;
    };

/** A menu: the arrows move in it, Enter does, Escape closes. */
export function Menu(props: { at: Spot; label: string; items: readonly MenuItem[]; onClose(): void }): ComponentChild {
  return h(
    Popover,
    { at: props.at, label: props.label, role: "menu", onClose: props.onClose, onKeyDown: moveFocus },
    props.items.map((item, i) =>
      item === "line"
        ? h("hr", { key: i, role: "separator" })
        : h(
            "button",
            {
              key: i,
              type: "button",
              role: item.checked === undefined ? "menuitem" : "menuitemcheckbox",
              "aria-checked": item.checked,
              "aria-disabled": item.why !== undefined,
              title: item.why,
              tabIndex: -1,
              onClick: () => {
                if (item.why !== undefined) return;
                props.onClose();
                item.do();
              },
            },
            h("span", { class: "check", "aria-hidden": "true" }, item.checked ? "✓" : ""),
            h("span", {}, item.label),
            (item.why ?? item.detail) !== undefined && h("small", {}, item.why ?? item.detail),
          ),
    ),
  );
}

function moveFocus(event: KeyboardEvent): void {
  if (!(event.currentTarget instanceof Element)) return;
  const items = [...event.currentTarget.querySelectorAll("button")];
  const now = items.findIndex((item) => item.matches(":focus"));
  const to = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: -1 }[event.key];
  if (event.key === "Tab") event.preventDefault();
  if (to === undefined) return;
  event.preventDefault();
  items.at(to % items.length)?.focus({ preventScroll: true });
}
