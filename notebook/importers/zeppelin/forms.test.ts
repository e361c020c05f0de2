import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { codesOf, imported, testFile } from "../../../test/support/imported.ts";
import { parse } from "../../parse.ts";
import { formsIn } from "./form-text.ts";

type Params = Readonly<Record<string, unknown>>;

/** A note of one SQL paragraph: its code and its parameters, as they are written. */
function bound(sql: string, params: Params = {}): { code: string; params: Params } {
  const { text } = imported({ paragraphs: [{ text: `%sql\n${sql}`, settings: { params } }] });
  const { notebook } = parse(text);
  const [cell] = notebook.cells;
  return {
    code: cell?.kind === "code" ? cell.code : "",
    params: Object.fromEntries(
      notebook.meta.params.map(({ name, type, default: value }) => [name, value === undefined ? type : [type, value]]),
    ),
  };
}

describe("the text of a dynamic form", () => {
  it("is read in one go, however many begin and none ends", () => {
    assert.deepEqual(formsIn("${a=b,".repeat(200_000)), []);
    assert.equal(formsIn(`${"${a".repeat(200_000)}}`).length, 1);
    assert.equal(formsIn(`\${a${" ".repeat(200_000)}b}`).length, 1);
  });

  it("says kind, name, label, default, options, and whose it is", () => {
    const [form] = formsIn("a _$${checkbox( or ):state(State)=a|b,a(First)|b\\|c|'d|e'} z");
    assert.deepEqual(form, {
      kind: "checkbox",
      name: "state",
      label: "State",
      defaults: ["a", "b"],
      options: [{ value: "a", label: "First" }, { value: "b|c" }, { value: "'d|e'" }],
      delimiter: " or ",
      hidden: true,
      ofNote: true,
      start: 2,
      end: 58,
    });
    const kinds = formsIn("${a} ${b=} ${c=1,1|2} ${password:d} ${=x} ${}").map(({ kind, name }) => `${kind} ${name}`);
    assert.deepEqual(kinds, ["text a", "text b", "select c", "password d"]);
  });
});

