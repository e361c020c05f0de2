import type { Move } from "./selection.ts";

export type KeyPress = { key: string; ctrlKey: boolean; metaKey: boolean; shiftKey: boolean; altKey: boolean };

/** What a key means in the grid. */
export type GridAction =
  | ({ do: "move" } & Move)
  | { do: "select-all" | "select-column" | "select-row" | "open" | "copy" | "menu" | "go-to" | "close" }
  | { do: "sort"; add: boolean }
  | { do: "resize"; by: number };

/** How many pixels one key press makes a column wider. */
const RESIZE_STEP = 16;

/** Keys that mean nothing here are left to the editor. `head`: the header is where the focus is. */
export function gridAction(press: KeyPress, head: boolean): GridAction | undefined {
  const { key, shiftKey: shift, altKey: alt } = press;
  const ctrl = press.ctrlKey || press.metaKey;
  if (alt) {
    if (ctrl) return undefined;
    if (key === "ArrowDown") return { do: "menu" };
    if (head && key === "ArrowLeft") return { do: "resize", by: -RESIZE_STEP };
    return head && key === "ArrowRight" ? { do: "resize", by: RESIZE_STEP } : undefined;
  }
  const direction = directions[key];
  if (direction) {
    const [rows, columns, far] = direction;
    if (far === "page") return ctrl ? undefined : { do: "move", rows, columns, by: "page", extend: shift };
    if (far === "edge") return { do: "move", rows: ctrl ? rows : 0, columns, by: "edge", extend: shift };
    return { do: "move", rows, columns, by: ctrl ? "edge" : "cell", extend: shift };
  }
  if (ctrl) {
    if (shift) return undefined;
    return withControl[key.toLowerCase()];
  }
  if (key === "Enter") return head ? { do: "sort", add: shift } : shift ? undefined : { do: "open" };
  if (key === " ") return shift ? { do: "select-row" } : head ? { do: "select-column" } : { do: "open" };
  if (key === "ContextMenu" || (key === "F10" && shift)) return { do: "menu" };
  return key === "Escape" ? { do: "close" } : undefined;
}

/** Rows, columns, and how far. Home and End go along the row; with Ctrl to the first and last cell. */
const directions: Readonly<Record<string, readonly [rows: number, columns: number, far: Move["by"]]>> = {
  ArrowUp: [-1, 0, "cell"],
  ArrowDown: [1, 0, "cell"],
  ArrowLeft: [0, -1, "cell"],
  ArrowRight: [0, 1, "cell"],
  PageUp: [-1, 0, "page"],
  PageDown: [1, 0, "page"],
  Home: [-1, -1, "edge"],
  End: [1, 1, "edge"],
};

const withControl: Readonly<Record<string, GridAction>> = {
  a: { do: "select-all" },
  c: { do: "copy" },
  g: { do: "go-to" },
  " ": { do: "select-column" },
};
