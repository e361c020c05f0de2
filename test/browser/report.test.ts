import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import type { RunRecord } from "../../protocol/messages.ts";
import { makeReport } from "../../renderers/report/make-report.ts";
import { attackedRecord } from "./attacks.ts";
import { launch, missing, open } from "./chromium.ts";
import { day, days, record } from "./records.ts";

const dates = days(14);
const sample = () =>
  record({ title: "가입 퍼널", lang: "ko" })
    .text("# 가입 퍼널\n\n## 하나\n\n## 둘\n\n## 셋\n\n![그림](a.png)")
    .result(
      "select day, users from dau",
      { columns: { day: dates, users: dates.map((_, i) => 1000 + i) }, types: day },
      { name: "dau", chart: { type: "line", x: "day", y: "users" } },
    )
    .result(
      "select 1",
      { columns: { k: ["android", "ios"], n: [3, 1], s: ["p", "q"] } },
      { chart: { type: "bar", x: "k", y: "n", series: "s" } },
    )
    .result("select 1", { columns: { k: ["android", "ios"], n: [3, 1] } }, { chart: { type: "pie", x: "k", y: "n" } })
    .result("select 1", { columns: { x: [1, 2, 3], y: [3, 1, 2] } }, { chart: { type: "scatter", x: "x", y: "y" } })
    .result("select *", {
      columns: Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`column ${i}`, ["a fairly long value", "b"]])),
    })
    .build();

const suite = missing === undefined ? describe : describe.skip;
if (missing !== undefined) console.log(`      reports in a browser: skipped, ${missing}`);