describe("a form in SQL", () => {
  it("in quotes is a parameter without them: a date where its value is one, else text", () => {
    assert.deepEqual(bound("select '${day=2026-03-01}', '${who=ann}'"), {
      code: "select :day, :who",
      params: { day: ["date", "2026-03-01"], who: ["text", "ann"] },
    });
  });

  it("has the value that it was last given", () => {
    assert.deepEqual(bound("select '${day=2026-03-01}'", { day: "2026-03-09" }).params, {
      day: ["date", "2026-03-09"],
    });
  });

  it("inside of a string is joined to what stands around it, and is text there", () => {
    assert.deepEqual(bound("select a like '%${w=x}%' and t > \"${day=2026-03-01} 00:00\""), {
      code: "select a like concat('%', :w, '%') and t > concat(:day, \" 00:00\")",
      params: { w: ["text", "x"], day: ["text", "2026-03-01"] },
    });
  });

  it("outside of quotes is a number, a flag, a quoted text or a name", () => {
    assert.deepEqual(
      bound("select * from ${t=a.logs} where n > ${n=5} and x < ${x=.5} and o = ${o=true} and w = ${w='ann''s'}"),
      {
        code: "select * from identifier(:t) where n > :n and x < :x and o = :o and w = :w",
        params: {
          t: ["text", "a.logs"],
          n: ["integer", "5"],
          x: ["number", ".5"],
          o: ["boolean", "true"],
          w: ["text", "ann's"],
        },
      },
    );
  });

  it("that is a choice of numbers is cast, since choices are texts", () => {
    const { code, params } = bound("select '${c=a,a|b}' limit ${n=10,10|20}");
    assert.equal(code, "select :c limit cast(:n as bigint)");
    assert.deepEqual(params, { c: ["choice", "a"], n: ["choice", "10"] });
  });

  it("that is used as text and as a number is bound once, and cast for the text", () => {
    assert.equal(
      bound("select '${n=1}', ${n=1}, 'at ${n=1}'").code,
      "select cast(:n as string), :n, concat('at ', cast(:n as string))",
    );
  });

  it("of several values is an array, whatever the quotes and the delimiter were", () => {
    const code = (sql: string) => bound(sql).code;
    assert.equal(
      code("select * from t where a.b in ('${checkbox(','):p=x,x|y}')"),
      "select * from t where array_contains(:p, a.b)",
    );
    assert.equal(
      code("select * from t where b not in (${checkbox:p='x','x'|'y'})"),
      "select * from t where not array_contains(:p, b)",
    );
    assert.equal(
      code("select * from t where n in ( ${checkbox:p=1,1|2} )"),
      "select * from t where array_contains(:p, cast(n as string))",
    );
    assert.equal(code("select '${checkbox:p=x|y,x|y}'"), "select array_join(:p, ',')");
  });

  it("where SQL takes no parameter has its value put in place", () => {
    const fixed = bound(
      "select ${checkbox:c=a|b,a|b} from json.`s3://x/${day=1}/*` order by a ${d=desc,asc|desc}, interval '${k=3} days'",
    );
    assert.deepEqual(fixed, {
      code: "select a,b from json.`s3://x/1/*` order by a desc, interval '3 days'",
      params: {},
    });
    assert.equal(bound("insert into t select '${x=1}'").code, "insert into t select '1'");
  });

  it("behind date or timestamp is cast", () => {
    assert.equal(
      bound("select date '${day=2026-03-01}', TIMESTAMP '${at=2026-03-01 00:00:00}'").code,
      "select cast(:day as date), cast(:at as timestamp)",
    );
  });

  it("in a comment stays, and becomes nothing", () => {
    assert.deepEqual(bound("select 1 -- ${x=1}\n/* '${y}' */"), {
      code: "select 1 -- ${x=1}\n/* '${y}' */",
      params: {},
    });
  });

  it("in a temporary view makes it a named cell, which takes parameters", () => {
    const { text } = imported({
      paragraphs: [
        { text: "%sql\ncreate or replace temp view `busy` as\nselect '${x=1}';" },
        { text: "%sql\ncreate temp view plain as select 1" },
      ],
    });
    const [view, plain] = parse(text).notebook.cells;
    assert.deepEqual(view?.kind === "code" && [view.options.name, view.code], ["busy", "select :x"]);
    assert.deepEqual(plain?.kind === "code" && [plain.options.name, plain.code], [
      undefined,
      "create temp view plain as select 1",
    ]);
  });

  it("that two paragraphs have is one parameter, and the second's own value is said", () => {
    const paragraph = (day: string) => ({ text: "%sql\nselect '${day=2026-03-01}'", settings: { params: { day } } });
    const found = imported({ paragraphs: [paragraph("2026-03-02"), paragraph("2026-03-03")] });
    assert.deepEqual(
      parse(found.text).notebook.meta.params.map(({ name, default: value }) => [name, value]),
      [["day", "2026-03-02"]],
    );
    assert.deepEqual(codesOf(found, 2), ["import.form-values-differ", "import.sql"].reverse());
  });

  it("in Markdown is the parameter's value", () => {
    const { text } = imported({ paragraphs: [{ text: "%md\nOn ${day=2026-03-01}." }] });
    assert.match(text, /day: \{type: date, default: 2026-03-01\}\n[^]*On \{\{day\}\}\./);
  });
});

describe("the value of a password form", () => {
  const found = imported(testFile("forms_2P6XZR5QE.zpln"));

  it("is nowhere in what is written: not in the notebook, the schedule, the results, the report", () => {
    const written = JSON.stringify(found);
    for (const secret of ["swordfish", "hunter2secret", "opensesame"]) assert.ok(!written.includes(secret), secret);
    assert.deepEqual(
      parse(found.text).notebook.meta.params.filter(({ name }) => name === "token"),
      [{ name: "token", type: "text" }],
    );
  });

  it("is reported at each paragraph that had it", () => {
    const dropped = found.report.paragraphs.filter(({ remarks }) =>
      remarks.some(({ code }) => code === "import.password-dropped"),
    );
    assert.deepEqual(
      dropped.map(({ index }) => index),
      [3, 8, 9],
    );
    assert.ok(codesOf(found, 7).includes("import.result-secret"));
  });

  it("is not among the schedule's parameters, others are", () => {
    assert.match(
      found.schedule ?? "",
      /^cron: 30 4 \* \* 1-5\ntimezone: UTC\nparams:\n {2}platforms: \[ios, android\]\n[^]*\npaused: true\n$/,
    );
    assert.doesNotMatch(found.schedule ?? "", /token/);
    assert.ok(codesOf(found, 0).includes("import.cron-zone"));
  });
});
