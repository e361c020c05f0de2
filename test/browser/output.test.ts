import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { after, afterEach, before, describe, it } from "mocha";
import type { Browser } from "playwright-core";
import type { CellOutput, ShownResult } from "../../protocol/cell-output.ts";
import { BetweenError } from "../../protocol/errors.ts";
import type { RendererAsk } from "../../protocol/renderer-messages.ts";
import { attack } from "./attacks.ts";
import { launch, missing } from "./chromium.ts";
import { buildRenderer, openOutputs, THEMES } from "./output-page.ts";
import type { OutputPage } from "./output-page.ts";
import { arrowPage, cellOutput, RUN, shownResult } from "./outputs.ts";
import { day, days } from "./records.ts";

const suite = missing === undefined ? describe : describe.skip;
if (missing !== undefined) console.log(`      outputs in a browser: skipped, ${missing}`);
const axe = fileURLToPath(new URL("../vscode/node_modules/axe-core/axe.min.js", import.meta.url));

/** With no style of ours in it, and no script but the bundle's; the page itself has one style. */
const STRICT = "default-src 'none'; script-src 'self'; style-src 'nonce-page'";
const dates = days(14);
const daily = (more: Partial<ShownResult> = {}) =>
  shownResult({
    columns: { day: dates, users: dates.map((_, i) => BigInt(1000 + i)) },
    types: day,
    spark: { day: "date", users: "bigint" },
    name: "dau",
    ...more,
  });
const line = { type: "line", x: "day", y: "users" } as const;
const charted = (more: Partial<ShownResult> = {}) => cellOutput({ results: [daily({ chart: line, ...more })] });
const nothing = { views: 0, charts: 0, asks: 0, observers: 0 };

const PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