suite("a report in a browser, opened offline from the disk", () => {
  let browser: Browser;
  let folder: string;
  before(async () => {
    [browser, folder] = await Promise.all([launch(), mkdtemp(join(tmpdir(), "between-report-"))]);
  });
  after(async () => {
    await browser.close();
    await rm(folder, { recursive: true });
  });

  async function show(run: RunRecord, still = false, options: BrowserContextOptions = {}) {
    const file = join(folder, `${Math.random()}.html`);
    const images = new Map([
      [
        "a.png",
        {
          type: "image/png" as const,
          base64: "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
        },
      ],
    ]);
    await writeFile(file, await makeReport(run, { static: still, images }));
    const shown = await open(browser, file, options);
    if (!still) await shown.page.waitForSelector("html[data-alive]");
    return shown;
  }
  const count = (page: Page, selector: string) => page.locator(selector).count();

  it("asks nothing of the network, breaks no policy and runs without an error", async () => {
    const { page, trouble } = await show(sample());
    assert.equal(await count(page, ".plot svg.marks"), 4);
    assert.equal(await page.evaluate(() => document.querySelector("img")?.naturalWidth), 1);
    assert.deepEqual(trouble, []);
    assert.deepEqual(
      await page.evaluate(() => Object.keys(window).filter((name) => /^(vega.*|view)$/i.test(name))),
      [],
    );
  });

  it("is whole without any script", async () => {
    const { page, trouble } = await show(sample(), true, { javaScriptEnabled: false });
    assert.equal(await count(page, ".plot svg"), 4);
    assert.equal(await count(page, ".table"), 5);
    assert.deepEqual(trouble, []);
  });

  it("runs nothing and shows everything that attackers put into data, code, names and messages", async () => {
    for (const still of [false, true]) {
      const { page, trouble } = await show(attackedRecord(), still);
      for (const plot of await page.locator(".plot").all()) await plot.hover();
      for (const summary of await page.locator("summary").all()) await summary.click();
      assert.equal(await page.evaluate(() => "hacked" in window), false);
      assert.equal(
        await count(
          page,
          "main img, main iframe, main a[href^=javascript], [onerror], [onload], [onmouseover], main [style]:not(.plot *)",
        ),
        0,
      );
      assert.match((await page.locator("h1").textContent()) ?? "", /<\/script><script>window\.hacked=1<\/script> <img/);
      assert.deepEqual(trouble, []);
    }
  });

  it("tells values under the pointer and by the arrow keys, as text", async () => {
    const { page } = await show(sample());
    const plot = page.locator(".plot").first();
    await plot.hover();
    assert.match((await plot.locator(".tooltip").textContent()) ?? "", /day 2026-11-1\d\s*users\s*1,00\d/);
    await plot.focus();
    await page.keyboard.press("Escape");
    assert.equal(await plot.locator(".tooltip").isVisible(), false);
    await page.keyboard.press("ArrowRight");
    assert.match((await plot.locator(".tooltip").textContent()) ?? "", /2026-11-08.*1,000/);
    await page.keyboard.press("ArrowRight");
    assert.match((await plot.locator(".tooltip").textContent()) ?? "", /2026-11-09.*1,001/);
  });

  it("fades the other series when one is chosen in the legend", async () => {
    const { page } = await show(sample());
    const bars = page.locator(".plot").nth(1).locator(".mark-rect.role-mark path");
    await page.locator(".plot").nth(1).locator(".role-legend-label text").first().click();
    await page.waitForFunction(
      () => document.querySelectorAll('.mark-rect.role-mark path[opacity="0.15"]').length === 1,
    );
    assert.equal(await bars.count(), 2);
  });

  it("follows the width of the window, and never makes the page itself scroll sideways", async () => {
    const { page } = await show(sample(), false, { viewport: { width: 1200, height: 800 } });
    for (const width of [390, 1200]) {
      await page.setViewportSize({ width, height: 800 });
      await page.waitForFunction(() => {
        const plot = document.querySelector(".plot");
        return plot?.querySelector("svg")?.getAttribute("width") === String(plot?.clientWidth);
      });
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    }
  });

  it("has the name, the type and the values of a number at one edge, in a table of one column too", async () => {
    const one = record({ title: "one", lang: "en" }).result("select 1", { columns: { n: [1n, 22n] } });
    const { page } = await show(one.build());
    const edges = await page.locator(".table").evaluate((table) =>
      [table.querySelector("th")?.firstChild, table.querySelector("th small"), table.querySelector("td")].map(
        (node) => {
          const range = document.createRange();
          if (node) range.selectNodeContents(node);
          return Math.round(range.getBoundingClientRect().right);
        },
      ),
    );
    assert.ok((edges[0] ?? 0) > 0);
    assert.deepEqual(edges, [edges[0], edges[0], edges[0]]);
    await page.close();
  });

  it("is light or dark as the system is, or as the reader chooses, and light in print", async () => {
    const { page } = await show(sample(), true, { colorScheme: "dark" });
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const line = () =>
      page.evaluate(() => getComputedStyle(document.querySelector(".plot path[stroke^=var]") ?? document.body).stroke);
    assert.equal(await background(), "rgb(22, 24, 29)");
    const darkLine = await line();
    await page.getByText("밝게").click();
    assert.equal(await background(), "rgb(255, 255, 255)");
    assert.notEqual(await line(), darkLine);
    await page.getByText("어둡게").click();
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    assert.equal(await background(), "rgb(255, 255, 255)");
  });

  it("can be read by assistive technology: landmarks, headings in order, named pictures and tables", async () => {
    const { page } = await show(sample(), true);
    assert.equal(await page.evaluate(() => document.documentElement.lang), "ko");
    for (const [selector, many] of [
      ["main", 1],
      ["nav", 1],
      ["h1", 1],
      [".plot[role=img][aria-label]", 4],
      ["th[scope=col]", 69],
      [".table[role=region][tabindex='0'][aria-label]", 5],
    ] as const) {
      assert.equal(await count(page, selector), many, selector);
    }
    const levels = await page.evaluate(() =>
      [...document.querySelectorAll("h1,h2,h3,h4")].map((h) => Number(h.tagName[1])),
    );
    assert.ok(
      levels.every((level, i) => i === 0 || level <= (levels[i - 1] ?? 0) + 1),
      String(levels),
    );
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement?.className), "skip");
    assert.equal(
      await page.evaluate(() =>
        [...document.querySelectorAll("nav a")].every((a) =>
          document.querySelector(decodeURIComponent(a.getAttribute("href") ?? "")),
        ),
      ),
      true,
    );
  });
});
