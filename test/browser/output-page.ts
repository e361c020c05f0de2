import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Browser, Locator, Page } from "playwright-core";
import type { CellOutput } from "../../protocol/cell-output.ts";
import { BetweenError } from "../../protocol/errors.ts";
import type { RendererAsk, ToHost, ToRenderer } from "../../protocol/renderer-messages.ts";

export type Theme = "light" | "dark" | "high-contrast" | "high-contrast-light";
/** Class of the body and variables on the root, as VS Code has them in its own theme of each kind. */
const themes = JSON.parse(readFileSync(new URL("editor-themes.json", import.meta.url), "utf8")) as Record<
  Theme,
  { body: string; style: Record<string, string> }
>; // SAFETY: a file of ours.
export const THEMES: readonly Theme[] = ["light", "dark", "high-contrast", "high-contrast-light"];

/** Bundles the renderer as `build.ts` does. */
export async function buildRenderer(outdir: string): Promise<void> {
  await build({
    absWorkingDir: fileURLToPath(new URL("../../", import.meta.url)),
    entryPoints: { output: "renderers/output.ts" },
    outdir,
    bundle: true,
    minify: true,
    splitting: true,
    platform: "browser",
    format: "esm",
    target: "es2023",
    charset: "utf8",
    define: { "process.env.NODE_ENV": '"production"' },
  });
}

export type Census = { views: number; charts: number; asks: number; observers: number };

export type OutputPage = {
  page: Page;
  /** Draws an output as VS Code does; one of the same id again, in place. The root of what is drawn. */
  show(id: string, output: CellOutput | string): Promise<Locator>;
  dispose(id?: string): Promise<void>;
  census(): Promise<Census>;
  theme(theme: Theme): Promise<void>;
  /** Every ask, in order, but those that only tell of a chart. */
  asks: RendererAsk[];
  drawn: RendererAsk[];
  cancelled: string[];
  /** What is no business of an output: requests, dialogs, errors. */
  trouble: string[];
};

export type Host = (ask: RendererAsk, update: (update: object) => Promise<void>) => unknown;

type Options = { theme?: Theme; trusted?: boolean; host?: Host; width?: number; policy?: string; state?: unknown };

const ORIGIN = "http://outputs.test";

/** A page that is to the renderer what VS Code's webview is: its theme's variables, its messages, its element for each output. */
export async function openOutputs(browser: Browser, bundle: string, options: Options = {}): Promise<OutputPage> {
  const { theme = "dark", trusted = true, host = () => ({}), width = 860, policy, state } = options;
  const context = await browser.newContext({ viewport: { width: width + 60, height: 900 }, locale: "en-US" });
  const page = await context.newPage();
  const trouble: string[] = [];
  const asks: RendererAsk[] = [];
  const drawn: RendererAsk[] = [];
  const cancelled: string[] = [];
  page.on("pageerror", (error) => trouble.push(`error ${error.message}`));
  page.on("dialog", (dialog) => {
    trouble.push("dialog");
    void dialog.dismiss();
  });
  page.on("console", (message) => message.type() === "error" && trouble.push(`console ${message.text()}`));
  await context.route("**/*", async (route) => {
    const url = new URL(route.request().url());
    if (url.origin !== ORIGIN) {
      trouble.push(`request ${url.href}`);
      return route.abort();
    }
    if (url.pathname === "/") return route.fulfill({ contentType: "text/html", body: pageHtml(policy) });
    const body = await readFile(join(bundle, url.pathname)).catch(() => undefined);
    if (body === undefined) trouble.push(`request ${url.href}`);
    return body === undefined ? route.abort() : route.fulfill({ contentType: "text/javascript", body });
  });
  await page.exposeFunction("toHost", async (message: ToHost) => {
    if (message.t === "cancel") return void cancelled.push(message.id);
    const { id, ask } = message;
    if (ask.t === "chart-drawn") drawn.push(ask);
    else asks.push(ask);
    const tell = (answer: ToRenderer) => page.evaluate((said) => window.fromHost(said), answer as never);
    try {
      const value = await host(ask, (update) => tell({ t: "updated", id, update }));
      if (value !== undefined) await tell({ t: "reply", id, value: value as never }); // SAFETY: what a test answers.
    } catch (thrown) {
      await tell({ t: "failed", id, error: BetweenError.from(thrown).toWire() });
    }
  });
  const setTheme = (name: Theme) =>
    page.evaluate(({ body, style }) => {
      document.body.className = body;
      document.documentElement.style.cssText = Object.entries(style)
        .map(([variable, value]) => `${variable}:${value}`)
        .join(";");
    }, themes[name]);
  await page.goto(`${ORIGIN}/`);
  await setTheme(theme);
  await page.evaluate(start, { trusted, state });
  return {
    page,
    asks,
    drawn,
    cancelled,
    trouble,
    theme: setTheme,
    show: async (id, output) => {
      const text = typeof output === "string" ? output : JSON.stringify(output);
      await page.evaluate(([item, json]) => window.showOutput(item, json), [id, text] as const);
      return page.locator(`[id="${id}"] .out, [id="${id}"] > p`);
    },
    dispose: (id) => page.evaluate((item) => window.disposeOutput(item), id),
    census: () => page.evaluate(() => window.census()),
  };
}

const pageHtml = (policy: string | undefined) => `<!doctype html><html lang="en">
${policy === undefined ? "" : `<meta http-equiv="Content-Security-Policy" content="${policy}">`}
<title>outputs</title>
<style nonce="page">body{margin:0;padding:8px 16px;background:var(--vscode-notebook-editorBackground,var(--vscode-editor-background));color:var(--vscode-foreground);font-family:var(--vscode-font-family);font-size:14px}
.output{padding:8px;margin-bottom:12px;overflow:auto}</style><body></body></html>`;

/** Runs in the page. */
async function start({ trusted, state }: { trusted: boolean; state: unknown }): Promise<void> {
  const listeners: ((message: unknown) => void)[] = [];
  let kept = state;
  const path: string = "/output.js";
  const module = (await import(path)) as { activate(context: unknown): Promise<Renderer> };
  const renderer = await module.activate({
    workspace: { isTrusted: trusted },
    getState: () => kept,
    setState: (next: unknown) => {
      kept = JSON.parse(JSON.stringify(next)) as unknown;
    },
    postMessage: (message: unknown) => void window.toHost(JSON.parse(JSON.stringify(message))),
    onDidReceiveMessage: (listener: (message: unknown) => void) => listeners.push(listener),
  });
  window.fromHost = (message) => listeners.forEach((listener) => listener(message));
  window.showOutput = async (id, text) => {
    let element = document.getElementById(id);
    if (!element) {
      element = document.createElement("div");
      element.id = id;
      element.className = "output";
      document.body.append(element);
    }
    await renderer.renderOutputItem({ id, text: () => text }, element, new AbortController().signal);
  };
  window.disposeOutput = (id) => renderer.disposeOutputItem(id);
  window.census = () => renderer.census();
  window.savedState = () => kept;
}

type Renderer = {
  renderOutputItem(item: { id: string; text(): string }, element: HTMLElement, signal: AbortSignal): Promise<void>;
  disposeOutputItem(id?: string): void;
  census(): Census;
};

declare global {
  interface Window {
    toHost(message: unknown): Promise<void>;
    fromHost(message: unknown): void;
    showOutput(id: string, text: string): Promise<void>;
    disposeOutput(id?: string): void;
    census(): Census;
    savedState(): unknown;
  }
}
