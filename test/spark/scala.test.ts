import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { parse } from "../../notebook/parse.ts";
import type { Code } from "../../protocol/errors.ts";
import { root } from "../support/between.ts";
import { type Notebook, type Ran, type RunOptions, never, scalaBench } from "./scala-bench.ts";

type Bench = Awaited<ReturnType<typeof scalaBench>>;

describe("Scala cells on Apache Spark", function () {
  this.timeout(180_000);
  let bench: Bench;
  let book: Notebook;

  before(async function () {
    this.timeout(1_200_000);
    bench = await scalaBench();
    book = await bench.notebook();
  });
  after(async () => {
    await book?.close();
    await bench?.end();
  });

  /** Runs a cell that must succeed. */
  const run = async (code: string, more?: RunOptions): Promise<Ran> => {
    const ran = await book.run(code, more);
    assert.equal(ran.error, undefined, ran.error?.message);
    return ran;
  };
  const failure = async (code: string, expected: Code, more?: RunOptions) => {
    const { error } = await book.run(code, more);
    assert.equal(error?.code, expected, error?.message);
    return error;
  };

  it("keep values, functions, classes and imports for the cells after them", async () => {
    assert.deepEqual((await run("1 + 2")).values, ["res0: Int = 3"]);
    const defined = await run(
      "val a = 4\ndef twice(n: Int) = n * 2\ncase class Person(name: String, age: Int)\nimport java.time._",
    );
    assert.deepEqual(defined.events, []);
    assert.match(
      (await run('(twice(a), Person("kim", 3), LocalDate.of(2026, 1, 2))')).values[0] ?? "",
      / = \(8,Person\(kim,3\),2026-01-02\)$/,
    );
    await run("val a = 5");
    assert.match((await run("a")).values[0] ?? "", /: Int = 5$/);
  });

  it("run closures over what cells defined on the cluster", async () => {
    await run(
      "val bonus = 10\nclass Rule(val by: Int) extends Serializable { def apply(n: Int) = n * by }\nval rule = new Rule(3)",
    );
    const ran = await run(
      'val people = Seq(Person("a", 1), Person("b", 2)).toDS.map(p => Person(p.name.toUpperCase, rule(twice(p.age)) + bonus))\npeople',
    );
    assert.deepEqual(await book.rows(ran.views[0] ?? ""), [
      { name: "A", age: 16 },
      { name: "B", age: 22 },
    ]);
    assert.match((await run("people.collect().map(_.age).sum")).values[0] ?? "", /: Int = 38$/);
    const udf = await run('val plus = udf((n: Long) => n + bonus)\nspark.range(2).select(plus(col("id")).as("p"))');
    assert.deepEqual(await book.rows(udf.views[0] ?? ""), [{ p: 10n }, { p: 11n }]);
  });

  it("make values of a cell's own classes on the cluster, where its statements do not run again", async () => {
    const ran = await run(
      [
        "// Of logs, say.",
        'println("once " + between.params) // and no more',
        "val least = (1)",
        "/* of",
        "the frame */ case class Line(id: Long)",
        "object Line { def next(line: Line) = Line(line.id + 1) }",
        "spark.range(3).as[Line].filter(_.id >= least).map(Line.next)",
      ].join("\n"),
    );
    assert.deepEqual(await book.rows(ran.views[0] ?? ""), [{ id: 2n }, { id: 3n }]);
    assert.equal(ran.text.match(/once /g)?.length, 1, ran.text);
    const { at } = (await failure("case class Odd(n: Int)\nval odd = Odd(1)\n\nodd.m", "scala.compile-error")) ?? {};
    assert.equal(at?.line, 4);
    const late = await failure('case class Even(n: Int)\n\nsys.error("in line 3")', "scala.error");
    assert.equal(late?.at?.line, 3);
  });

  it("share names with SQL both ways", async () => {
    await run('spark.range(3).toDF("n").createOrReplaceTempView("from_scala")');
    assert.deepEqual(await book.sql("select sum(n) as s from from_scala"), [{ s: 3n }]);
    await run('sql("create or replace temp view from_sql as select 7 as seven")');
    assert.match((await run('between.table("from_sql").as[Int].head')).values[0] ?? "", /: Int = 7$/);
  });

  it("show frames as tables and other values as text, by their last expression and by display", async () => {
    const ran = await run('display(spark.range(2))\ndisplay(Seq(1, 2))\ndisplay.markdown("# 제목")\nspark.range(3)');
    assert.deepEqual(
      ran.events.map((event) =>
        event.t === "view" ? ["view", event.shown] : event.t === "media" ? [event.mime, event.data] : event,
      ),
      [
        ["view", true],
        ["text/plain", "List(1, 2)"],
        ["text/markdown", "# 제목"],
        ["view", false],
      ],
    );
    assert.equal((await book.rows(ran.views[1] ?? "")).length, 3);
    assert.deepEqual((await run("val quiet = 3")).events, []);
    assert.deepEqual((await run("()")).events, []);
    assert.deepEqual((await run("// only a comment")).events, []);
    assert.match((await run("class Box; new Box")).values[0] ?? "", /^res\d+: Box = Box@/);
  });

  it("have parameters with the types of Scala, on the cluster too", async () => {
    const params = [
      { name: "day", type: "date", value: "2026-11-21" },
      { name: "limit", type: "integer", value: "3" },
      { name: "share", type: "number", value: "0.5" },
      { name: "at", type: "timestamp", value: "2026-11-21T09:30:00.25+09:00" },
      { name: "who", type: "text", value: '"한\\n" $x {y}' },
      { name: "os", type: "choice", value: ["ios", "안드로이드"] },
      { name: "type", type: "boolean", value: "true" },
    ] as const;
    const typed = await run(
      "val day: LocalDate = between.params.day.plusDays(1)\n(day, between.params.limit * 2L, between.params.share / 2, between.params.at: Instant, between.params.os.size, !between.params.`type`)",
      { params },
    );
    assert.match(typed.values[0] ?? "", / = \(2026-11-22,6,0\.25,2026-11-21T00:30:00\.250Z,2,false\)$/);
    const who = await run('between.params.who.map(_.toInt).mkString(",")', { params });
    assert.equal(who.values[0]?.split(" = ")[1], [...'"한\\n" $x {y}'].map((c) => c.charCodeAt(0)).join(","));
    const there = await run("spark.range(5).as[Long].filter(n => n < between.params.limit).count", { params });
    assert.match(there.values[0] ?? "", /: Long = 3$/);
    const changed = await run("between.params.limit", { params: [{ name: "limit", type: "integer", value: "4" }] });
    assert.match(changed.values[0] ?? "", /: Long = 4$/);
  });

  it("stream what they print, through Console and System, while they run", async () => {
    const go = new AbortController();
    let seen = "";
    const { error } = await book.run('println("먼저 🙂")\nSystem.err.println("second")\nThread.sleep(600000)', {
      signal: go.signal,
      onEvent(event) {
        if (event.t === "text") seen += `${event.stream}:${event.text}`;
        if (seen.includes("먼저 🙂\n") && seen.includes("stderr:second\n")) go.abort();
      },
    });
    assert.equal(error?.code, "engine.interrupted");
    const long = await run('(1 to 20000).foreach(n => println(s"줄 $n"))');
    assert.equal(long.text, Array.from({ length: 20_000 }, (_, i) => `줄 ${i + 1}\n`).join(""));
  });

  describe("that fail", () => {
    it("name every compile error, with the place of the first in the cell's code", async () => {
      const error = await failure(
        'val 이름 = "값"\n\n\tval 길이: Int = 이름\nval y = 없다\nval ok = 1',
        "scala.compile-errors",
      );
      assert.deepEqual(error?.at, { line: 3, column: 16, endLine: 3, endColumn: 18 });
      assert.equal(error?.args["count"], 2);
      assert.match(
        error?.engineText ?? "",
        /^3:16: type mismatch;[^]*\n\tval 길이: Int = 이름\n\t {14}\^\n\n4:9: not found: value 없다\nval y = 없다\n {8}\^$/,
      );
      assert.deepEqual((await failure("val (p, q = 3", "scala.compile-error"))?.at, { line: 1, column: 11 });
      await failure("ok", "scala.compile-error");
    });

    it("say that code is incomplete, at its end", async () => {
      assert.deepEqual((await failure("val a = 1\nif (a > 0) {\n", "scala.incomplete"))?.at, { line: 2, column: 13 });
    });

    it("name the line and show the stack down to the cell's code", async () => {
      await run("def divide(n: Int) = {\n  100 / n\n}");
      const error = await failure("val before = 1\n\n  divide(0)\nprintln()", "scala.error");
      assert.deepEqual(error?.args, { type: "ArithmeticException", message: "/ by zero" });
      assert.deepEqual(error?.at, { line: 3, column: 3, endLine: 3, endColumn: 12 });
      assert.match(
        error?.engineText ?? "",
        /^java\.lang\.ArithmeticException: \/ by zero\n\tat divide\(Cell \d+:2\)\n\tat <cell>\(Cell \d+:3\)$/,
      );
      await failure("class Own extends Exception\nthrow new Own", "scala.error-silent");
    });

    it("name the line when the engine refuses or fails", async () => {
      const table = await failure(
        'val n = 1\nval frame = spark.table("nope")\nval rows =\n  frame.count',
        "scala.error",
      );
      assert.equal(table?.args["type"], "AnalysisException");
      assert.match(String(table?.args["message"]), /^\[TABLE_OR_VIEW_NOT_FOUND\]/);
      assert.equal(table?.at?.line, 4);
      const last = await failure('val m = 1\nspark.range(3).where("nope > 1")', "scala.error");
      assert.equal(last?.at?.line, 2);
      const task = await failure("val zero = 0\nspark.range(3).as[Long].map(n => n / zero).collect()", "scala.error");
      assert.match(task?.engineText ?? "", /ArithmeticException: \/ by zero\n\tat \S+\(Cell \d+:2\)/);
      assert.equal(task?.at?.line, 2);
    });

    it("leave what earlier cells defined as it was", async () => {
      await run("val kept = 1");
      await failure('val kept = 2\nsys.error("no")', "scala.error");
      assert.match((await run("kept")).values[0] ?? "", /: Int = 1$/);
    });
  });

  describe("that are interrupted", () => {
    /** Interrupts when the cell has begun to run. */
    const interrupted = async (code: string) => {
      const go = new AbortController();
      const { error } = await book.run(`println("runs")\n${code}`, {
        signal: go.signal,
        onEvent: (event) => void (event.t === "text" && setTimeout(() => go.abort(), 500)),
      });
      assert.equal(error?.code, "engine.interrupted", error?.message);
    };

    it("stop in a loop, in a sleep, in a closure, in what catches exceptions and in a Spark call, and keep their values", async () => {
      await run("val safe = 1");
      await interrupted("var i = 0L\nwhile (true) i += 1");
      await interrupted("Thread.sleep(600000)");
      await interrupted("Iterator.from(1).foreach(_ => ())");
      await interrupted("while (true) try Thread.sleep(1) catch { case e: Exception => () }");
      await interrupted("spark.range(0, 100000000000000L, 1, 4).as[Long].filter(n => n % 7 == 1).count");
      assert.match((await run("safe")).values[0] ?? "", /: Int = 1$/);
    });

    it("leave the engine free for the next query", async () => {
      await interrupted("spark.range(0, 100000000000000L, 1, 4).as[Long].filter(n => n % 7 == 1).count");
      assert.deepEqual(await book.sql("select count(*) as n from range(10)"), [{ n: 10n }]);
    });

    it("do not run at all when they were interrupted before", async () => {
      const { error, events } = await book.run("println(1)", { signal: AbortSignal.abort() });
      assert.deepEqual([error?.code, events], ["engine.interrupted", []]);
    });

    it("stop when nobody wants to read on", async () => {
      for await (const event of book.worker.run(
        { code: 'println("x")\nwhile (true) ()', label: "Cell", params: [], preview: 1 },
        never,
      )) {
        assert.equal(event.t, "text");
        break;
      }
      assert.match((await run("safe")).values[0] ?? "", /: Int = 1$/);
    });
  });

  describe("whose worker ends", () => {
    let other: Notebook;
    before(async () => (other = await bench.notebook({ graceMs: 1_000, shared: true })));
    after(() => other.close());

    const ends = async (code: string, expected: Code, more?: RunOptions) => {
      const { error } = await other.run(code, more);
      assert.equal(error?.code, expected, error?.message);
      assert.equal((await other.worker.ended)?.code, expected);
      assert.deepEqual(await other.sql("select * from kept"), [{ one: 1 }], "SQL lives on");
      await other.reopen();
      assert.match((await other.run('between.table("kept").count')).values[0] ?? "", /: Long = 1$/);
      return error;
    };

    it("say why, and leave the session to SQL and to the next worker", async () => {
      await other.run('sql("create or replace temp view kept as select 1 as one")');
      assert.deepEqual((await ends("sys.exit(3)", "scala.exited"))?.args, { code: 3 });
      assert.deepEqual(
        (await ends("val all = Array.fill(100)(new Array[Byte](100000000))", "scala.out-of-memory"))?.args,
        { limit: 768 },
      );
    });

    it("are ended when they do not stop", async () => {
      const go = new AbortController();
      const { error } = await other.run(
        'println("runs")\nnew java.util.concurrent.Semaphore(0).acquireUninterruptibly()',
        {
          signal: go.signal,
          onEvent: (event) => void (event.t === "text" && go.abort()),
        },
      );
      assert.equal(error?.code, "engine.interrupted");
      assert.equal((await other.worker.ended)?.code, "scala.not-stopping");
      assert.deepEqual(await other.sql("select * from kept"), [{ one: 1 }]);
      await other.reopen();
    });

    it("know nothing of another notebook's names, nor of the server's secrets", async () => {
      assert.equal((await other.run("safe")).error?.code, "scala.compile-error");
      assert.equal((await other.run('between.table("from_scala").count')).error?.code, "scala.error");
      process.env["AWS_SECRET_ACCESS_KEY"] = "between-test-secret";
      await other.worker.close();
      await other.reopen();
      delete process.env["AWS_SECRET_ACCESS_KEY"];
      assert.match(
        (await other.run('sys.env.values.exists(_.contains("between-test-secret"))')).values[0] ?? "",
        /= false$/,
      );
    });

    it("close without a reason, and leave the session open", async () => {
      await other.worker.close();
      assert.equal(await other.worker.ended, undefined);
      assert.deepEqual(await other.sql("select * from kept"), [{ one: 1 }]);
      await other.reopen();
    });
  });

  it("count words in the example as its SQL does", async () => {
    const file = join(root, "examples", "5-three-languages.between-nb");
    const { cells } = parse(await readFile(file, "utf8")).notebook;
    const codeOf = (name: string) => {
      const cell = cells.find((each) => each.kind === "code" && each.options.name === name);
      return cell?.kind === "code" ? cell.code : assert.fail(`no cell ${name}`);
    };
    const log = join(root, "examples", "data", "apache-combined.log.gz");
    await run(`spark.read.text(${JSON.stringify(log)}).createOrReplaceTempView("lines")`);
    const { views } = await run(codeOf("in_scala"), { params: [{ name: "least", type: "integer", value: "4" }] });
    const words = await book.rows(views[0] ?? "");
    assert.ok(words.length > 1000, `${words.length} words`);
    assert.deepEqual(words, await book.sql(codeOf("in_sql").replace(":least", "4")));
  });

  it("need Java, and say so", async () => {
    const { PATH, JAVA_HOME } = process.env;
    process.env["PATH"] = "/nonexistent";
    delete process.env["JAVA_HOME"];
    try {
      await assert.rejects(bench.notebook(), { code: "scala.no-java" });
    } finally {
      process.env["PATH"] = PATH;
      if (JAVA_HOME !== undefined) process.env["JAVA_HOME"] = JAVA_HOME;
    }
    assert.deepEqual(await book.sql("select 1 as one"), [{ one: 1 }]);
  });
});
