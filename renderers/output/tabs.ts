import { h } from "preact";
import type { ComponentChild } from "preact";
import { useRef } from "preact/hooks";

export type Tab<K extends string> = { key: K; label: string };

type Props<K extends string> = {
  id: string;
  label: string;
  tabs: readonly Tab<K>[];
  chosen: K;
  choose: (key: K) => void;
};

/** A list of tabs: the arrow keys, Home and End go from one to the next and show it. Its panel's id is `ID-panel`. */
export function Tabs<K extends string>({ id, label, tabs, chosen, choose }: Props<K>): ComponentChild {
  const list = useRef<HTMLDivElement>(null);
  const go = (event: KeyboardEvent) => {
    const at = tabs.findIndex(({ key }) => key === chosen);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    const next = to === undefined ? undefined : tabs[(to + tabs.length) % tabs.length];
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    choose(next.key);
    list.current?.querySelector<HTMLElement>(`[data-key="${next.key}"]`)?.focus();
  };
  return h(
    "div",
    { ref: list, class: "tabs", role: "tablist", "aria-label": label, onKeyDown: go },
    tabs.map(({ key, label: name }) =>
      h(
        "button",
        {
          key,
          type: "button",
          role: "tab",
          id: `${id}-${key}`,
          "data-key": key,
          "aria-selected": key === chosen,
          "aria-controls": `${id}-panel`,
          tabIndex: key === chosen ? 0 : -1,
          onClick: () => choose(key),
        },
        name,
      ),
    ),
  );
}
