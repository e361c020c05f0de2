import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";

const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

/** Why the tests of this folder cannot run here, if they cannot. */
export const missing = existsSync(executablePath) ? undefined : `no browser at ${executablePath} (set CHROMIUM)`;

/** Otherwise the browser keeps pages from sockets of the loopback address. */
export const LOCAL_NETWORK = "--disable-features=LocalNetworkAccessChecks,LocalNetworkAccessChecksWebSockets";

/** A browser that talks to nobody of its own accord. */
export function launch(extra: readonly string[] = []): Promise<Browser> {
  const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
  return chromium.launch({
    executablePath,
    headless: true,
    args: [...args, "--disable-component-update", "--disable-sync", ...extra],
  });
}

export type Watched = {
  page: Page;
  /** Requests for anything but the file itself, violations of the page's policy, and errors: a report has none. */
  trouble: string[];
};

/** Opens a report offline from the disk and watches what it does. */
export async function open(browser: Browser, file: string, options: BrowserContextOptions = {}): Promise<Watched> {
  const context = await browser.newContext({ offline: true, ...options });
  const page = await context.newPage();
  const trouble: string[] = [];
  page.on("request", (request) => {
    if (request.url() !== `file://${file}` && !request.url().startsWith("data:"))
      trouble.push(`request ${request.url()}`);
  });
  page.on("pageerror", (error) => trouble.push(`error ${error.message}`));
  page.on("dialog", (dialog) => {
    trouble.push("dialog");
    void dialog.dismiss();
  });
  // The browser tells of a broken policy on the console.
  page.on("console", (message) => trouble.push(`console ${message.text()}`));
  await page.goto(`file://${file}`);
  return { page, trouble };
}
