/**
 * The editor's window in a browser, as a user sees and uses it: open a notebook, run a command through the palette, run
 * cells, look into the outputs, take a picture. Whatever a test needs besides is on `page`, a playwright page.
 *
 *     await workbench.open("a.between-nb");
 *     await workbench.toolbar("Run All");
 *     await workbench.cell(1).until("success");
 *     await (await workbench.outputs()).locator("table").waitFor();
 */
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Browser, Frame, Locator, Page } from "playwright-core";
import { launch, LOCAL_NETWORK } from "../browser/chromium.ts";
import { root } from "../support/between.ts";
import { cellAt, scrollNotebook, type Cell } from "./cell.ts";
import { isNoise } from "./noise.ts";
import type { VsCode } from "./start-vscode.ts";

export type Workbench = AsyncDisposable & {
  page: Page;
  /** Opens a file of the workspace folder, or by its absolute path. */
  open(file: string): Promise<void>;
  /** Runs a command by its title as the palette shows it. */
  run(command: string): Promise<void>;
  /** Presses a button of the notebook's toolbar, by the start of its label: "Run All". */
  toolbar(label: string): Promise<void>;
  /** A cell of the notebook in front, counted from 0, Markdown cells included. */
  cell(index: number): Cell;
  /** Scrolls the notebook in front by about so many pixels. */
  scroll(pixels: number): Promise<void>;
  /** The document that shows the outputs of the notebook in front. */
  outputs(): Promise<Frame>;
  /** Texts of the notifications on screen. */
  notifications(): Promise<string[]>;
  /** Waits for a notification that has this in its text. */
  message(text: string): Promise<Locator>;
  /** Chooses from the list that a command shows. */
  choose(label: string): Promise<void>;
  /** Reloads the window, as "Developer: Reload Window" does. */
  reload(): Promise<void>;
  theme(theme: Theme): Promise<void>;
  /** Leaves `out/screenshots/NAME.png`. */
  screenshot(name: string): Promise<void>;
  /** What the window's console said, without the editor's usual noise. */
  console: readonly string[];
};

/** The editor's own themes, one of each kind. */
export const THEMES = {
  light: "Light 2026",
  dark: "Dark 2026",
  "high-contrast": "Default High Contrast",
  "high-contrast-light": "Default High Contrast Light",
} as const;
export type Theme = keyof typeof THEMES;

const READY_MS = 60_000;

const CONTRIBUTIONS_KNOWN = "code/didLoadExtensions";

let shared: Promise<Browser> | undefined;

/** Opens a window on the workspace folder and waits until it can be used. */
export async function openWorkbench(vscode: VsCode): Promise<Workbench> {
  const browser = await (shared ??= launch([LOCAL_NETWORK]));
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, deviceScaleFactor: 1 });
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: vscode.url });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const said: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" && !isNoise(message.text())) said.push(message.text());
  });
  const load = async () => {
    await page.locator(".monaco-workbench .statusbar").waitFor({ timeout: READY_MS });
    // The editor's own mark: from now on it knows what extensions contribute, their commands and notebook types.
    await page.waitForFunction((mark) => performance.getEntriesByName(mark).length > 0, CONTRIBUTIONS_KNOWN);
  };
  await page.goto(`${vscode.url}/?folder=${encodeURIComponent(vscode.folder)}`);
  await load();

  const workbench: Workbench = {
    page,
    console: said,
    open: async (file) => {
      const path = file.startsWith("/") ? file : join(vscode.folder, file);
      await pick(page, path);
      await page.locator(".monaco-workbench .tab.active", { hasText: path.split("/").at(-1) ?? path }).waitFor();
    },
    run: (command) => pick(page, `>${command}`),
    toolbar: async (label) => {
      const buttons = page.locator(".notebookOverlay:visible .notebook-toolbar-container a.action-label");
      await buttons
        .filter({ hasText: label })
        .or(page.locator(`.notebookOverlay:visible .notebook-toolbar-container a[aria-label^="${label}"]`))
        .first()
        .click();
    },
    cell: (index) => cellAt(page, index),
    scroll: (pixels) => scrollNotebook(page, pixels),
    outputs: () => outputsOf(page),
    notifications: () => page.locator(".notifications-toasts .notification-list-item-message").allInnerTexts(),
    message: async (text) => {
      const toast = page.locator(".notifications-toasts .notification-list-item", { hasText: text });
      await toast.waitFor();
      return toast;
    },
    choose: (label) => page.locator(".quick-input-list .monaco-list-row", { hasText: label }).first().click(),
    reload: async () => {
      await page.reload();
      await load();
    },
    theme: async (theme) => {
      await vscode.set({ "workbench.colorTheme": THEMES[theme] });
      const base = { light: "vs", dark: "vs-dark", "high-contrast": "hc-black", "high-contrast-light": "hc-light" };
      await page.locator(`.monaco-workbench.${base[theme]}`).waitFor();
    },
    screenshot: async (name) => {
      const path = join(root, `out/screenshots/${name}.png`);
      await mkdir(dirname(path), { recursive: true });
      await page.screenshot({ path, animations: "disabled" });
    },
    [Symbol.asyncDispose]: () => context.close(),
  };
  return workbench;
}

/** Types into the quick input and takes the row that says so: the list is filled little by little, best guesses first. */
async function pick(page: Page, text: string): Promise<void> {
  const input = page.locator(".quick-input-widget input");
  const isCommand = text.startsWith(">");
  await page.keyboard.press(isCommand ? "F1" : "Control+p");
  await input.waitFor();
  await input.fill(text);
  const wanted = isCommand ? text.slice(1) : (text.split("/").at(-1) ?? text);
  const row = page.locator(".quick-input-list .monaco-list-row").filter({ hasText: wanted }).first();
  await row.click();
  await input.waitFor({ state: "hidden" });
}

/** While one tab takes the place of another both have outputs on screen for a moment: the frame that stays is meant. */
const STAYS_MS = 250;
/** Two that are there for longer stand side by side; the first is meant. */
const SIDE_BY_SIDE_MS = 5_000;

async function outputsOf(page: Page): Promise<Frame> {
  const began = performance.now();
  const deadline = began + READY_MS;
  let before: Frame | undefined;
  while (performance.now() < deadline) {
    const shown: Frame[] = [];
    for (const frame of page.frames()) if (await hasOutputs(frame, page)) shown.push(frame);
    const [only, ...others] = shown;
    const isSettled = others.length === 0 || performance.now() > began + SIDE_BY_SIDE_MS;
    if (only && isSettled && only === before) return only;
    before = only;
    await sleep(STAYS_MS);
  }
  throw new Error("No notebook shows outputs");
}

async function hasOutputs(frame: Frame, page: Page): Promise<boolean> {
  if (frame.parentFrame()?.parentFrame() !== page.mainFrame()) return false;
  try {
    const element = await frame.parentFrame()?.frameElement();
    if (!(await element?.isVisible())) return false;
    return (await frame.locator(".output_container, .preview").count()) > 0;
  } catch (thrown) {
    // A frame may go while it is looked at.
    if (thrown instanceof Error && /detached|Target closed|context was destroyed/.test(thrown.message)) return false;
    throw thrown;
  }
}
