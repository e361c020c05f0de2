import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { after, afterEach, before, describe, it } from "mocha";
import type { Browser, Page } from "playwright-core";
import { launch, missing } from "./chromium.ts";
import type { Mounted } from "./grid-page.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const axeFile = `${root}test/vscode/node_modules/axe-core/axe.min.js`;

const suite = missing === undefined ? describe : describe.skip;
if (missing !== undefined) console.log(`      the table in a browser: skipped, ${missing}`);

suite("the table in a browser", () => {
  let browser: Browser;
  let script: string;
  let page: Page;
  before(async () => {
    const [made, opened] = await Promise.all([
      build({
        entryPoints: [`${root}test/browser/grid-page.ts`],
        bundle: true,
        write: false,
        format: "iife",
        target: "es2023",
        alias: { "#catalogues": `${root}protocol/wording/catalogues.ts` },
      }),
      launch(),
    ]);
    script = made.outputFiles[0]?.text ?? "";
    browser = opened;
  });
  afterEach(() => page.close());
  after(() => browser.close());

  async function open(options: Mounted, colorScheme: "light" | "dark" = "light"): Promise<void> {
    page = await browser.newPage({ viewport: { width: 1000, height: 700 }, colorScheme });
    page.on("pageerror", (error) => assert.fail(error.stack ?? error.message));
    await page.setContent(
      `<html lang="en" style="color-scheme:light dark"><title>table</title><main><h1>Table</h1><div id="output"></div><button>after</button></main>`,
    );
    await page.addScriptTag({ content: script });
    await page.evaluate((of) => window.mount(of), options);
  }
  const again = (options: Mounted) => page.evaluate((of) => window.mount(of), options);
  const asks = (kind: string) => page.evaluate((t) => window.asks.filter((ask) => ask.t === t), kind);
  const row = (n: number) => page.locator(`[role=row][aria-rowindex="${n + 1}"]`);
  const cell = (n: number, column: number) => row(n).locator(`[aria-colindex="${column + 1}"]`);
  const focused = () =>
    page.evaluate(() => {
      const active = document.querySelector("#output")?.shadowRoot?.activeElement;
      const line = active?.closest("[role=row]");
      return `${line?.getAttribute("aria-rowindex")} ${active?.getAttribute("aria-colindex")}`;
    });
  const isFocused = (element: Element) => {
    const root = element.getRootNode();
    return root instanceof ShadowRoot && root.activeElement === element;
  };
  const grid = () => page.getByRole("grid");
  const note = () => page.locator(".note");
  const menu = async (heading: string, item: string) => {
    const head = page.getByRole("columnheader", { name: heading });
    await head.hover();
    await head.locator(".menu-button").click();
    await page.getByRole("menu").getByText(item).click();
  };
  const inDocument = () => page.locator("[role=row]").count();

  it("shows the rows of the output in the first paint, at its final height, asking nobody", async () => {
    await open({ rows: 10_000, page: 1000, extent: "all" });
    const painted = await page.evaluate(() => {
      window.unmount();
      window.mount({ rows: 10_000, page: 1000, extent: "all" });
      const root = document.querySelector("#output");
      const rows = root?.shadowRoot?.querySelectorAll("[role=row]").length ?? 0;
      return { rows, height: root?.getBoundingClientRect().height, text: root?.shadowRoot?.textContent };
    });
    assert.ok(painted.rows > 15);
    assert.match(painted.text ?? "", /9007199254740993mina0\.00/);
    await page.waitForTimeout(300);
    const height = await page.evaluate(() => document.querySelector("#output")?.getBoundingClientRect().height);
    assert.equal(height, painted.height);
    assert.deepEqual(await page.evaluate(() => window.asks), []);
    assert.equal(await note().textContent(), "10,000 rows");
  });

  it("takes as much height as few rows need", async () => {
    await open({ rows: 3, page: 3, extent: "all" });
    assert.ok(((await page.locator(".main").boundingBox())?.height ?? 0) < 140);
    await again({ rows: 0, page: 0, extent: "all" });
    assert.equal(await note().textContent(), "0 rows");
    assert.equal(await page.getByRole("columnheader", { name: "user" }).isVisible(), true);
  });

  it("reaches row 10,000,000 by key, by number and by the scroll bar, with few rows in the document", async () => {
    await open({ rows: 10_000_000, page: 100, extent: "all" });
    await cell(1, 1).click();
    await page.keyboard.press("Control+End");
    await row(10_000_000).waitFor();
    await page.waitForFunction(() =>
      document.querySelector("#output")?.shadowRoot?.textContent?.includes("1249999.875"),
    );
    assert.equal(await focused(), "10000001 9");
    const last = await row(10_000_000).boundingBox();
    const box = await grid().boundingBox();
    assert.ok(last && box && last.y + last.height <= box.y + box.height + 1, "the last row is seen whole");

    await page.getByRole("button", { name: "Go to row" }).click();
    await page.keyboard.type("5,000,000");
    await page.keyboard.press("Enter");
    await row(5_000_000).waitFor();
    assert.match(await focused(), /^5000001 /);

    await grid().evaluate((element) => (element.scrollTop = 0));
    await row(1).waitFor();
    await grid().evaluate((element) => (element.scrollTop = element.scrollHeight));
    await row(10_000_000).waitFor();
    assert.ok((await inDocument()) < 45);
    assert.ok((await asks("rows")).length <= 5, "places passed by are not read");
  });

  it("goes on by the rows' own pixels with the wheel, where the scroll bar stands for millions", async () => {
    await open({ rows: 10_000_000, page: 100, extent: "all" });
    await grid().hover();
    const top = () => page.locator(".row:not(.away)").first().getAttribute("aria-rowindex");
    const before = Number(await top());
    for (let i = 0; i < 10; i++) await page.mouse.wheel(0, 240);
    await page.waitForFunction(
      () =>
        Number(document.querySelector("#output")?.shadowRoot?.querySelector(".row")?.getAttribute("aria-rowindex")) >
        90,
    );
    assert.ok(Math.abs(Number(await top()) - before - 100) <= 7, String(await top()));
  });

  it("lets the page have the wheel only where the table is at its end", async () => {
    await open({ rows: 40, page: 40, extent: "all" });
    await page.evaluate(() => {
      window.addEventListener("wheel", () => (document.title += "w"));
    });
    await grid().hover();
    await page.mouse.wheel(0, 100);
    await page.waitForFunction(
      () => (document.querySelector("#output")?.shadowRoot?.querySelector(".scroll")?.scrollTop ?? 0) > 0,
    );
    assert.equal(await page.title(), "table");
    await page.mouse.wheel(0, 10_000);
    await page.mouse.wheel(0, 100);
    await page.waitForFunction(() => document.title === "tablew");
  });

  it("keeps few cells in the document for two thousand columns, and reaches the last one", async () => {
    await open({ rows: 500, page: 50, extent: "all", columns: 2000 });
    assert.ok((await page.locator("[role=gridcell]").count()) < 800);
    await cell(1, 1).click();
    await page.keyboard.press("End");
    await cell(1, 2000).waitFor();
    assert.equal(await focused(), "2 2001");
    assert.ok((await page.locator("[role=gridcell]").count()) < 800);
  });

  it("is one stop of the Tab key, and leaves keys that it does not use to the editor", async () => {
    await open({ rows: 40, page: 40, extent: "all" });
    await page.evaluate(() => window.addEventListener("keydown", (event) => (document.title = event.key)));
    await page.keyboard.press("Tab");
    assert.equal(await focused(), "2 2");
    await page.keyboard.press("ArrowDown");
    assert.equal(await focused(), "3 2");
    assert.equal(await page.title(), "Tab", "a key of the table did not reach the editor");
    await page.keyboard.press("Escape");
    assert.equal(await page.title(), "Escape", "there was nothing to close");
    await page.keyboard.press("Tab");
    assert.equal(await page.getByRole("separator", { name: "Height" }).evaluate(isFocused), true);
    await page.keyboard.press("Tab");
    assert.equal(
      await page.evaluate(() => document.querySelector("#output")?.shadowRoot?.activeElement?.textContent),
      "Copy",
    );
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Shift+Tab");
    assert.equal(await focused(), "3 2");
  });

  it("opens a heading's menu by the right button and by the keyboard, and its keys stay in it", async () => {
    await open({ rows: 500, page: 100, extent: "all" });
    const menuOf = page.getByRole("menu", { name: "user" });
    const items = async () => (await menuOf.getByRole("menuitem").allInnerTexts()).map((text) => text.trim());
    await page.getByRole("columnheader", { name: "user" }).click({ button: "right" });
    await menuOf.waitFor();
    assert.deepEqual(await asks("query"), [], "the right button does not sort");
    assert.ok(!(await items()).some((text) => text.includes("Remove this order")));
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    assert.deepEqual(
      (await asks("query")).map((ask) => ask.t === "query" && ask.query.of === "rows" && ask.query.order),
      [[{ column: 1, direction: "descending" }]],
    );
    for (const key of ["Shift+F10", "ContextMenu"]) {
      await page.keyboard.press(key);
      await menuOf.waitFor();
      await page.keyboard.press("Escape");
      await menuOf.waitFor({ state: "hidden" });
      assert.equal(await focused(), "1 3", "the heading has the focus again");
    }
    await page.keyboard.press("Shift+F10");
    await menuOf.getByRole("menuitem", { name: "Remove this order" }).click();
    assert.equal(await page.getByRole("columnheader", { name: "user" }).getAttribute("aria-sort"), "none");
    await page.keyboard.press("Shift+F10");
    await menuOf.getByRole("menuitem", { name: "Copy column name" }).click();
    await page.getByText("Copied.", { exact: true }).waitFor();
    await page.keyboard.press("Shift+F10");
    await menuOf.getByRole("menuitem", { name: "Copy column", exact: true }).click();
    await page.getByText("Copied 500 cells.").waitFor();
    const [name, column] = (await asks("copy")).map((ask) => (ask.t === "copy" ? ask.text : ""));
    assert.equal(name, "user");
    assert.equal(column?.split("\n").length, 500);
  });

  it("is made higher and lower by the pointer and the keyboard", async () => {
    await open({ rows: 500, page: 100, extent: "all" });
    const handle = page.getByRole("separator", { name: "Height of the table" });
    const height = async () => Math.round((await grid().boundingBox())?.height ?? 0);
    const first = await height();
    await handle.focus();
    await page.keyboard.press("ArrowDown");
    assert.equal(await height(), first + 24);
    assert.equal(await handle.getAttribute("aria-valuenow"), String(first + 24));
    await page.keyboard.press("Home");
    assert.equal(await height(), Number(await handle.getAttribute("aria-valuemin")));
    await page.keyboard.press("End");
    assert.equal(await height(), 2000);
    await page.keyboard.press("Home");
    const box = await handle.boundingBox();
    assert.ok(box);
    await page.mouse.move(box.x + 100, box.y + 3);
    await page.mouse.down();
    await page.mouse.move(box.x + 100, box.y + 53);
    await page.mouse.up();
    await page.mouse.move(box.x + 100, box.y + 200);
    assert.equal(await height(), 168);
    await open({ rows: 5, page: 5, extent: "all" });
    assert.equal(await page.getByRole("separator", { name: "Height" }).count(), 0, "all rows are there to be seen");
  });

  it("says what screen readers need", async () => {
    await open({ rows: 12_345, page: 100, extent: "all" });
    const roles = await grid().evaluate((element) => ({
      rows: element.getAttribute("aria-rowcount"),
      columns: element.getAttribute("aria-colcount"),
      label: element.getAttribute("aria-label"),
      first: element.querySelector("[role=gridcell]")?.getAttribute("aria-colindex"),
    }));
    assert.deepEqual(roles, { rows: "12346", columns: "9", label: "Table: events", first: "2" });
    assert.equal(await cell(4, 2).getAttribute("aria-label"), "null, no value");
    assert.equal(await cell(4, 2).textContent(), "null");
    assert.equal(await cell(7, 2).getAttribute("aria-label"), "empty text");
    await cell(2, 1).click();
    await page.keyboard.press("Shift+ArrowRight");
    assert.equal(await cell(2, 2).getAttribute("aria-selected"), "true");
    assert.equal(await cell(3, 2).getAttribute("aria-selected"), "false");
  });

  it("sorts by the engine, by click and by key, with Shift for more columns", async () => {
    await open({ rows: 5000, page: 100, extent: "all" });
    const head = page.getByRole("columnheader", { name: "amount" });
    await head.click();
    await page.waitForFunction(() =>
      document.querySelector("#output")?.shadowRoot?.querySelector("[aria-sort=ascending]"),
    );
    await page.keyboard.press("Enter");
    await page.waitForFunction(() =>
      document.querySelector("#output")?.shadowRoot?.querySelector("[aria-sort=descending]"),
    );
    assert.equal(await cell(1, 1).textContent(), "9007199254745992", "the last row of all comes first");
    await page.getByRole("columnheader", { name: "user" }).click({ modifiers: ["Shift"] });
    const queries = (await asks("query")).map((ask) =>
      ask.t === "query" && ask.query.of === "rows" ? ask.query.order : [],
    );
    assert.deepEqual(queries.at(-1), [
      { column: 2, direction: "descending" },
      { column: 1, direction: "ascending" },
    ]);
    assert.ok(
      (await asks("query")).every((ask) => ask.t === "query" && ask.run === "own"),
      "always of the whole result",
    );
  });

  it("shows how far the engine is, can be cancelled, and keeps what was shown meanwhile", async () => {
    await open({ rows: 5000, page: 100, extent: "all" });
    await page.evaluate(() => (window.hold = true));
    await page.getByRole("columnheader", { name: "amount" }).click();
    const work = page.locator(".work");
    assert.equal(await work.locator("span").textContent(), "Sorting… 4,200,000 rows so far");
    assert.equal(await cell(1, 1).textContent(), "9007199254740993");
    assert.equal(await page.locator("[aria-sort=ascending]").count(), 0, "not sorted yet");
    await work.getByRole("button", { name: "Cancel" }).click();
    assert.equal(await work.count(), 0);
    assert.equal((await asks("query"))[0]?.aborted, true);
  });

  it("filters by the engine, says how many match, and goes back", async () => {
    await open({ rows: 5000, page: 100, extent: "all" });
    await menu("user", "Filter…");
    await page.keyboard.type("지훈");
    await page.keyboard.press("Enter");
    await page.waitForFunction(
      () =>
        document.querySelector("#output")?.shadowRoot?.querySelector(".note")?.textContent === "3 rows match of 5,000",
    );
    const [query] = await asks("query");
    assert.deepEqual(query?.t === "query" && query.query, {
      of: "rows",
      where: [{ column: 1, is: "contains", value: "지훈" }],
      order: [],
    });
    assert.equal(await grid().getAttribute("aria-rowcount"), "4");
    await page.getByRole("button", { name: "Remove the filter user contains 지훈" }).click();
    assert.equal(await note().textContent(), "5,000 rows");
  });

  it("counts and fetches all rows of a result that is longer", async () => {
    await open({ rows: 10_000, page: 100, extent: "more" });
    assert.equal(await note().textContent(), "first 10,000 of more");
    await page.getByRole("button", { name: "Count" }).click();
    await page.getByText(/^first 10,000 of 9,007,199,267,086,671 rows$/).waitFor();
    await page.getByRole("button", { name: "Fetch all" }).click();
    await page.getByText(/^10,000 rows$/).waitFor();
    assert.equal(await page.getByRole("button", { name: "Fetch all" }).count(), 0);
  });

  it("shows the statistics of a column, bars with their numbers", async () => {
    await open({ rows: 5000, page: 100, extent: "all" });
    await menu("amount", "Statistics");
    const panel = page.getByRole("region", { name: "Statistics of amount" });
    await panel.getByText("8,571,429").waitFor();
    assert.equal(await panel.locator(".bars li").count(), 20);
    assert.match((await panel.locator(".bars li").nth(8).textContent()) ?? "", /400000000.*500,000/);
    await panel.getByRole("button", { name: "Close" }).click();
    assert.equal(await panel.count(), 0);
  });

  it("copies what was dragged over, and reads rows for it that are not here", async () => {
    await open({ rows: 100_000, page: 20, extent: "all" });
    const [from, to] = [await cell(1, 1).boundingBox(), await cell(3, 3).boundingBox()];
    assert.ok(from && to);
    await page.mouse.move(from.x + 5, from.y + 5);
    await page.mouse.down();
    await page.mouse.move(to.x + 5, to.y + 5);
    await page.mouse.up();
    await page.keyboard.press("Control+c");
    await page.getByText("Copied 9 cells.").waitFor();
    await page.keyboard.press("Control+Space");
    await page.keyboard.press("Control+c");
    await page.getByText("Copied 100,000 cells.").waitFor();
    const [area, column] = await page.evaluate(() => window.copied);
    assert.equal(
      area,
      "9007199254740993\tmina\t0.00\n9007199254740994\t지훈\t12345.67\n9007199254740995\t서연\t24691.34",
    );
    assert.equal(column?.split("\n").length, 100_000);
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Control+c");
    await page.getByText("at most 500,000 cells").waitFor();
  });

  it("copies as Markdown and CSV by its menu, and opens it by the keyboard", async () => {
    await open({ rows: 100, page: 100, extent: "all" });
    await cell(2, 2).click();
    await page.keyboard.press("Shift+F10");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    await page.getByText("Copied.").waitFor();
    assert.deepEqual(await page.evaluate(() => window.copied), ["| user |\n| --- |\n| 지훈 |"]);
    assert.equal(await focused(), "3 3", "the focus is back in the table");
  });

  it("opens a value: nested ones as a tree, cut ones whole from the server, JSON indented", async () => {
    await open({ rows: 100, page: 100, extent: "all" });
    await cell(2, 6).click();
    await page.keyboard.press("Enter");
    const panel = page.locator(".panel");
    assert.match((await panel.locator(".tree").textContent()) ?? "", /0: app-1.*1: 한국/);
    await page.keyboard.press("Control+ArrowRight");
    assert.match(
      (await panel.locator("pre").textContent()) ?? "",
      /^\{\n {2}"path": "\/v1\/items\/1",\n {2}"took": 12\.50,/,
    );
    await page.keyboard.press("ArrowDown");
    await panel.getByText(/END$/).waitFor();
    assert.deepEqual(
      (await asks("value")).map((ask) => ask.t === "value" && [ask.row, ask.column]),
      [[2, 7]],
    );
    await page.keyboard.press("Escape");
    assert.equal(await panel.count(), 0);
    assert.equal(await focused(), "4 9");
  });

  it("grows while rows are coming, and keeps its place and what is chosen", async () => {
    await open({ rows: 2000, page: 1000 });
    assert.equal(await note().textContent(), "2,000 rows so far, rows are still coming");
    assert.equal(await grid().getAttribute("aria-rowcount"), "-1");
    await page.getByRole("columnheader", { name: "user" }).click();
    await page.getByText("The rows are still coming.").waitFor();
    assert.deepEqual(await asks("query"), [], "what is not whole yet is not sorted");
    await grid().evaluate((element) => (element.scrollTop = 12_000));
    await cell(510, 2).click();
    await again({ rows: 3_000_000, page: 1000 });
    await again({ rows: 3_500_000, page: 1000, extent: "all" });
    await page.getByText("3,500,000 rows").waitFor();
    assert.equal(await focused(), "511 3");
    assert.equal(await cell(510, 2).isVisible(), true);
  });

  it("says why nothing can be asked while the server is away", async () => {
    await open({ rows: 5000, page: 20, extent: "all", reachable: false });
    assert.match((await note().textContent()) ?? "", /^first 20 of 5,000 rows; the others are on the server/);
    assert.equal(await grid().getAttribute("aria-rowcount"), "21");
    const button = page.getByRole("button", { name: "Export all…" });
    assert.equal(await button.getAttribute("aria-disabled"), "true");
    assert.match((await button.getAttribute("title")) ?? "", /cannot be reached/);
    await page.getByRole("columnheader", { name: "user" }).click();
    await page.locator(".said").getByText("cannot be reached").waitFor();
    assert.deepEqual(await page.evaluate(() => window.asks), []);
  });

  it("says when rows could not be read, and reads them on request", async () => {
    await open({ rows: 5000, page: 20, extent: "all" });
    await page.evaluate(() => (window.failing = true));
    await grid().evaluate((element) => (element.scrollTop = 50_000));
    await page.getByRole("alert").getByText("The kernel-server cannot be reached").waitFor();
    await page.evaluate(() => (window.failing = false));
    await page.getByRole("button", { name: "Try again" }).click();
    await page.waitForFunction(
      () => !document.querySelector("#output")?.shadowRoot?.querySelector(".row:not(.away) .coming"),
    );
    assert.equal(await page.getByRole("alert").count(), 0);
  });

  it("has columns that the pointer and the keyboard make wider, and that grow for longer numbers", async () => {
    await open({ rows: 10_000_000, page: 100, extent: "all" });
    const width = async (column: number) =>
      (
        await row(0)
          .locator(`[aria-colindex="${column + 1}"]`)
          .boundingBox()
      )?.width ?? 0;
    const [user, ratio] = [await width(2), await width(7)];
    const edge = await page.getByRole("columnheader", { name: "user" }).locator(".edge").boundingBox();
    assert.ok(edge);
    await page.mouse.move(edge.x + 3, edge.y + 10);
    await page.mouse.down();
    await page.mouse.move(edge.x + 63, edge.y + 10);
    await page.mouse.up();
    assert.equal(Math.round((await width(2)) - user), 60);
    assert.deepEqual(await asks("query"), [], "a drag of the edge does not sort");
    await cell(1, 2).click();
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Alt+ArrowLeft");
    assert.equal(Math.round((await width(2)) - user), 44);
    await page.keyboard.press("Control+End");
    await page.getByText("1249999.875").waitFor();
    await page.waitForFunction((before) => {
      const head = document
        .querySelector("#output")
        ?.shadowRoot?.querySelector('[role=columnheader][aria-colindex="8"]');
      return (head?.getBoundingClientRect().width ?? 0) > before;
    }, ratio);
  });

  it("speaks Korean", async () => {
    await open({ rows: 12_345, page: 100, extent: "all", lang: "ko" });
    assert.equal(await note().textContent(), "12,345행");
    assert.equal(await page.getByRole("button", { name: "모두 내보내기…" }).isVisible(), true);
    assert.doesNotMatch((await page.locator(".grid").textContent()) ?? "", /grid\.[a-z]/);
  });

  it("has no violations that axe finds, in light and dark, with everything open", async function () {
    if (!existsSync(axeFile)) return this.skip();
    const axe = readFileSync(axeFile, "utf8");
    for (const scheme of ["light", "dark"] as const) {
      await open({ rows: 5000, page: 100, extent: "more" }, scheme);
      await page.evaluate((dark) => (document.body.style.background = dark ? "#1f1f1f" : "#fff"), scheme === "dark");
      await page.addScriptTag({ content: axe });
      const check = async (what: string) => {
        const found = await page.evaluate(async () => {
          const { violations } = (await window.axe?.run()) ?? { violations: [{ id: "axe is not here", nodes: [] }] };
          return violations.map(
            ({ id, nodes }) =>
              `${id}: ${nodes
                .map((node) => `${node.html} ${node.any[0]?.message}`)
                .slice(0, 3)
                .join(" | ")}`,
          );
        });
        assert.deepEqual(found, [], `${scheme}, ${what}`);
      };
      await check("at rest");
      await cell(2, 6).click();
      await page.keyboard.press("Shift+ArrowDown");
      await page.keyboard.press("Enter");
      await check("a value");
      await menu("amount", "Statistics");
      await page.getByText("8,571,429").waitFor();
      await check("statistics");
      await menu("user", "Filter…");
      await check("the form of a filter");
      await page.getByRole("textbox", { name: "Value" }).fill("x");
      await page.getByRole("button", { name: "Apply" }).click();
      await page.getByText(/3 rows match/).waitFor();
      await page.getByRole("button", { name: "Copy", exact: true }).click();
      await check("a menu, and a filter");
      if (scheme === "light") await page.close();
    }
  });
});
