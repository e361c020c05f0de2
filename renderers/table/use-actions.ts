import { useState } from "preact/hooks";
import type { ShownResult } from "../../protocol/cell-output.ts";
import { say } from "../../protocol/wording/say.ts";
import type { Lang } from "../../protocol/wording/say.ts";
import { gridAction } from "./grid-keys.ts";
import type { GridAction } from "./grid-keys.ts";
import { toggleOrder } from "./grid-order.ts";
import type { Wish } from "./grid-order.ts";
import type { Overlay } from "./grid-overlay.ts";
import type { PanelOf } from "./grid-panel.ts";
import type { Scroll } from "./use-scroll.ts";
import type { useFooter } from "./use-footer.ts";
import type { useSelection } from "./use-selection.ts";
import type { ShownRows } from "./use-shown.ts";

type ActionsOf = {
  result: ShownResult;
  shown: ShownRows;
  scroll: Scroll;
  selecting: ReturnType<typeof useSelection>;
  footer: ReturnType<typeof useFooter>;
  lang: Lang;
  resizeBy(column: number, by: number): void;
};

/** What is open beside and over the grid, and what its keys do. */
export function useActions({ result, shown, scroll, selecting, footer, lang, resizeBy }: ActionsOf) {
  const [panel, setPanel] = useState<PanelOf>();
  const [overlay, setOverlay] = useState<Overlay>();
  const { active } = selecting.selection;

  const why = !result.reachable
    ? say(lang, "grid.away")
    : result.extent === undefined
      ? say(lang, "grid.still-coming")
      : undefined;

  function want(wish: Wish): void {
    if (why === undefined) shown.want(wish);
    else footer.tell(why);
  }

  function closePanel(): void {
    setPanel(undefined);
    selecting.focus();
  }

  function openMenu(): void {
    const at = scroll.element.current?.querySelector("[data-active]")?.getBoundingClientRect();
    if (!at) return;
    const t = active.row === -1 ? "column" : "cell";
    setOverlay({ t, column: active.column, at: { x: at.left, y: at.bottom, above: at.top } });
  }

  /** Whether the key was for the grid. */
  function act(action: GridAction): boolean {
    switch (action.do) {
      case "open":
        setPanel({ t: "value" });
        return true;
      case "copy":
        footer.copy(selecting.area, "tsv");
        return true;
      case "menu":
        openMenu();
        return true;
      case "go-to":
        footer.setGoing(true);
        return true;
      case "sort":
        want(toggleOrder(shown.wish, active.column, action.add));
        return true;
      case "resize":
        resizeBy(active.column, action.by);
        return true;
      case "close":
        if (!panel) return selecting.act(action);
        closePanel();
        return true;
      default:
        return selecting.act(action);
    }
  }

  return {
    /** Why the engine cannot be asked now. */
    why,
    want,
    // A heading has no value to show.
    panel: panel?.t === "value" && active.row < 0 ? undefined : panel,
    setPanel,
    closePanel,
    overlay,
    setOverlay,
    onKeyDown(event: KeyboardEvent): void {
      const action = gridAction(event, active.row === -1);
      if (!action || !act(action)) return;
      event.preventDefault();
      event.stopPropagation();
    },
  };
}
