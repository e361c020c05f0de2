import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { status } from "@grpc/grpc-js";
import { cleaned, engineError } from "./failure.ts";
import { placeOfBytes, placeOfName } from "./place.ts";

const told = (message: string, more: { reason?: string; errorClass?: string; code?: number } = {}) => ({
  code: status.INTERNAL,
  message,
  reason: "",
  ...more,
});
const at = (error: ReturnType<typeof engineError>) =>
  error.at && `${error.at.line}:${error.at.column}-${error.at.endColumn}`;

describe("what an engine says of an error", () => {
  it("becomes a code and its arguments, in Spark's words and in Sail's", () => {
    const table: [message: string, code: string, args: object, errorClass?: string][] = [
      [
        "[TABLE_OR_VIEW_NOT_FOUND] The table or view `a`.`b` cannot be found. Verify",
        "engine.table-not-found",
        { name: "a.b" },
      ],
      ["Table not found: nope", "engine.table-not-found", { name: "nope" }],
      [
        "[UNRESOLVED_COLUMN.WITH_SUGGESTION] A column, variable, or function parameter with name `nope` cannot be resolved.",
        "engine.column-not-found",
        { name: "nope" },
      ],
      [
        'attribute ObjectName([Identifier("t"), Identifier("no pe")]) is missing from the schema: cannot resolve attribute',
        "engine.column-not-found",
        { name: "t.no pe" },
      ],
      [
        "[AMBIGUOUS_REFERENCE] Reference `a` is ambiguous, could be: [`x`.`a`, `y`.`a`].",
        "engine.ambiguous-column",
        { name: "a" },
      ],
      [
        "[UNRESOLVED_ROUTINE] Cannot resolve routine `nofunc` on search path",
        "engine.function-not-found",
        { name: "nofunc" },
      ],
      ["[PATH_NOT_FOUND] Path does not exist: s3://b/x.", "engine.path-missing", { path: "s3://b/x" }],
      ["Resources exhausted: Failed to allocate additional 1 bytes", "engine.out-of-memory", {}],
      ["IO error: No space left on device (os error 28)", "engine.disk-full", {}],
      ["Json error: Not valid JSON: EOF", "engine.bad-data", {}],
      ["session 1b4e is not running", "engine.session-gone", {}],
      ["[INVALID_HANDLE.SESSION_CLOSED] The handle is invalid", "engine.session-gone", {}],
      ["[OPERATION_CANCELED] Operation has been canceled.", "engine.interrupted", {}],
      ["boom", "engine.failed", {}],
    ];
    for (const [message, code, args] of table) {
      const error = engineError(told(message), undefined);
      assert.deepEqual([error.code, error.args], [code, args], message);
    }
    assert.equal(engineError(told("x", { code: status.UNAVAILABLE }), undefined).code, "engine.unreachable");
    assert.equal(engineError(told("x", { code: status.UNAUTHENTICATED }), undefined).code, "engine.not-allowed");
    assert.equal(
      engineError(told("CommandNode::X", { reason: "java.lang.UnsupportedOperationException" }), undefined).code,
      "engine.unsupported",
    );
  });

  it("keeps its place: bytes of Sail, contexts of Spark 4, lines of Spark 3.5", () => {
    const statement = "select '한글' x selec 1";
    assert.equal(at(engineError(told("invalid argument: found selec at 18:23 expected ','"), statement)), "1:15-20");
    const context = { start: 7, end: 11, fragment: "'한글'" };
    assert.equal(at(engineError({ ...told("[CAST_INVALID_INPUT] x"), context }, statement)), "1:8-12");
    const elsewhere = { ...context, fragment: "of a view" };
    assert.equal(engineError({ ...told("[CAST_INVALID_INPUT] x"), context: elsewhere }, statement).at, undefined);
    const old = engineError(told("[PARSE_SYNTAX_ERROR] Syntax error at or near 'selec'.(line 1, pos 14)"), statement);
    assert.deepEqual([old.code, old.at], ["engine.sql-syntax", { line: 1, column: 15 }]);
  });

  it("loses the debug print and never its head", () => {
    assert.equal(cleaned('ambiguous attribute: ObjectName([Identifier("a")])'), "ambiguous attribute: a");
    assert.equal(cleaned("head\n[truncated]\ntail"), "head\n[truncated]\ntail");
  });
});

