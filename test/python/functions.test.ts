import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { PythonDesk, needsPython } from "./python-desk.ts";

describe("functions in Python on the embedded engine", function () {
  this.timeout(600_000);
  let desk: PythonDesk | undefined;
  before(async function () {
    await needsPython(this);
    desk = await PythonDesk.make();
  });
  after(() => desk?.end());

  const value = async (code: string) => (await desk?.cell(code))?.media?.[0]?.data;

  it("run on pandas Series, and from SQL by their name", async () => {
    const code = `
import pandas as pd
from pyspark.sql.functions import pandas_udf
@pandas_udf("double")
def half(n: pd.Series) -> pd.Series: return n / 2
spark.udf.register("half", half)
[row[0] for row in spark.range(3).select(half("id")).collect()]`;
    assert.equal(await value(code), "[0.0, 0.5, 1.0]");
    assert.deepEqual(await desk?.sql("select half(id) from range(3)"), [["0.0"], ["0.5"], ["1.0"]]);
  });

  it("run on pandas frames, by parts and by groups", async () => {
    const parts = `
def odd(frames):
    for frame in frames: yield frame[frame.id % 2 == 1]
[row.id for row in spark.range(6).mapInPandas(odd, "id long").sort("id").collect()]`;
    assert.equal(await value(parts), "[1, 3, 5]");
    const groups = `
def total(frame): return frame.assign(id=frame.id.sum()).head(1)
grouped = spark.range(6).selectExpr("id % 2 as k", "id").groupBy("k").applyInPandas(total, "k long, id long")
[tuple(row) for row in grouped.sort("k").collect()]`;
    assert.equal(await value(groups), "[(0, 6), (1, 9)]");
  });

  it("fail with their own exception", async () => {
    const cell = await desk?.ends(`
from pyspark.sql.functions import udf
broken = udf(lambda n: n // 0, "long")
spark.range(3).select(broken("id")).collect()`);
    assert.match(`${cell?.error?.args["message"]}\n${cell?.error?.engineText}`, /ZeroDivisionError: integer division/);
  });
});
