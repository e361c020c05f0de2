import assert from "node:assert/strict";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { after, before, describe, it } from "mocha";
import type { ResultQuery } from "../../protocol/messages.ts";
import { PythonDesk, needsPython, printed, pythonCell, sqlCell } from "./python-desk.ts";

describe("what Python cells show", function () {
  this.timeout(600_000);
  let desk: PythonDesk;
  before(async function () {
    await needsPython(this);
    desk = await PythonDesk.make();
  });
  after(() => desk?.end());

  const shown = async (code: string) => (await desk.cell(code)).media?.map(({ mime, data }) => [mime, data]) ?? [];
  const rowsOf = async (code: string) => {
    const view = await desk.run(pythonCell(code));
    const [cell] = view.cells;
    assert.equal(cell?.state, "done", JSON.stringify(cell?.error));
    return { schema: cell.results.map(({ schema }) => schema), rows: await desk.desk.rows(view.run, 0) };
  };

  it("is the value of the last expression, and nothing for None and for assignments", async () => {
    assert.deepEqual(await shown("1 + 1"), [["text/plain", "2"]]);
    assert.deepEqual(await shown("x = 5"), []);
    assert.deepEqual(await shown("None"), []);
    assert.deepEqual(await shown("x * 2"), [["text/plain", "10"]]);
    assert.deepEqual(await shown("'가나다'"), [["text/plain", "'가나다'"]]);
    assert.deepEqual(await shown("_ + '라'; 3;"), []);
  });

  it("is Markdown, HTML, SVG and text as what they are", async () => {
    const code = `
from IPython.display import Markdown, HTML, SVG
display(Markdown("# 제목"), HTML("<b>b</b>"))
display(SVG('<svg xmlns="http://www.w3.org/2000/svg"></svg>'))
class Page:
    def _repr_html_(self): return "<i>page</i>"
Page()`;
    assert.deepEqual(await shown(code), [
      ["text/markdown", "# 제목"],
      ["text/html", "<b>b</b>"],
      ["image/svg+xml", '<svg xmlns="http://www.w3.org/2000/svg"/>'],
      ["text/html", "<i>page</i>"],
    ]);
  });

  it("is a figure as a picture, once, and the figure is closed", async () => {
    const code = "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.plot([1, 2])\nax.set_title('매출')";
    const left = await desk.cell(`${code}; None`);
    assert.deepEqual(
      left.media?.map(({ mime }) => mime),
      ["image/png"],
    );
    assert.match(Buffer.from(left.media?.[0]?.data ?? "", "base64").toString("latin1", 0, 8), /PNG/);
    assert.deepEqual(
      (await shown(`${code}\nfig`)).map(([mime]) => mime),
      ["image/png"],
    );
    assert.deepEqual(await shown("len(plt.get_fignums())"), [["text/plain", "0"]]);
  });

  it("is a picture above its limit as a note of its size", async () => {
    const cell = await desk.cell('from IPython.display import HTML\nHTML("x" * 3_000_000)');
    assert.equal(cell.media, undefined);
    assert.deepEqual(
      cell.notes.map(({ code, args }) => [code, args["size"]]),
      [["python.media-too-large", "3.0 MB"]],
    );
  });

  it("is a Spark frame as a table with pages, whose rows later can be asked for", async () => {
    const view = await desk.run(pythonCell("spark.range(25000).selectExpr('id', \"concat('행', id) as t\")"));
    const [result] = view.cells[0]?.results ?? [];
    assert.deepEqual([result?.rows, result?.extent, result?.main], [10000, "more", true]);
    assert.deepEqual(await desk.desk.answer(view.run, { of: "count", where: [] }), [["25000"]]);
    const ordered: ResultQuery = {
      of: "rows",
      where: [],
      order: [{ column: 0, direction: "descending" }],
      limit: 1,
    };
    assert.deepEqual(await desk.desk.answer(view.run, ordered), [["24999", "행24999"]]);
  });

  it("is a pandas frame with its index, types, holes and Korean", async () => {
    const { schema, rows } = await rowsOf(`
import pandas as pd, numpy as np, datetime, decimal
pd.DataFrame({
    "이름": ["가", None, "다"],
    "n": np.array([1, 2, 3], dtype="uint8"),
    "x": [1.5, np.nan, 3],
    "day": [datetime.date(2026, 1, 2)] * 3,
    "at": pd.to_datetime(["2026-01-02T03:04:05.123456Z"] * 3),
    "kind": pd.Categorical(["a", "b", "a"]),
    "mixed": [1, "two", [3]],
    "d": [decimal.Decimal("1.25")] * 3,
    7: [True, False, None],
    "p": pd.period_range("2026-01", periods=3, freq="M"),
}, index=pd.Index(["i", "j", "k"], name="key"))`);
    assert.deepEqual(
      schema[0]?.map(({ name, type }) => `${name} ${type}`),
      [
        "key string",
        "이름 string",
        "n smallint",
        "x double",
        "day date",
        "at timestamp",
        "kind string",
        "mixed string",
        "d decimal(3,2)",
        "7 boolean",
        "p string",
      ],
    );
    assert.deepEqual(rows[1], [
      "j",
      "null",
      "2",
      "null",
      "2026-01-02",
      "2026-01-02 03:04:05.123456+00:00",
      "b",
      "two",
      "1.25",
      "false",
      "2026-02",
    ]);
  });

  it("is text where a pandas column has values beyond every type of a table: larger integers, longer decimals", async () => {
    const { schema, rows } = await rowsOf(`
import pandas as pd, decimal
pd.DataFrame({
    "n": [2**70, 1],
    "hole": [-(2**70), None],
    "lists": [[2**70], [1]],
    "d": [decimal.Decimal(10)**50, decimal.Decimal("1.5")],
    "half": ["\\ud800", "가"],
    "u": [2**64 - 1, 1],
})`);
    assert.deepEqual(
      schema[0]?.map(({ name, type }) => `${name} ${type}`),
      ["n string", "hole string", "lists string", "d string", "half string", "u decimal(20,0)"],
    );
    const sextillions = "1180591620717411303424";
    const long = `1${"0".repeat(50)}`;
    assert.deepEqual(rows, [
      [sextillions, `-${sextillions}`, `[${sextillions}]`, `${long}.0`, "\\ud800", "18446744073709551615"],
      ["1", "null", "[1]", "1.5", "가", "1"],
    ]);
  });

  it("has null for what pandas takes as missing, which SQL sees as well; NaN of other frames stays NaN", async () => {
    const missing = pythonCell(`#| name: missing
import pandas as pd, numpy as np
pd.DataFrame({
    "f": [1.5, np.nan],
    "at": [pd.Timestamp("2026-01-02"), pd.NaT],
    "o": ["x", None],
    "i": pd.array([1, pd.NA], dtype="Int64"),
    "x": [1.5, float("inf")],
})`);
    const query = sqlCell("select count(f), count(at), count(o), count(i), avg(f) from missing");
    const other = pythonCell('import pyarrow as pa\npa.table({"f": [1.5, float("nan"), None]})');
    const { run } = await desk.run(missing + query + other);
    assert.deepEqual((await desk.desk.rows(run, 0))[1], ["null", "null", "null", "null", "Infinity"]);
    assert.deepEqual(await desk.desk.rows(run, 1), [["1", "1", "1", "1", "1.5"]]);
    assert.deepEqual(await desk.desk.rows(run, 2), [["1.5"], ["NaN"], ["null"]]);
  });

  it("is a Series, an Arrow table and several frames of one cell in their order", async () => {
    const { schema } = await rowsOf(`
import pandas as pd, pyarrow as pa
display(pd.Series([1, 2], name="s"))
display(pa.table({"a": [1], "b": [["x", "y"]]}))
pd.DataFrame({"last": [1], "Last": [2]})`);
    assert.deepEqual(
      schema.map((fields) => fields.map(({ name, type }) => `${name} ${type}`)),
      [["s bigint"], ["a bigint", "b array<string>"], ["last bigint", "Last_2 bigint"]],
    );
  });

  it("is a long pandas frame in pages too, of which SQL gets all rows", async () => {
    const text = pythonCell(
      '#| name: long\nimport pandas as pd\npd.DataFrame({"n": range(30000), "t": ["값"] * 30000})',
    );
    const view = await desk.run(text + sqlCell("select count(*), max(n), max(t) from long"));
    assert.deepEqual(
      view.cells.map(({ state, error }) => [state, error?.engineText]),
      [
        ["done", undefined],
        ["done", undefined],
      ],
    );
    assert.equal(view.cells[0]?.results[0]?.extent, "more");
    assert.deepEqual(await desk.desk.rows(view.run, 1), [["30000", "29999", "값"]]);
  });

  it("streams prints, those of subprocesses and of C code too, each in its stream", async () => {
    const cell = await desk.cell(`
import sys, os, ctypes, subprocess
print("하나")
os.system("echo two")
subprocess.run(["sh", "-c", "echo err >&2"])
ctypes.CDLL(None).puts(b"three")
ctypes.CDLL(None).fflush(None)
print("four", end="")`);
    assert.equal(printed(cell), "하나\ntwo\nthree\nfour");
    assert.equal(printed(cell, "stderr"), "err\n");
  });

  it("is what a thread of an earlier cell prints too, which is said once; a cell's own threads are its own", async () => {
    const own = await desk.cell(`
import threading
go = threading.Event()
def later():
    go.wait(60)
    for i in range(3): print("late", i)
def start():
    global inner
    inner = threading.Thread(target=later)
    inner.start()
outer = threading.Thread(target=start)
outer.start(); outer.join()
mine = threading.Thread(target=print, args=("mine",))
mine.start(); mine.join()`);
    assert.deepEqual([printed(own), own.notes], ["mine\n", []]);
    const [first, second] = (await desk.run(pythonCell("go.set(); inner.join()") + pythonCell("print('own')"))).cells;
    assert.ok(first && second);
    assert.equal(printed(first), "late 0\nlate 1\nlate 2\n");
    assert.deepEqual(first.notes, [{ code: "python.thread-of-earlier-cell", args: { cell: "cell 1" } }]);
    assert.deepEqual([printed(second), second.notes], ["own\n", []]);
  });

  it("is what a thread prints between cells at the begin of the next one, which says so", async () => {
    const folder = await mkdtemp(join(tmpdir(), "between-threads-"));
    try {
      await desk.cell(`
import os, threading, time
def between_cells():
    while not os.path.exists("${folder}/go"): time.sleep(0.01)
    print("between")
    open("${folder}/printed", "w").close()
threading.Thread(target=between_cells).start()`);
      await writeFile(join(folder, "go"), "");
      while (!(await readdir(folder)).includes("printed")) await sleep(10);
      const next = await desk.cell("print('next')");
      assert.equal(printed(next), "between\nnext\n");
      assert.deepEqual(
        next.notes.map(({ code }) => code),
        ["python.thread-of-earlier-cell"],
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