describe("a place in a statement", () => {
  it("counts lines and UTF-16 units from bytes", () => {
    assert.deepEqual(placeOfBytes("a\n😀 b", 7, 8), { line: 2, column: 4, endLine: 2, endColumn: 5 });
    assert.deepEqual(placeOfBytes("ab", 9, 9), { line: 1, column: 3 });
  });

  it("of a name is outside of strings and comments, and that of the whole name where it stands so", () => {
    const text = "select 'nope', -- nope\n x.nope, t . nope from t";
    assert.deepEqual(placeOfName(text, ["t", "nope"]), { line: 2, column: 10, endLine: 2, endColumn: 18 });
    assert.equal(placeOfName(text, ["spark_catalog", "x", "NOPE"])?.column, 2);
    assert.equal(placeOfName(text, ["gone"]), undefined);
  });

  it("of a task on Spark 3.5 is told without its way through Java, and places stand in it", () => {
    const java =
      "\n\tat org.apache.spark.sql.Some.project(Unknown Source)\n\tat scala.collection.Iterator.next(It.scala:4)\n";
    const task =
      "Job aborted due to stage failure: Task 1 in stage 9.0 failed 1 times, most recent failure: Lost task 1.0 in stage 9.0 (TID 8) (10.0.0.2 executor 1): ";
    const zero = "[DIVIDE_BY_ZERO] Division by zero.\n== SQL(line 1, position 8) ==\nselect 1 / 0\n       ^^^^^";
    const error = engineError(
      told(`${task}org.apache.spark.SparkArithmeticException: ${zero}\n${java}`),
      "select 1 / 0",
    );
    assert.deepEqual([error.code, at(error), error.engineText], ["engine.arithmetic", "1:8-13", zero]);
    assert.equal(cleaned(`${task}java.lang.RuntimeException: boom${java}`), "java.lang.RuntimeException: boom");
  });

  it("has a point of its message for its place only where there are no details", () => {
    const message = "[GROUP_BY_POS_OUT_OF_RANGE] GROUP BY position 2 is not in select list.; line 1 pos 2";
    assert.deepEqual(engineError(told(message), "select 1").at, { line: 1, column: 3 });
    assert.equal(engineError({ ...told(message), detailed: true }, "select 1").at, undefined);
  });

  it("about a column offers the one that Spark holds for near, and leaves out the plan", () => {
    const head =
      "[UNRESOLVED_COLUMN.WITH_SUGGESTION] A column, variable, or function parameter with name `usr` cannot be resolved. Did you mean one of the following? [`logs`.`user`, `logs`.`ts`]. SQLSTATE: 42703; line 1 pos 7";
    const plan =
      "'Aggregate ['usr], ['usr, count(1) AS n#1L]\n+- SubqueryAlias logs\n   +- Relation [ts#793,user#794] json";
    const error = engineError(told(`${head};\n${plan}\n`), "select usr from logs");
    assert.deepEqual(
      [error.code, error.args, error.engineText],
      ["engine.column-not-found-near", { name: "usr", near: "user" }, head],
    );
    const far = engineError(told(head.replace("`usr`", "`total`")), undefined);
    assert.deepEqual([far.code, far.args], ["engine.column-not-found", { name: "total" }]);
  });

  it("about a format that the server has no jars for names it", () => {
    const missing = (format: string) =>
      engineError(
        told(`[DATA_SOURCE_NOT_FOUND] Failed to find the data source: ${format}. Make sure the provider`),
        undefined,
      );
    assert.equal(missing("delta").code, "spark.no-delta");
    assert.deepEqual([missing("avro-x").code, missing("avro-x").args], ["spark.no-format", { format: "avro-x" }]);
  });
});
