/**
 * A function of Spark's SQL: signature, type of its result, a call that runs over a log's usual columns, and what it gives
 * in English and Korean. The type is "" where it depends on more than its arguments; `$0` stands for the type of the first.
 * Names and meanings follow https://spark.apache.org/docs/4.0.0/api/sql/. `spark`: the embedded engine cannot run it.
 */
export type FunctionRow = readonly [
  signature: string,
  returns: string,
  example: string,
  en: string,
  ko: string,
  only?: "spark",
];
