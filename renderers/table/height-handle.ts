import { h } from "preact";
import type { ComponentChild } from "preact";
import { useRef } from "preact/hooks";
import { say } from "../../protocol/wording/say.ts";
import type { Lang } from "../../protocol/wording/say.ts";

/** A header and three rows. */
export const LOWEST = 118;
/** What one screen may hold. */
export const HIGHEST = 2000;
/** A row, and a page of them. Pixels. */
const STEP = 24;
const PAGE = 240;

type Props = { height: number; most: number; lang: Lang; onChange(height: number): void };

/** The lower edge of a table that does not show all its rows at once: the pointer and the arrow keys make it higher. */
export function HeightHandle({ height, most, lang, onChange }: Props): ComponentChild {
  const drag = useRef<{ from: number; height: number }>(undefined);
  const highest = Math.max(LOWEST, Math.min(HIGHEST, most));
  const change = (to: number) => onChange(Math.round(Math.max(LOWEST, Math.min(highest, to))));
  return h("div", {
    class: "height",
    role: "separator",
    "aria-orientation": "horizontal",
    "aria-label": say(lang, "grid.height"),
    "aria-valuemin": LOWEST,
    "aria-valuemax": highest,
    "aria-valuenow": height,
    title: say(lang, "grid.height"),
    tabIndex: 0,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const to = {
        ArrowUp: height - STEP,
        ArrowDown: height + STEP,
        PageUp: height - PAGE,
        PageDown: height + PAGE,
        Home: LOWEST,
        End: highest,
      }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      change(to);
    },
    onPointerDown: (event: PointerEvent) => {
      drag.current = { from: event.clientY, height };
      if (event.currentTarget instanceof Element) event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: PointerEvent) => {
      if (drag.current) change(drag.current.height + event.clientY - drag.current.from);
    },
    onLostPointerCapture: () => (drag.current = undefined),
  });
}