suite("outputs in a browser, as the editor shows them", () => {
  let browser: Browser;
  let bundle: string;
  let open: OutputPage | undefined;
  before(async () => {
    [browser, bundle] = await Promise.all([launch(), mkdtemp(join(tmpdir(), "between-outputs-"))]);
    await buildRenderer(bundle);
  });
  after(async () => {
    await browser.close();
    await rm(bundle, { recursive: true });
  });
  afterEach(async () => {
    const trouble = open?.trouble;
    await open?.page.context().close();
    open = undefined;
    assert.deepEqual(trouble ?? [], []);
  });

  const start = async (options: Parameters<typeof openOutputs>[2] = {}) =>
    (open = await openOutputs(browser, bundle, { policy: STRICT, ...options }));

  it("say what a cell does, with a bar of how far it is, and change in place", async () => {
    const { show, page } = await start();
    const at = await show("1", cellOutput({ state: "queued", doing: { t: "queued", before: 2 } }));
    assert.match(await at.innerText(), /Waiting for 2 cells/);
    assert.equal(await at.getByRole("progressbar").count(), 0);
    const root = await at.elementHandle();
    await show(
      "1",
      cellOutput({ state: "running", doing: { t: "running", done: 12, total: 40, bytesRead: 3_200_000, rows: 1234 } }),
    );
    assert.match(await at.innerText(), /Running….*12 of 40 tasks · 3.2 MB read · 1,234 rows/s);
    const bar = at.getByRole("progressbar");
    assert.deepEqual([await bar.getAttribute("aria-valuenow"), await bar.getAttribute("aria-valuemax")], ["12", "40"]);
    await show("1", cellOutput({ state: "running", doing: { t: "starting-engine", detail: "Installing" } }));
    assert.equal(await bar.getAttribute("aria-valuenow"), null);
    assert.equal(await page.evaluate((before) => before?.isConnected, root), true);
  });

  it("offer to end a session that does not stop, and ask the host for it", async () => {
    const { show, asks } = await start();
    const since = Date.now() - 12_000;
    const at = await show("1", cellOutput({ state: "running", doing: { t: "cancelling", since, forceable: true } }));
    await at.getByRole("button", { name: "End session" }).click();
    assert.deepEqual(asks, [{ t: "do", output: "notebook/cell", what: "end-session" }]);
  });

  it("say why a result is stale, also when the host says so later", async () => {
    const { show, asks, page } = await start();
    const stale = { why: "parameters", names: ["day"] } as const;
    const at = await show("1", { ...charted(), stale, startedAt: Date.UTC(2026, 10, 21, 5, 5) });
    assert.match(await at.innerText(), /Computed with other values of day\./);
    await at.getByRole("button", { name: "Run all stale cells" }).click();
    await page.evaluate(() => window.fromHost({ t: "stale", output: "notebook/cell" }));
    assert.doesNotMatch(await at.innerText(), /Computed with/);
    await page.evaluate(() => window.fromHost({ t: "stale", output: "notebook/cell", stale: { why: "code" } }));
    assert.match(await at.innerText(), /The code has changed since this result\./);
    await at.getByRole("button", { name: "Run", exact: true }).click();
    assert.deepEqual(
      asks.map((ask) => ask.t === "do" && ask.what),
      ["run-dependents", "run"],
    );
  });

  it("print text with its streams and colours, and say exactly how much is left out", async () => {
    const { show } = await start();
    const at = await show(
      "1",
      cellOutput({
        text: [
          { stream: "stdout", text: "a \x1b[31mred\x1b[0m word\n" },
          { stream: "stderr", text: "warned\n", cut: 12_345 },
        ],
      }),
    );
    assert.equal(await at.locator(".stdout .ansi-1").innerText(), "red");
    assert.match(await at.locator(".stderr").innerText(), /12,345 characters left out here[\s\S]*stderr[\s\S]*warned/);
  });

  it("stay smooth over a megabyte of lines: only what is seen is laid out, what comes in is added", async () => {
    const { show, page } = await start();
    const lines = (count: number) =>
      Array.from({ length: count }, (_, i) => `\x1b[3${i % 8}mline ${i}\x1b[0m of the log`).join("\n");
    const text = (count: number) => cellOutput({ text: [{ stream: "stdout", text: lines(count) }] });
    const at = await show("1", text(30_000));
    assert.ok(lines(30_000).length > 900_000);
    const first = await at.locator("pre").first().elementHandle();
    const size = await at
      .locator(".printed")
      .evaluate((box) => [box.scrollTop + box.clientHeight >= box.scrollHeight - 4, box.clientHeight]);
    assert.deepEqual([size[0], Number(size[1]) <= 480], [true, true]);
    await show("1", text(30_100));
    assert.equal(await page.evaluate((pre) => pre?.isConnected, first), true);
    assert.match(await at.locator("pre").last().innerText(), /line 30099 of the log/);
  });

  it("show an error whole: message, place, what the engine said, what to do", async () => {
    const { show, asks } = await start();
    const engineText = Array.from({ length: 40 }, (_, i) => `frame ${i}`).join("\n");
    const error = {
      code: "engine.table-not-found",
      args: { name: "evnts" },
      at: { line: 2, column: 6 },
      engineText,
    } as const;
    const at = await show("1", cellOutput({ state: "failed", codeLine: 3, error }));
    assert.match(
      await at.innerText(),
      /There is no table or view evnts\.[\s\S]*frame 0\n[\s\S]*Run the cell that makes it/,
    );
    assert.doesNotMatch(await at.innerText(), /frame 39/);
    await at.getByRole("button", { name: "Show all 40 lines" }).click();
    assert.match(await at.locator(".trace").innerText(), /^frame 0\n[\s\S]*frame 39$/);
    await at.getByRole("button", { name: "cell 3, line 4" }).click();
    await at.getByRole("button", { name: "Copy" }).click();
    await at.getByRole("button", { name: "Copied" }).waitFor();
    const reveal = asks.find(({ t }) => t === "reveal");
    const copy = asks.find(({ t }) => t === "copy");
    assert.deepEqual(reveal, { t: "reveal", output: "notebook/cell", place: { line: 2, column: 6 } });
    assert.match(copy?.t === "copy" ? copy.text : "", /evnts\. \(cell 3, line 4\)[\s\S]*frame 39[\s\S]*Run the cell/);
  });

  it("show pictures, Markdown, text and HTML where they came, and run and fetch nothing of them", async () => {
    // As the editor's webview, which allows pictures in addresses and style.
    const policy = "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src data: https:";
    const { show, page } = await start({ policy });
    const html = `<table><tr><td>cell &amp; more</td></tr></table><img src="https://evil.test/x.png">${attack}`;
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" onload="window.hacked=1"><rect width="9" height="9"/></svg>`;
    const at = await show(
      "1",
      cellOutput({
        results: [daily()],
        media: [
          { mime: "text/markdown", data: `**bold** ${attack} [x](javascript:window.hacked=1)`, after: 0 },
          { mime: "image/png", data: PIXEL, after: 0 },
          { mime: "image/svg+xml", data: svg, after: 1 },
          { mime: "text/plain", data: "\u001b[31mplain\u001b[0m", after: 1 },
          { mime: "text/html", data: html, after: 1 },
          { mime: "image/png", data: "no picture!", after: 1 },
        ],
        mediaLeftOut: 2,
      }),
    );
    await at.locator(".markdown strong", { hasText: "bold" }).waitFor();
    const pictures = at.locator("img.picture");
    assert.equal(await pictures.count(), 2);
    await pictures.first().evaluate(async (img) => {
      if (img instanceof HTMLImageElement) await img.decode();
    });
    assert.equal(await pictures.first().evaluate((img) => img instanceof HTMLImageElement && img.naturalWidth), 1);
    const text = await at.innerText();
    assert.ok(text.indexOf("bold") < text.indexOf("users") && text.indexOf("users") < text.indexOf("plain"), text);
    assert.match(text, /A picture that cannot be read\./);
    assert.match(text, /2 more pictures or texts/);
    const frame = at.frameLocator("iframe");
    await frame.getByText("cell & more").waitFor();
    assert.equal(await page.evaluate(() => "hacked" in window), false);
    assert.equal(await at.locator("a[href^='javascript']").count(), 0);
    const frames = open?.page.frames() ?? [];
    assert.equal(await at.locator("iframe").getAttribute("sandbox"), "");
    // What the frame's own policy kept away is said in the console, which is no trouble here.
    const kept = (line: string) => /Refused to|violates the following|Blocked script/.test(line);
    if (open) open.trouble = open.trouble.filter((line) => !kept(line));
    assert.equal(frames.length, 2);
  });

  it("offer to run what makes a name that the session lost, for as long as the error stands there", async () => {
    const error = { code: "engine.table-not-found", args: { name: "daily" } } as const;
    const { show, asks, page } = await start({
      host: (ask) => (ask.t === "above" ? { name: "daily", cells: 2 } : {}),
    });
    const at = await show("1", cellOutput({ state: "failed", error }));
    await at.getByRole("status").getByText("daily is made by a cell above, and is not in this session.").waitFor();
    const button = at.getByRole("button", { name: "Run the 2 cells above again" });
    await button.focus();
    await page.keyboard.press("Enter");
    await button.and(at.locator(":not([aria-disabled=true])")).waitFor();
    assert.deepEqual(asks, [
      { t: "above", output: "notebook/cell" },
      { t: "do", output: "notebook/cell", what: "run-above" },
    ]);
    const korean = await show("2", cellOutput({ state: "failed", error, lang: "ko", output: "notebook/2" }));
    await korean.getByRole("button", { name: "위의 셀 2개 다시 실행" }).waitFor();
  });

  it("offer to run nothing where no cell above makes the name, and where the workspace is not trusted", async () => {
    const error = { code: "engine.table-not-found", args: { name: "events" } } as const;
    const { show, asks } = await start({ host: (ask) => (ask.t === "above" ? { cells: 0 } : {}) });
    const at = await show("1", cellOutput({ state: "failed", error }));
    assert.deepEqual(asks, [{ t: "above", output: "notebook/cell" }]);
    assert.equal(await at.getByRole("button", { name: /above/ }).count(), 0);
    await open?.page.context().close();
    const untrusted = await start({ trusted: false, host: () => ({ name: "events", cells: 1 }) });
    await untrusted.show("1", cellOutput({ state: "failed", error }));
    assert.deepEqual(untrusted.asks, []);
  });

  it("offer a Scala cell the engine that runs it, then to run again, by one button that keeps the keyboard", async () => {
    const error = { code: "cell.scala-needs-spark", args: {} } as const;
    const { show, asks, page } = await start({
      host: (ask) => (ask.t === "spark" ? { engine: "local-spark", selected: ask.select } : {}),
    });
    const at = await show("1", cellOutput({ state: "failed", error }));
    await at.getByRole("button", { name: "Switch to local-spark" }).focus();
    await page.keyboard.press("Enter");
    await at.getByRole("status").getByText("The notebook’s engine is local-spark now.").waitFor();
    await at
      .getByRole("button", { name: "Run this cell again" })
      .and(at.locator(":not([aria-disabled=true])"))
      .waitFor();
    await page.keyboard.press("Enter");
    await at
      .getByRole("button", { name: "Run this cell again" })
      .and(at.locator(":not([aria-disabled=true])"))
      .waitFor();
    assert.deepEqual(asks, [
      { t: "spark", output: "notebook/cell", select: false },
      { t: "spark", output: "notebook/cell", select: true },
      { t: "do", output: "notebook/cell", what: "run" },
    ]);
    const korean = await show("2", cellOutput({ state: "failed", error, lang: "ko", output: "notebook/2" }));
    await korean.getByRole("button", { name: "local-spark(으)로 전환" }).waitFor();
  });

  it("offer a Scala cell nothing where the server has no such engine", async () => {
    const { show, asks } = await start({ host: () => ({ selected: false }) });
    const error = { code: "cell.scala-needs-spark", args: {} } as const;
    const at = await show("1", cellOutput({ state: "failed", error }));
    assert.equal(asks.length, 1);
    assert.equal(await at.getByRole("button", { name: /Switch|Run/ }).count(), 0);
  });

  it("say what to do in the editor, with code as code", async () => {
    const { show } = await start();
    const at = await show(
      "1",
      cellOutput({ state: "failed", error: { code: "cell.undeclared", args: { name: "day" } } }),
    );
    const hint = at.locator(".hint");
    assert.match(await hint.innerText(), /^Declare it under params: in the front matter\. The Parameters view/);
    assert.deepEqual(await hint.locator("code").allInnerTexts(), ["params:"]);
    const saveable = { to: "daily" };
    const note = { code: "save.would-all", args: { to: "daily" } } as const;
    assert.match(
      await (await show("2", cellOutput({ notes: [note], saveable }))).innerText(),
      /run or “Save now” would/,
    );
    const skipped = { code: "source.skipped", args: { source: "logs", skipped: 3, lines: 5 } } as const;
    assert.match(
      await (await show("3", cellOutput({ notes: [skipped] }))).innerText(),
      /are left out\. With on-malformed: keep they stand/,
    );
  });

  it("say what a command answers, when it fails too", async () => {
    const { show } = await start({
      host: () => {
        throw new BetweenError("output.no-cell");
      },
    });
    const at = await show("1", cellOutput({ saveable: { to: "growth/dau" } }));
    await at.getByRole("button", { name: "Save now" }).click();
    await at.getByText("The cell of this output is gone.").waitFor();
  });

  it("draw the author's chart at once, and the table in its place by the keyboard; the choice is remembered", async () => {
    const { show, page, dispose } = await start();
    const at = await show("1", charted());
    assert.equal(await at.locator(".plot svg").count(), 1);
    assert.match(
      (await at.getByRole("figure").getAttribute("aria-label")) ?? "",
      /Line chart of users by day, 14 values\. Lowest 1,000/,
    );
    await at.getByRole("tab", { name: "Chart" }).focus();
    await page.keyboard.press("ArrowLeft");
    assert.equal(await at.getByRole("tab", { name: "Table" }).getAttribute("aria-selected"), "true");
    assert.equal(
      await at
        .getByRole("tab", { name: "Table" })
        .evaluate((tab) => (tab.getRootNode() as ShadowRoot).activeElement === tab),
      true,
    );
    assert.equal(await at.locator(".plot").count(), 0);
    await dispose("1");
    const again = await show("1", charted());
    assert.equal(await again.getByRole("tab", { name: "Table" }).getAttribute("aria-selected"), "true");
  });

  it("tell the host of the first chart that is drawn, once, and of none where none is", async () => {
    const { show, drawn, page } = await start({ trusted: false });
    await show("1", cellOutput({ results: [daily()] }));
    assert.deepEqual(drawn, []);
    for (const id of ["2", "3"]) {
      const at = await show(id, { ...charted(), output: id });
      await at.locator(".plot svg").waitFor();
    }
    await page.waitForFunction(() => window.census().asks === 0);
    assert.deepEqual(drawn, [{ t: "chart-drawn" }]);
  });

  it("reserve the chart's room: nothing moves when the picture comes", async () => {
    const { show, dispose, page } = await start();
    const at = await show("1", charted());
    const height = (await at.boundingBox())?.height;
    await dispose();
    await page.locator("[id='1']").evaluate((element) => {
      const heights: number[] = [];
      new ResizeObserver(() => heights.push(element.clientHeight - 16)).observe(element);
      Object.assign(window, { heights });
    });
    await show("1", charted());
    await at.locator(".plot svg").waitFor();
    const heights = await page.evaluate(() => (window as unknown as { heights: number[] }).heights);
    assert.ok(
      heights.slice(1).every((each) => Math.abs(each - (height ?? 0)) < 70),
      `${String(heights)} of ${height}`,
    );
  });

  it("tell values under the pointer and by the arrow keys", async () => {
    const { show, page } = await start();
    const at = await show("1", charted());
    await at.getByRole("figure").focus();
    await page.keyboard.press("ArrowRight");
    assert.match(await at.locator(".tooltip").innerText(), /day 2026-11-08\s*users\s*1,000/);
    await page.keyboard.press("Escape");
    await at.getByRole("figure").hover();
    assert.match(await at.locator(".tooltip").innerText(), /users\s*1,00\d/);
  });

  it("follow the editor's theme and width at once", async () => {
    const { show, page, theme } = await start({ theme: "light" });
    const at = await show("1", charted());
    const stroke = () => at.locator(".plot .mark-line path").getAttribute("stroke");
    assert.equal(await stroke(), "#2470b9");
    for (const kind of THEMES) {
      await theme(kind);
      const dark = kind === "dark" || kind === "high-contrast";
      await page.waitForFunction(
        (wanted) =>
          document
            .querySelector("#\\31 > div")
            ?.shadowRoot?.querySelector(".mark-line path")
            ?.getAttribute("stroke") === wanted,
        dark ? "#58b1ff" : "#2470b9",
      );
      assert.equal(await page.locator("[id='1'] > div").getAttribute("data-theme"), kind);
    }
    await page.setViewportSize({ width: 500, height: 800 });
    await page.waitForFunction(() => {
      const root = document.querySelector("#\\31 > div")?.shadowRoot;
      return (
        root?.querySelector("svg.marks")?.getAttribute("width") === String(root?.querySelector(".plot")?.clientWidth)
      );
    });
  });

  it("guess a chart, build another, keep it in the notebook and take it out again", async () => {
    const { show, asks } = await start();
    const columns = { page: ["/", "/cart", "/buy"], views: [3n, 2n, 1n], users: [2n, 1n, 1n] };
    const at = await show("1", cellOutput({ results: [shownResult({ columns })] }));
    await at.getByRole("tab", { name: "Chart" }).click();
    await at.locator(".plot svg").waitFor();
    assert.equal(await at.getByLabel("Type").inputValue(), "bar");
    await at.getByLabel("Type").selectOption("line");
    await at.getByRole("button", { name: "Add a column" }).click();
    await at.getByRole("button", { name: "Keep in notebook" }).click();
    await at.getByText("In the notebook").waitFor();
    const chart = { type: "line", x: "page", y: ["views", "users"] };
    assert.deepEqual(asks.at(-1), { t: "set-chart", output: "notebook/cell", chart });
    await at.getByRole("button", { name: "Remove", exact: true }).click();
    await at.getByRole("button", { name: "Keep in notebook" }).waitFor();
    assert.deepEqual(asks.at(-1), { t: "set-chart", output: "notebook/cell" });
  });

  it("count rows where nothing is worth adding up", async () => {
    const { show } = await start();
    const columns = { line: [1n, 2n, 3n], level: ["error", "info", "info"] };
    const at = await show("1", cellOutput({ results: [shownResult({ columns })] }));
    await at.getByRole("tab", { name: "Chart" }).click();
    await at.locator(".plot svg").waitFor();
    assert.equal(await at.getByLabel("Y", { exact: true }).locator("option:checked").innerText(), "Number of rows");
    await at.getByText("Data of the chart").click();
    assert.match(await at.locator(".data-table").innerText(), /Number of rows[\s\S]*error\s+1\s+info\s+2/);
    assert.doesNotMatch(await at.innerText(), /added up/);
  });

  it("draw all rows of a long result, added up by the engine, and say so", async () => {
    const answer = { run: "20261122T052342-00000001", result: 0 };
    const host = async (ask: RendererAsk, update: (news: object) => Promise<void>) => {
      if (ask.t === "query") {
        await update({ rows: 7 });
        return { ref: answer, rows: 14, schema: [], extent: "all" };
      }
      if (ask.t !== "rows") return {};
      // In two pages, as a longer answer comes.
      const part = {
        day: dates.slice(ask.from, ask.from + 7),
        users: dates.slice(0, 7).map((_, i) => BigInt(5000 + i)),
      };
      return { from: ask.from, arrow: arrowPage(part, day).arrow };
    };
    const { show, asks } = await start({ host });
    const at = await show("1", charted({ rows: 1_000_000, extent: "more" }));
    await at.getByText("All rows, added up by the engine").waitFor();
    await at.getByRole("figure", { name: /14 values\. Lowest 5,000/ }).waitFor();
    assert.deepEqual(asks[0], { t: "query", run: RUN, result: 0, query: { of: "chart", x: 0, y: [1], where: [] } });
    assert.deepEqual(
      asks.slice(1).map((ask) => ask.t === "rows" && [ask.run, ask.from]),
      [
        [answer.run, 0],
        [answer.run, 7],
      ],
    );
  });

  it("never pass the first rows for all: not when the engine fails, not while rows come, not when nobody may ask", async () => {
    const host = () => {
      throw new BetweenError("output.no-server");
    };
    const { show, page } = await start({ host });
    const at = await show("1", charted({ rows: 1_000_000, extent: "more" }));
    await at.locator(".badge").waitFor();
    assert.match(await at.innerText(), /Of the first 14 rows[\s\S]*No server is connected[\s\S]*Try again/);
    const { extent: _, ...coming } = daily({ chart: line });
    const second = await show("2", cellOutput({ output: "2", state: "running", results: [coming] }));
    assert.match(await second.innerText(), /Of the 14 rows so far/);
    await page.context().close();
    const untrusted = await start({ trusted: false });
    const third = await untrusted.show("3", charted({ rows: 500, extent: "all" }));
    await third.locator(".badge").waitFor();
    assert.match(await third.innerText(), /Of the first 14 of 500 rows/);
    assert.deepEqual(untrusted.asks, []);
  });

  it("draw many marks on a canvas, and refuse too many with an offer to add them up", async () => {
    const points = (count: number) =>
      shownResult({
        columns: {
          x: Array.from({ length: count }, (_, i) => i / 7),
          y: Array.from({ length: count }, (_, i) => Math.sin(i)),
        },
        chart: { type: "scatter", x: "x", y: "y" },
      });
    const { show } = await start();
    const at = await show("1", cellOutput({ results: [points(2_500)] }));
    await at.locator(".plot canvas").waitFor();
    const many = await show("2", cellOutput({ output: "2", results: [points(20_001)] }));
    await many.getByText("more than 20000 can be neither drawn well nor read").waitFor();
    await many.getByRole("button", { name: "Add up by x" }).click();
    await many.getByText("more than 20000").waitFor();
    assert.equal(await many.getByLabel("Type").count(), 0);
  });

  it("save as SVG, PNG of twice the size and CSV, and show the chart's rows", async () => {
    const { show, asks, page } = await start({
      host: (ask) => (ask.t === "save-file" ? { file: `out.${ask.extension}` } : {}),
    });
    const at = await show("1", charted());
    const saved: Record<string, Buffer> = {};
    for (const kind of ["SVG", "PNG", "CSV"]) {
      await at.getByRole("button", { name: kind, exact: true }).click();
      await at.getByText(`Saved: out.${kind.toLowerCase()}`).waitFor();
      const ask = asks.at(-1);
      if (ask?.t === "save-file") saved[kind] = Buffer.from(ask.base64, "base64");
      assert.equal(ask?.t === "save-file" && ask.name, "dau");
    }
    const svg = saved["SVG"]?.toString() ?? "";
    assert.match(
      svg,
      /^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"[^>]*><rect width="100%" height="100%" fill="#1f1f1f"\/>/,
    );
    assert.doesNotMatch(svg, /var\(/);
    const width = await at.locator(".plot svg").evaluate((picture) => picture.clientWidth);
    assert.equal(saved["PNG"]?.readUInt32BE(16), width * 2);
    assert.match(saved["CSV"]?.toString() ?? "", /^day,users\r\n2026-11-08,1000\r\n/);
    await at.getByText("Data of the chart").click();
    await at.locator(".data-table tbody tr").first().waitFor();
    assert.equal(await at.locator(".data-table tbody tr").count(), 14);
    assert.equal(await page.locator(".failed").count(), 0);
  });

  it("run nothing and load nothing, whatever logs, names, messages and specs hold", async () => {
    const log = `${attack} %html <script>window.hacked=1</script> \x1b]8;;javascript:window.hacked=1\x07link\x1b]8;;\x07 \x1b]0;title\x07`;
    const error = { code: "internal", args: { reason: attack }, at: { line: 1, column: 1 }, engineText: log } as const;
    const hostile = cellOutput({
      state: "failed",
      error,
      text: [
        { stream: "stdout", text: log },
        { stream: "stderr", text: log },
      ],
      checks: [{ level: "error", code: attack, args: { a: attack } }],
      notes: [{ code: attack, args: {} }],
      saved: [{ result: 0, to: attack, format: attack, rows: 1, replaced: attack }],
      stale: { why: "upstream", names: [attack] },
      results: [
        shownResult({
          columns: { [attack]: [attack, "b"], n: [1, 2], s: [attack, "=1+1"] },
          name: attack,
          chart: { type: "bar", x: attack, y: "n", series: "s", title: attack },
        }),
        shownResult({ columns: { [attack]: [attack, "b"], n: [1, 2] }, chart: { type: "pie", x: attack, y: "n" } }),
        shownResult({ columns: { [attack]: [attack, "b"], n: [1, 2] } }),
      ],
    });
    const specs = [
      {
        usermeta: {
          embedOptions: {
            ast: false,
            actions: true,
            editorUrl: "https://attack.test/",
            loader: { baseURL: "https://attack.test/" },
          },
        },
        data: { name: "d" },
        transform: [{ calculate: "(1,eval)('window.hacked=1')", as: "a" }],
        mark: "bar",
        encoding: { x: { field: "n" } },
      },
      { data: { url: "https://attack.test/data.csv" }, mark: "bar", encoding: { x: { field: "n" } } },
      {
        data: { name: "d" },
        mark: { type: "image", url: "https://attack.test/a.png", width: 9, height: 9 },
        encoding: { x: { field: "n", type: "quantitative" } },
      },
      {
        data: { name: "d" },
        mark: "point",
        encoding: {
          x: { field: "n", type: "quantitative" },
          href: { value: "javascript:window.hacked=1" },
          tooltip: { value: "<img src=x onerror=window.hacked=1>" },
        },
      },
      {
        $schema: "https://vega.github.io/schema/vega/v6.json",
        data: [{ name: "a", url: "https://attack.test/vega.json" }],
        marks: [],
      },
    ];
    const drawn = specs.map((vegaLite, i) =>
      cellOutput({ output: `spec ${i}`, results: [shownResult({ columns: { n: [1, 2] }, vegaLite })] }),
    );
    for (const policy of [STRICT, undefined]) {
      const { show, page, trouble } = await start({
        ...(policy === undefined ? { policy: "script-src * 'unsafe-inline' 'unsafe-eval'" } : { policy }),
      });
      const outputs = [await show("hostile", hostile)];
      for (const [i, output] of drawn.entries()) outputs.push(await show(`spec-${i}`, output));
      await page.waitForTimeout(300);
      for (const output of outputs) {
        for (const plot of await output.locator(".plot").all()) if (await plot.isVisible()) await plot.hover();
        for (const summary of await output.locator("summary").all()) await summary.click();
        await output
          .locator(".plot a")
          .first()
          .click({ timeout: 200, force: true })
          .catch(() => undefined);
      }
      assert.equal(await page.evaluate(() => "hacked" in window), false);
      assert.deepEqual(
        await page.evaluate(() => Object.keys(window).filter((name) => /^(vega.*|view)$/i.test(name))),
        [],
      );
      const inside = await page.evaluate(() =>
        [...document.querySelectorAll(".output > div")].flatMap((box) =>
          [...(box.shadowRoot?.querySelectorAll("script, iframe, .vega-actions, [onerror], [onload], a[href]") ?? [])]
            .map((found) => found.outerHTML)
            .filter((html) => !/^<a[^>]* href=""/.test(html)),
        ),
      );
      assert.deepEqual(inside, []);
      assert.deepEqual(trouble, []);
      await page.context().close();
    }
  });

  it("draw a user's spec over the result it names, in trusted workspaces only", async () => {
    const vegaLite = {
      data: { name: "dau" },
      mark: "bar",
      encoding: { x: { field: "day", type: "temporal" }, y: { field: "users", type: "quantitative" } },
      description: "Daily users",
    };
    const trusted = await start();
    const at = await trusted.show("1", cellOutput({ results: [daily({ vegaLite })] }));
    await at.locator(".plot .mark-rect path").nth(13).waitFor();
    assert.equal(await at.getByRole("figure").getAttribute("aria-label"), "Daily users");
    const wrong = await trusted.show(
      "2",
      cellOutput({ output: "2", results: [daily({ vegaLite: { data: { name: "dau" } } })] }),
    );
    await wrong.getByText("Vega-Lite cannot draw this").waitFor();
    await trusted.page.context().close();
    const untrusted = await start({ trusted: false });
    const none = await untrusted.show("1", cellOutput({ results: [daily({ vegaLite })] }));
    assert.match(await none.innerText(), /Vega-Lite cells are drawn in trusted workspaces only\./);
    assert.equal(await none.locator(".plot").count(), 0);
  });

  it("leave nothing behind: no view, chart, observer, listener or ask lives after its output", async () => {
    const { show, dispose, census, page, cancelled } = await start({
      host: (ask) => (ask.t === "query" ? undefined : {}),
    });
    await page.evaluate(() => {
      const alive = { resize: 0, mutation: 0, listeners: 0 };
      Object.assign(window, { alive });
      const Resize = window.ResizeObserver;
      window.ResizeObserver = class extends Resize {
        constructor(callback: ResizeObserverCallback) {
          super(callback);
          alive.resize++;
        }
        override disconnect(): void {
          super.disconnect();
          alive.resize--;
        }
      };
      for (const target of [window, document, document.body, document.documentElement]) {
        const { addEventListener, removeEventListener } = target;
        target.addEventListener = (...args: unknown[]) => (
          alive.listeners++,
          Reflect.apply(addEventListener, target, args) as void
        );
        target.removeEventListener = (...args: unknown[]) => (
          alive.listeners--,
          Reflect.apply(removeEventListener, target, args) as void
        );
      }
    });
    const outputs: [string, CellOutput][] = [
      ["chart", charted()],
      [
        "pie",
        cellOutput({
          output: "p",
          results: [shownResult({ columns: { k: ["a", "b"], n: [1, 2] }, chart: { type: "pie", x: "k", y: "n" } })],
        }),
      ],
      [
        "spec",
        cellOutput({
          output: "s",
          results: [
            daily({
              vegaLite: {
                data: { name: "dau" },
                mark: "bar",
                encoding: { y: { field: "users", type: "quantitative" } },
              },
            }),
          ],
        }),
      ],
      ["asking", { ...charted({ rows: 1_000_000, extent: "more" }), output: "a" }],
      ["table", cellOutput({ output: "t", results: [daily()] })],
    ];
    for (const round of [1, 2]) {
      for (const [id, output] of outputs) await show(id, output);
      await page.locator("[id=spec] .mark-rect path").first().waitFor();
      // Drawn again under the same id, as after each change.
      for (const [id, output] of outputs)
        await show(id, { ...output, notes: [{ code: "session.names-lost", args: { names: "a" } }] });
      assert.deepEqual(await census(), { views: 5, charts: 3, asks: 1, observers: 1 });
      await dispose("chart");
      assert.equal((await census()).views, 4);
      await dispose(undefined);
      assert.deepEqual(await census(), nothing);
      await page.waitForTimeout(50);
      assert.deepEqual(await page.evaluate(() => (window as unknown as { alive: object }).alive), {
        resize: 0,
        mutation: 0,
        listeners: 0,
      });
      assert.equal(cancelled.length, round);
      assert.equal(await page.evaluate(() => document.querySelectorAll(".output > *").length), 0);
    }
  });

  it("say what is wrong with an output that cannot be read", async () => {
    const { show } = await start();
    assert.match(await (await show("1", "{")).innerText(), /This output cannot be read/);
    assert.match(await (await show("2", '{"v":2,"results":[]}')).innerText(), /written by a newer Between Notebooks/);
  });

  it("speak Korean where the output does", async () => {
    const { show } = await start();
    const at = await show("1", { ...charted(), lang: "ko", stale: { why: "code" } });
    assert.match(await at.innerText(), /이 결과가 나온 뒤에 코드가 바뀌었습니다\.[\s\S]*표[\s\S]*차트[\s\S]*전체 14행/);
  });

  it("have no fault that axe finds, in any theme", async function () {
    if (!existsSync(axe)) {
      console.log("      axe-core: skipped, it comes with the packages of test/vscode");
      return this.skip();
    }
    const script = await readFile(axe, "utf8");
    for (const theme of THEMES) {
      const { show, page } = await start({ theme, policy: "script-src * 'unsafe-inline' 'unsafe-eval'" });
      const error = {
        code: "engine.table-not-found",
        args: { name: "e" },
        at: { line: 2, column: 6 },
        engineText: "a\n".repeat(30),
      } as const;
      await show("1", {
        ...charted(),
        stale: { why: "code" },
        text: [{ stream: "stderr", text: "warned" }],
        error,
        saveable: { to: "a" },
      });
      await show(
        "2",
        cellOutput({ output: "2", state: "running", doing: { t: "running", done: 1, total: 2 }, results: [daily()] }),
      );
      await show(
        "3",
        cellOutput({
          output: "3",
          results: [
            shownResult({ columns: { k: ["a"], n: [1] }, extent: "more", chart: { type: "bar", x: "k", y: "n" } }),
          ],
        }),
      );
      const vegaLite = {
        data: { name: "dau" },
        mark: "bar",
        encoding: { x: { field: "day", type: "ordinal" }, y: { field: "users", type: "quantitative" } },
      };
      await show("4", cellOutput({ output: "4", results: [daily({ vegaLite })] }));
      await page.getByRole("button", { name: "Edit chart" }).first().click();
      await page.evaluate(script);
      const faults = await page.evaluate(async () => {
        const { axe } = window as unknown as {
          axe: {
            run(
              options: object,
            ): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }>;
          };
        };
        const { violations } = await axe.run({
          runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"],
          rules: {
            region: { enabled: false },
            "landmark-one-main": { enabled: false },
            "page-has-heading-one": { enabled: false },
          },
        });
        return violations.flatMap(({ id, nodes }) =>
          nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`),
        );
      });
      assert.deepEqual(faults, [], theme);
      await page.context().close();
    }
  });
});
