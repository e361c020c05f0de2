import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { after, before, describe, it } from "mocha";
import type { Browser, Page } from "playwright-core";
import { launch, missing } from "./chromium.ts";

const suite = missing === undefined ? describe : describe.skip;
if (missing !== undefined) console.log(`      values in Markdown in a browser: skipped, ${missing}`);

/** What VS Code's own renderer of Markdown does: it lets others extend its parser, and draws each cell in a shadow root. */
const page = `
  import MarkdownIt from "markdown-it";
  import { activate } from "./renderers/markdown.ts";
  const parser = new MarkdownIt({ html: true, linkify: true });
  const listeners = [];
  window.asked = [];
  window.fromHost = (message) => listeners.forEach((each) => each(message));
  window.draw = (text) => {
    const element = document.body.appendChild(document.createElement("div"));
    element.attachShadow({ mode: "open" }).innerHTML = parser.render(text);
  };
  window.drawn = () => [...document.querySelectorAll("div")].map((each) => each.shadowRoot.textContent.trim());
  window.ready = activate({
    getRenderer: async () => ({ extendMarkdownIt: (extend) => extend(parser) }),
    postMessage: (message) => window.asked.push(message),
    onDidReceiveMessage: (listener) => listeners.push(listener),
  });`;

declare global {
  interface Window {
    asked: unknown[];
    ready: Promise<void>;
    draw(text: string): void;
    drawn(): string[];
  }
}

suite("values in rendered Markdown", () => {
  let browser: Browser;
  let script: string;
  before(async () => {
    const root = fileURLToPath(new URL("../../", import.meta.url));
    const [made, opened] = await Promise.all([
      build({
        stdin: { contents: page, resolveDir: root },
        bundle: true,
        write: false,
        format: "iife",
        target: "es2023",
      }),
      launch(),
    ]);
    script = made.outputFiles[0]?.text ?? "";
    browser = opened;
  });
  after(() => browser.close());

  async function open(): Promise<Page> {
    const opened = await browser.newPage();
    opened.on("pageerror", (error) => assert.fail(error.message));
    await opened.addScriptTag({ content: script });
    await opened.evaluate(() => window.ready);
    return opened;
  }
  const draw = (on: Page, text: string) => on.evaluate((each) => window.draw(each), text);
  const tell = (on: Page, values: Record<string, string>) =>
    on.evaluate((now) => window.fromHost({ t: "values", values: now }), values);

  it("stand in the place of their names, and follow the runs", async () => {
    const on = await open();
    await draw(on, "# Of {{day}}\n\n{{dau.users}} users, `{{day}}`, {{ other }}");
    assert.deepEqual(await on.evaluate(() => window.drawn()), [
      "Of {{day}}\n{{dau.users}} users, {{day}}, {{ other }}",
    ]);
    await tell(on, { day: "2026-11-21", "dau.users": "<b>1,234</b>" });
    const shown = "Of 2026-11-21\n<b>1,234</b> users, {{day}}, {{ other }}";
    assert.deepEqual(await on.evaluate(() => window.drawn()), [shown]);
    await tell(on, { day: "2026-11-22" });
    await draw(on, "{{day}}");
    assert.deepEqual(await on.evaluate(() => window.drawn()), [
      "Of 2026-11-22\n{{dau.users}} users, {{day}}, {{ other }}",
      "2026-11-22",
    ]);
    assert.equal(await on.locator("between-value").first().getAttribute("title"), "{{day}}");
    await on.close();
  });

  it("are asked for once, and only where the text has such a name", async () => {
    const on = await open();
    await draw(on, "Nothing, `{{code}}` and {{ 1 }}");
    assert.deepEqual(await on.evaluate(() => window.asked), []);
    await draw(on, "{{day}} <between-value name='day'>x</between-value>");
    await draw(on, "{{toString}}");
    assert.deepEqual(await on.evaluate(() => window.asked), [{ t: "values?" }]);
    await on.close();
  });
});
