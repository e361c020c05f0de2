import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, before, describe, it } from "mocha";
import { runRecord } from "../../protocol/messages.ts";
import { makeDesk } from "../support/between.ts";
import type { Desk } from "../support/between.ts";
import { needsPython, pythonCell, sqlCell } from "./python-desk.ts";

describe("between run on a notebook with Python cells", function () {
  this.timeout(600_000);
  let desk: Desk | undefined;
  before(async function () {
    await needsPython(this);
  });
  afterEach(async () => {
    await desk?.end();
    desk = undefined;
  });

  const notebook = [
    "---\ntitle: 하루 사용자\ntimezone: Asia/Seoul\nparams:\n  n: {type: integer, default: 3}\n---\n# 하루 사용자\n\n",
    sqlCell("--| name: dau\nselect id as day, id * 10 as users from range(10) where id < :n"),
    pythonCell(
      [
        "#| name: weekly",
        "import matplotlib.pyplot as plt",
        "from IPython.display import Markdown",
        "frame = between.table('dau').toPandas()",
        "print('행:', len(frame), between.params.n)",
        "frame.plot(x='day', y='users')",
        "display(Markdown('**합** ' + str(frame.users.sum())))",
        "frame.assign(users=frame.users + 1)",
      ].join("\n"),
    ),
    sqlCell("select max(users) as most from weekly"),
  ].join("");

  it("runs SQL and Python in one session, and keeps in the record what the cells showed", async () => {
    desk = await makeDesk();
    const file = await desk.write("사용자.between-nb", notebook);
    const { code, stdout, stderr } = await desk.run(["run", file, "--param", "n=4"]);
    assert.equal(code, 0, stdout + stderr);
    assert.match(stdout, /행: 4 4/);
    const runs = join(desk.state, "store", "runs");
    // The server writes the record when the run has ended, and nobody waits for it.
    let name: string | undefined;
    for (; name === undefined; await sleep(20)) [name] = await readdir(runs).catch(() => []);
    const { view, tables } = runRecord.parse(JSON.parse(await readFile(join(runs, name), "utf8")));
    const [, , python, last] = view.cells;
    assert.deepEqual(
      python?.media?.map(({ mime, data, after }) => [mime, mime === "image/png" ? data.slice(0, 8) : data, after]),
      [
        ["text/markdown", "**합** 60", 0],
        ["image/png", "iVBORw0K", 1],
      ],
    );
    assert.deepEqual(
      [python?.results[0]?.name, python?.results[0]?.main, python?.results[0]?.rows, last?.results[0]?.rows],
      ["weekly", true, 4, 1],
    );
    assert.equal(tables.length, 3);
  });

  it("draws a report with the figure in it, and says how a cell failed", async () => {
    desk = await makeDesk();
    const file = await desk.write("a.between-nb", `${notebook}${pythonCell("def f():\n    return {}['없음']\nf()")}`);
    const { code, stdout, stderr } = await desk.run(["run", file, "--report", "a.html"]);
    assert.equal(code, 1, stdout + stderr);
    assert.match(stdout + stderr, /KeyError: '없음'/);
    const report = await readFile(join(desk.folder, "a.html"), "utf8");
    assert.match(report, /data:image\/png;base64,iVBOR/);
    assert.match(report, /KeyError/);
  });

  it("begins a traceback with the cell's own lines, also where another error is behind it", async () => {
    desk = await makeDesk();
    const code = [
      "import pandas as pd",
      "def look(frame):",
      "    return frame['없는칼럼']",
      "look(pd.DataFrame({'a': [1]}))",
    ];
    const file = await desk.write("trace.between-nb", pythonCell(code.join("\n")));
    const { code: exit, stderr, stdout } = await desk.run(["run", file]);
    assert.equal(exit, 1);
    const said = stdout + stderr;
    assert.match(said, /KeyError: '없는칼럼'/);
    assert.match(said, /It was caused by:/);
    assert.ok(said.indexOf("look(pd.DataFrame") < said.indexOf("pandas/core"), said);
  });
});
