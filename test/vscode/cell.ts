/** A cell of the notebook in front, as the window shows it. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Locator, Page } from "playwright-core";

/** What a cell's symbol says. */
export type CellState = "idle" | "pending" | "executing" | "success" | "error";

export type Cell = {
  /** Its row in the list, after scrolling to it. */
  show(): Promise<Locator>;
  state(): Promise<CellState>;
  /** Waits for one of the states and gives it. */
  until(states: CellState | readonly CellState[], timeoutMs?: number): Promise<CellState>;
  /** Texts of its status bar, left to right. */
  status(): Promise<string[]>;
  /** Runs it by its button. */
  run(): Promise<void>;
  /** Replaces its code as by typing. */
  type(code: string): Promise<void>;
};

const CELL_MS = 60_000;

export function cellAt(page: Page, index: number): Cell {
  const notebook = page.locator(".notebookOverlay:visible .cell-list-container");
  const rows = notebook.locator(".monaco-list-rows > .monaco-list-row[data-index]");
  const row = notebook.locator(`.monaco-list-rows > .monaco-list-row[data-index="${index}"]`);
  const cell: Cell = {
    show: async () => {
      // Only what is on screen is in the page.
      while ((await row.count()) === 0) {
        const first = Number(await rows.first().getAttribute("data-index"));
        await notebook.hover();
        await page.mouse.wheel(0, first > index ? -400 : 400);
        await sleep(50);
      }
      await row.scrollIntoViewIfNeeded();
      return row;
    },
    state: async () => {
      for (const symbol of await row.locator(".cell-statusbar-container .codicon").all()) {
        const state = /codicon-notebook-state-(pending|executing|success|error)/.exec(await classOf(symbol))?.[1];
        if (state !== undefined) return state as CellState; // SAFETY: the pattern's alternatives are states.
      }
      return "idle";
    },
    until: async (states, timeoutMs = CELL_MS) => {
      await cell.show();
      const deadline = performance.now() + timeoutMs;
      for (;;) {
        const seen = await cell.state();
        if (states.includes(seen)) return seen;
        if (performance.now() > deadline)
          throw new Error(`Cell ${index} is ${seen}, not ${String(states)}, after ${timeoutMs} ms`);
        await sleep(30);
      }
    },
    status: () => row.locator(".cell-statusbar-container .cell-status-item").allInnerTexts(),
    run: async () => {
      await cell.show();
      await row.hover();
      await row.locator(".run-button-container .codicon-notebook-execute").first().click();
    },
    type: async (code) => {
      await cell.show();
      await row.locator(".monaco-editor .view-lines").click();
      await page.keyboard.press("Control+a");
      await page.keyboard.insertText(code);
    },
  };
  return cell;
}

/** Empty when it has just gone: a cell's symbol changes while it is looked at. */
const classOf = async (symbol: Locator) =>
  (await symbol.getAttribute("class", { timeout: 500 }).catch(() => undefined)) ?? "";
