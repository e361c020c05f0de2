/** What the editor asks a person, and how they answer: dialogs, lines to fill in, files to choose. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Frame, Locator } from "playwright-core";
import type { Workbench } from "./workbench.ts";

/** A button of the dialog that is open. */
export const dialogButton = ({ page }: Workbench, label: string): Locator =>
  page.locator(".monaco-dialog-box .monaco-button", { hasText: label });

/** The line that is asked for. */
export const inputLine = ({ page }: Workbench): Locator =>
  page.locator(".quick-input-widget:visible .quick-input-box input");

/** Fills in a line, once it is asked for under this title. */
export async function answerLine(workbench: Workbench, title: string, text?: string): Promise<void> {
  await workbench.page.locator(".quick-input-widget:visible .quick-input-title", { hasText: title }).waitFor();
  if (text !== undefined) await inputLine(workbench).fill(text);
  await inputLine(workbench).press("Enter");
}

/** Writes a path into the editor's own file dialog (`files.simpleDialog.enable`) and takes it. */
export async function chooseFile(workbench: Workbench, path: string, limitMs = 30_000): Promise<void> {
  const { page } = workbench;
  const ok = page.locator(".quick-input-widget:visible .quick-input-action .monaco-button:not([title=''])").first();
  await ok.waitFor({ timeout: limitMs });
  const line = inputLine(workbench);
  // The dialog writes its own folder into the line once it has read it, and goes into a folder that is given.
  while (!(await line.inputValue()).startsWith(path)) {
    await sleep(300);
    await line.fill(path);
    await sleep(300);
  }
  await ok.click();
  await sleep(700);
  if ((await ok.isVisible()) && (await line.inputValue()) === `${path}/`) await ok.click();
  await ok.waitFor({ state: "hidden" });
}

/** Takes what a message offers, behind the bell, where it stays: on the screen it goes by itself after seconds. */
export async function takeOffer(workbench: Workbench, message: string, label: string): Promise<void> {
  await workbench.message(message);
  await workbench.run("Notifications: Show Notifications");
  const kept = workbench.page.locator(".notifications-center.visible .notification-list-item", { hasText: message });
  await kept.getByText(label).click();
}

/** The page inside of a view of ours that is a web view, once it has this in it. */
export async function viewPage({ page }: Workbench, selector: string, limitMs = 30_000): Promise<Frame> {
  const deadline = performance.now() + limitMs;
  while (performance.now() < deadline) {
    for (const frame of page.frames()) {
      const found = await frame
        .locator(selector)
        .count()
        .catch(() => 0); // The frame has just gone.
      if (frame !== page.mainFrame() && found > 0) return frame;
    }
    await sleep(50);
  }
  throw new Error(`No view shows ${selector}`);
}

/** Row of a tree view. */
export const treeRow = ({ page }: Workbench, text: string): Locator =>
  page.locator(".pane-body .monaco-list-row", { hasText: text });

/** Chooses one of several kernels in the notebook's toolbar. */
export async function pickKernel(workbench: Workbench, label: string): Promise<void> {
  const { page } = workbench;
  await page.locator(".notebookOverlay:visible .notebook-toolbar-container .kernel-label").click();
  for (const step of ["Select Another Kernel", "Between Notebooks", label]) await workbench.choose(step);
}
