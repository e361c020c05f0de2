import { h } from "preact";
import type { ComponentChild, ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/** Where something opens: below this place, above it where the output has no room. Pixels of the window. */
export type Spot = { x: number; y: number; above?: number };

export const below = ({ left, bottom, top }: DOMRect): Spot => ({ x: left, y: bottom + 2, above: top - 2 });

/**
 * Something small over everything else, in the browser's top layer: an output's own box would cut it off. Closed by
 * Escape and by a press outside; the focus goes into it at first and back when it closes.
 */
export function Popover(props: {
  at: Spot;
  label: string;
  role: "menu" | "dialog";
  onClose(): void;
  onKeyDown?: (event: KeyboardEvent) => void;
  children?: ComponentChildren;
}): ComponentChild {
  const { at, label, role, onClose, children } = props;
  const element = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    const box = element.current;
    const before = activeIn(box);
    // Whoever presses somewhere else wants to be there.
    return () => {
      if (box?.contains(activeIn(box)) && before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);

  useLayoutEffect(() => {
    const box = element.current;
    const window = box?.ownerDocument.defaultView;
    if (!box || !window) return;
    box.showPopover();
    const { width, height } = box.getBoundingClientRect();
    // The cell below lies over the webview: what hangs out of its own output there can be neither seen nor pressed.
    const root = box.getRootNode();
    const output = root instanceof ShadowRoot ? root.host.getBoundingClientRect().bottom : Infinity;
    const room = Math.min(window.innerHeight, output) - 4;
    const top = at.y + height > room && at.above !== undefined ? at.above - height : at.y;
    box.style.left = `${Math.max(4, Math.min(at.x, window.innerWidth - width - 4))}px`;
    box.style.top = `${Math.max(4, Math.min(top, room - height))}px`;
    box.querySelector<HTMLElement>("[autofocus],button:not([disabled]),select,input")?.focus({ preventScroll: true });
  }, [at.x, at.y]);

  return h(
    "div",
    {
      ref: element,
      class: `popover ${role}`,
      popover: "auto",
      role,
      "aria-label": label,
      onToggle: (event: ToggleEvent) => {
        if (event.newState === "closed") onClose();
      },
      // The key that opened a menu asks some browsers for their own one when it is let go.
      onContextMenu: (event: MouseEvent) => {
        if (role !== "menu") return;
        event.preventDefault();
        event.stopPropagation();
      },
      onKeyDown: (event: KeyboardEvent) => {
        props.onKeyDown?.(event);
        // The editor must not act on keys that are typed here; combinations such as those of the clipboard are its own.
        if (event.key === "Escape" || !(event.ctrlKey || event.metaKey)) event.stopPropagation();
        if (event.key !== "Escape") return;
        event.preventDefault();
        onClose();
      },
    },
    children,
  );
}

/** What has the focus, inside of a shadow root too. */
function activeIn(element: Element | null): Element | null {
  const root = element?.getRootNode();
  return root instanceof ShadowRoot || root instanceof Document ? root.activeElement : null;
}
