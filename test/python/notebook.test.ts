import assert from "node:assert/strict";
import { mkdir, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { PythonDesk, needsPython, printed, pythonCell, sqlCell } from "./python-desk.ts";

describe("Python cells in a notebook", function () {
  this.timeout(600_000);
  let desk: PythonDesk;
  before(async function () {
    await needsPython(this);
    desk = await PythonDesk.make();
  });
  after(() => desk?.end());

  const write = (name: string, text: string) => writeFile(join(desk.desk.folder, name), text);

  it("read what SQL cells name, and SQL reads what they name", async () => {
    const { run, cells } = await desk.run(
      [
        sqlCell("--| name: dau\nselect date '2026-01-01' + cast(id as int) as day, id * 10 as users from range(3)"),
        pythonCell(
          "#| name: doubled\ndf = between.table('dau').toPandas()\ndf['users'] *= 2\nprint(df.users.sum())\ndf",
        ),
        pythonCell("#| name: shared\nspark.table('doubled').selectExpr('max(users) as top')"),
        sqlCell("select d.day, d.users, s.top from doubled d, shared s order by 1"),
        pythonCell("between.values['shared.top'], spark.sql('select * from shared').count()"),
      ].join(""),
    );
    assert.deepEqual(
      cells.map(({ state, error }) => [state, error?.engineText]),
      cells.map(() => ["done", undefined]),
    );
    assert.equal(cells[1] && printed(cells[1]), "60\n");
    assert.deepEqual(await desk.desk.rows(run, 3), [
      ["2026-01-01", "0", "40"],
      ["2026-01-02", "20", "40"],
      ["2026-01-03", "40", "40"],
    ]);
    assert.equal(cells[4]?.media?.[0]?.data, "(40, 1)");
  });

  it("have the parameters as values of Python, and the notebook's time zone", async () => {
    const head = `---
timezone: Asia/Seoul
params:
  day: {type: date, default: "2026-01-02"}
  n: {type: integer, default: 5}
  ratio: {type: number, default: 0.5}
  on: {type: boolean, default: true}
  code: {type: text, default: "007"}
  at: {type: timestamp, default: "2026-01-02 03:04:05"}
  pick: {type: choice, options: [a, b, 다], multiple: true, default: [a, 다]}
---
`;
    const code = "import datetime\n[between.params[n] for n in between.params], between.params.n + 1";
    const { cells } = await desk.desk.run(head + pythonCell(code) + pythonCell("import time; time.tzname[0]"));
    assert.equal(
      cells[0]?.media?.[0]?.data.replaceAll(/\s+/g, " "),
      "([datetime.date(2026, 1, 2), 5, 0.5, True, '007', datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.timezone(datetime.timedelta(seconds=32400))), ['a', '다']], 6)",
    );
    assert.equal(cells[1]?.media?.[0]?.data, "'KST'");
  });

  it("read sources, which are made when their name stands in the code", async () => {
    await mkdir(join(desk.desk.folder, "logs"), { recursive: true });
    await write("logs/a.json", '{"user": 1, "action": "열기"}\n{"user": 2, "action": "닫기"}\n');
    const head = "---\nsources:\n  logs: {path: ./logs/*.json, format: json}\n---\n";
    const { cells } = await desk.run(head + pythonCell("spark.table('logs').where('user = 1').collect()[0].action"));
    assert.equal(cells[0]?.media?.[0]?.data, "'열기'", JSON.stringify(cells[0]?.error));
  });

  it("keep what they make for later cells and runs, and two sessions apart", async () => {
    await desk.cell("kept = 41\ndef more(x): return x + 1");
    assert.equal((await desk.cell("more(kept)")).media?.[0]?.data, "42");
    const other = await desk.desk.run(pythonCell("more(kept)"));
    assert.deepEqual([other.cells[0]?.error?.code, other.cells[0]?.error?.args["type"]], ["python.error", "NameError"]);
  });

  it("import files beside the notebook, as they are now", async () => {
    await write("도우미.py", "def answer(): return 1\n");
    await write("helper.py", "def answer(): return 1\n");
    assert.equal((await desk.cell("from helper import answer\nimport 도우미\nanswer()")).media?.[0]?.data, "1");
    await write("helper.py", "def answer(): return 22\n");
    await utimes(join(desk.desk.folder, "helper.py"), new Date(), new Date(Date.now() + 5_000));
    assert.equal((await desk.cell("answer()")).media?.[0]?.data, "22");
  });

  it("run their functions on the engine, with the packages and files that they import", async () => {
    await write("scale.py", "import numpy as np\ndef scaled(x): return float(np.float64(x) * 3)\n");
    const cell = await desk.cell(`
from pyspark.sql.functions import udf
import scale
by_three = udf(lambda x: scale.scaled(x), "double")
spark.udf.register("by_three", by_three)
[row[0] for row in spark.range(3).select(by_three("id")).collect()]`);
    assert.equal(cell.media?.[0]?.data, "[0.0, 3.0, 6.0]");
    assert.deepEqual(await desk.sql("select by_three(2)"), [["6.0"]]);
  });

  it("save, check and cache their last frame as SQL cells do", async () => {
    const { cells } = await desk.run(
      pythonCell(
        "#| name: checked\n#| cache: true\n#| expect:\n#|   - rows: {min: 100}\nimport random\nspark.range(5).selectExpr('id', 'rand() as r')",
      ) + sqlCell("select (select sum(r) from checked) = (select sum(r) from checked)"),
    );
    assert.deepEqual(
      cells[0]?.checks.map(({ code }) => code),
      ["expect.rows-min"],
    );
    assert.equal(cells[0]?.state, "failed");
  });

  it("keep the frames and figures that came before they failed", async () => {
    const cell = await desk.ends("#| name: broken\nimport pandas as pd\ndisplay(pd.DataFrame({'a': [1]}))\n1 / 0");
    assert.deepEqual([cell.state, cell.results[0]?.rows], ["failed", 1]);
  });

  it("cannot end the notebook's session", async () => {
    const cell = await desk.cell("spark.stop()\nspark.range(2).count()");
    assert.equal(cell.media?.[0]?.data, "2");
    assert.match(printed(cell, "stderr"), /spark\.stop\(\) does nothing/);
    assert.deepEqual(await desk.sql("select 1"), [["1"]]);
  });

  it("show where in the cell they fail, and nothing of what runs them", async () => {
    const cell = await desk.ends("\n\ndef 나누기(x):\n    return 1 / x\n\n값 = '한글'; 나누기(0)\n");
    const { code, args, at, engineText = "" } = cell.error ?? {};
    assert.deepEqual([code, args], ["python.error", { type: "ZeroDivisionError", message: "division by zero" }]);
    assert.equal(at?.line, 4);
    assert.doesNotMatch(engineText, /between|IPython|interactiveshell/);
    assert.ok(
      !engineText.includes(`${args?.["type"]}: ${args?.["message"]}`),
      "the exception is told by the message alone",
    );
    assert.match(engineText, /File "cell 1", line 6, in <module>\n.*\n +File "cell 1", line 4, in 나누기/);
    const late = await desk.ends("나누기(1)\n값 = '한글'; 나누기(0)");
    assert.deepEqual(late.error?.at?.line, 2);
  });

  it("show what the engine refused without the client's own frames and logs", async () => {
    const cell = await desk.ends("x = 1\nspark.sql('select * from 없는_표').collect()");
    const { code, args, at, engineText = "" } = cell.error ?? {};
    assert.deepEqual([code, args?.["type"], at?.line], ["python.error", "AnalysisException", 2]);
    assert.doesNotMatch(engineText, /pyspark\/sql/);
    assert.match(engineText, /없는_표/);
    assert.deepEqual(cell.text_out, []);
  });

  it("show where their syntax is wrong, in UTF-16 columns", async () => {
    const { error } = await desk.ends("x = 1\ny = '한글😀' + ) + 2");
    assert.deepEqual(error?.at && [error.at.line, error.at.column], [2, 14]);
    assert.match(error?.engineText ?? "", /^File "cell 1", line 2/);
    assert.equal(error?.args["type"], "SyntaxError");
  });
});
