import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { attackedRecord } from "../../test/browser/attacks.ts";
import { day, days, record } from "../../test/browser/records.ts";
import { makeReport } from "./make-report.ts";
import { renderReport } from "./render-report.ts";

const dates = days(3);
const oneChart = () =>
  record({ title: "Daily", lang: "en" })
    .text("# Daily\n\n## Users")
    .result(
      "select day, users",
      { columns: { day: dates, users: [1, 2, 3] }, types: day },
      { name: "dau", title: "Users a day", chart: { type: "line", x: "day", y: "users" } },
    );

describe("a report", () => {
  it("has one title, its run's facts, and a chart with its data beside it", async () => {
    const html = await renderReport(oneChart().build());
    assert.equal((html.match(/<h1>/g) ?? []).length, 1);
    assert.match(html, /<h1>Daily<\/h1>/);
    assert.match(html, /2026-11-22 14:23:41\+09:00<\/time> <span class="zone">Asia\/Seoul/);
    assert.match(
      html,
      /role="img" aria-label="Line chart of users by day, 3 values\. Lowest 1 \(2026-11-08\), highest 3 \(2026-11-10\)\."><svg/,
    );
    assert.match(html, /<summary>Data of the chart<\/summary><div class="table"/);
    assert.doesNotMatch(html, /<script/);
  });

  it("speaks the notebook's language, or the one that it is asked for", async () => {
    const korean = record({ lang: "ko" })
      .result("select 1", { columns: { n: [1, 2] } })
      .build();
    assert.match(await renderReport(korean), /<html lang="ko">.*실행 시각.*2행/s);
    assert.match(await renderReport(korean, { lang: "en" }), /<html lang="en">.*Run at.*2 rows/s);
  });

  it("says at the top that the run failed, and shows the failing place with what was said about it", async () => {
    const error = {
      code: "chart.unknown-column-near",
      args: { column: "dya", near: "day" },
      at: { line: 2, column: 3, endColumn: 6 },
      engineText: "no dya",
    } as const;
    const html = await renderReport(
      record({ state: "failed" })
        .cell("select\n  dya <b>\nfrom t", { state: "failed", error })
        .cell("select 2", { state: "skipped" })
        .build(),
    );
    assert.match(
      html,
      /<div class="banner failed" role="alert">This run failed: 1 of 2 cells failed, 1 did not run to their end\. <a href="#cell-1">/,
    );
    assert.match(
      html,
      /line 2, column 3<\/span>\n {2}<mark>dya<\/mark> &lt;b&gt;<\/pre><pre class="engine">no dya<\/pre><p class="hint">Did you mean day\?/,
    );
    assert.match(html, /Skipped, because a cell before it failed\./);
  });

  for (const [state, sentence] of [
    ["interrupted", "This run was interrupted"],
    ["lost", "This run was lost before its end"],
  ] as const) {
    it(`says that a run was ${state}`, async () => {
      assert.match(await renderReport(record({ state }).cell("select 1", { state }).build()), new RegExp(sentence));
    });
  }

  it("shows a chart that cannot be drawn as its reason, with the table in its place", async () => {
    const html = await renderReport(
      record()
        .result("select 1", { columns: { k: ["a"], n: [1] } }, { chart: { type: "bar", x: "k", y: "m" } })
        .build(),
    );
    assert.match(html, /The chart wants the column m/);
    assert.match(html, /<table>/);
  });

  it("says that a chart is of a part of the rows", async () => {
    const table = { columns: { k: ["a", "b"], n: [1, 2] } };
    const chart = { chart: { type: "bar", x: "k", y: "n" } };
    assert.match(
      await renderReport(
        record()
          .result("q", { ...table, total: 12_345 }, chart)
          .build(),
      ),
      /The chart shows the first 2 of 12,345 rows/,
    );
    assert.match(
      await renderReport(
        record()
          .result("q", { ...table, more: true }, chart)
          .build(),
      ),
      /first 2 rows of a result that has more/,
    );
  });

  it("hides code and output where the author wants it, and marks what changed since the run", async () => {
    const rows = { columns: { n: [4242] } };
    assert.doesNotMatch(
      await renderReport(
        record()
          .result("select secret", rows, { hide: ["code"] })
          .build(),
      ),
      /secret/,
    );
    assert.doesNotMatch(
      await renderReport(
        record()
          .result("q", rows, { hide: ["output"] })
          .build(),
      ),
      /4242/,
    );
    assert.match(
      await renderReport(record().result("q", rows).build(), { stale: new Set([0]) }),
      /has changed since this run/,
    );
  });

  it("shows the columns of a result without rows, and says when rows were not kept", async () => {
    const schema = [{ name: "n", type: "bigint", nullable: true }];
    const result = { result: 0, schema, main: true, rows: 0, bytes: 0, extent: "all" as const };
    assert.match(
      await renderReport(
        record()
          .cell("q", { results: [result] })
          .build(),
      ),
      /n<small>bigint<\/small>.*0 rows/s,
    );
    assert.match(
      await renderReport(
        record()
          .cell("q", { results: [{ ...result, rows: 5 }] })
          .build(),
      ),
      /The 5 rows of this result were not kept/,
    );
  });

  it("survives a zone that this machine does not know, and names the one it used", async () => {
    assert.match(
      await renderReport(record({ timezone: "Mars/Base" }).build()),
      /05:23:41\+00:00<\/time> <span class="zone">UTC/,
    );
  });

  it("holds no markup, script or style that is not its own", async () => {
    for (const html of [await makeReport(attackedRecord()), await makeReport(attackedRecord(), { static: true })]) {
      const own = html.replace(/<style>.*?<\/style>/s, "").replaceAll(/<script.*?<\/script>/gs, "");
      assert.doesNotMatch(
        own,
        /<script|<img|<iframe|<object|<embed|<link|<base|<form|\sstyle=|\son[a-z]+=["'a-z]*window[^&]*>|href="(?!https?:|#)/i,
      );
      assert.equal((html.match(/<\/title>/g) ?? []).length, 1);
      assert.equal((html.match(/<\/style>/g) ?? []).length, 1);
    }
  });

  it("keeps to its size: 10 charts of 100 marks and a table of 500 rows in 1 MB", async () => {
    const many = record();
    for (let i = 0; i < 10; i++) {
      const n = Array.from({ length: 100 }, (_, k) => k);
      const series = { chart: { type: "line", x: "t", y: "v", series: "s" } };
      many.result(
        "select t, v, s from x",
        { columns: { t: n, v: n.map((k) => Math.sin(k * i) * 1e6), s: n.map((k) => `s${k % 4}`) } },
        series,
      );
    }
    const n = Array.from({ length: 500 }, (_, k) => k);
    many.result("select *", {
      columns: Object.fromEntries([..."abcdefgh"].map((name) => [name, n.map((k) => `${name} value ${k}`)])),
    });
    const html = await makeReport(many.build());
    assert.ok(Buffer.byteLength(html) <= 1_000_000, `${Buffer.byteLength(html)} bytes`);
  });
});
