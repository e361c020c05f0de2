/** A cell of the notebook in front, as the window shows it. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Locator, Page } from "playwright-core";

/** What a cell's symbol says. */
export type CellState = "idle" | "pending" | "executing" | "success" | "error";

export type Cell = {
  /** Its row in the list, after scrolling to it: whole, else from its top on. */
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

const NOTEBOOK = ".notebookOverlay:visible .cell-list-container";
const CELL_MS = 60_000;
/** The list moves a pixel for about so many of the wheel (measured: 16); less than that never overshoots. */
const WHEEL = 12;
const MOST_TURNS = 200;
/** Pixels between a cell's top and the list's, at most twice that. */
const MARGIN = 100;

export function cellAt(page: Page, index: number): Cell {
  const notebook = page.locator(NOTEBOOK);
  const rows = notebook.locator(".monaco-list-rows > .monaco-list-row[data-index]");
  const row = notebook.locator(`.monaco-list-rows > .monaco-list-row[data-index="${index}"]`);
  const cell: Cell = {
    show: async () => {
      // Only what is near the screen is in the page; letting the browser scroll would move the list under the toolbar.
      let before: number | undefined;
      for (let turn = 0; turn < MOST_TURNS; turn++) {
        const seen = await notebook.boundingBox();
        const first = await rows.first().getAttribute("data-index");
        if (!seen || first === null) continue;
        const at = (await row.count()) > 0 ? await row.boundingBox() : undefined;
        if (at) {
          const bottom = seen.y + seen.height;
          const isWhole = at.y >= seen.y - 1 && at.y + at.height <= bottom;
          const isAtTop = at.y >= seen.y - 1 && at.y <= seen.y + 2 * MARGIN;
          // Short of the top where the notebook ends.
          const isStuck = at.y === before && at.y < bottom - MARGIN;
          if (isWhole || isAtTop || isStuck) return row;
          before = at.y;
        }
        const screen = seen.height * (Number(first) > index ? -1 : 1);
        await scrollNotebook(page, at ? at.y - seen.y - MARGIN : screen);
        await sleep(50);
      }
      throw new Error(`Cell ${index} did not come to be seen`);
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
      const button = row.locator(".run-button-container .codicon-notebook-execute").first();
      // The button is there under the mouse only, and an output above that grows moves the cell away from it.
      for (let tries = 0; tries < 20; tries += 1) {
        await cell.show();
        const box = await row.boundingBox();
        if (box) await page.mouse.move(box.x + box.width / 2, box.y + 20);
        await sleep(50);
        if (await button.isVisible()) break;
      }
      await button.click();
    },
    type: async (code) => {
      await cell.show();
      await row.locator(".monaco-editor .view-lines").click();
      await row.locator(".monaco-editor.focused").waitFor();
      // An editor that has just come to the screen may take the first keys for nothing, and a click that is still at work
      // takes the selection away: what stands there in the end is what counts.
      const letters = (text: string) => [...text.replaceAll(/\s/g, "")].sort().join("");
      const shown = async () => letters(await row.locator(".monaco-editor .view-lines").innerText());
      for (let tries = 0; tries < 10; tries += 1) {
        await page.keyboard.press("Control+End");
        await page.keyboard.press("Control+Shift+Home");
        await page.keyboard.press("Delete");
        await page.keyboard.insertText(code);
        for (let looks = 0; looks < 10 && (await shown()) !== letters(code); looks += 1) await sleep(50);
        if ((await shown()) === letters(code)) return;
      }
    },
  };
  return cell;
}

/** Scrolls the notebook in front by about so many pixels. */
export async function scrollNotebook(page: Page, pixels: number): Promise<void> {
  const seen = await page.locator(NOTEBOOK).boundingBox();
  if (!seen) throw new Error("No notebook is in front");
  await page.mouse.move(seen.x + 10, seen.y + seen.height / 2);
  await page.mouse.wheel(0, pixels * WHEEL);
}

/** Empty when it has just gone: a cell's symbol changes while it is looked at. */
const classOf = async (symbol: Locator) =>
  (await symbol.getAttribute("class", { timeout: 500 }).catch(() => undefined)) ?? "";
