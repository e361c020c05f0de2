import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { codesOf, imported } from "../../../test/support/imported.ts";
import { parse } from "../../parse.ts";

const password = (name: string, defaultValue = "") => ({ [name]: { type: "Password", name, defaultValue } });

/** Imports, and holds that nothing which is written says the secret. */
function kept(secret: string, note: object) {
  const found = imported(note);
  for (const [what, written] of Object.entries(found))
    assert.ok(!JSON.stringify(written).includes(secret), `${what}: ${JSON.stringify(written)}`);
  return found;
}

const paramsOf = ({ text }: { text: string }) => parse(text).notebook.meta.params;

describe("a form that is declared as a password", () => {
  const plain = { name: "pw9", type: "text" };

  it("in its own paragraph is one, though the text uses it plainly", () => {
    const note = {
      paragraphs: [
        { text: "%sql\nselect '${pw9}'", settings: { params: { pw9: "SECRETB" }, forms: password("pw9", "SECRETB") } },
      ],
    };
    const found = kept("SECRETB", note);
    assert.deepEqual(paramsOf(found), [plain]);
    assert.ok(codesOf(found, 1).includes("import.password-dropped"));
  });

  it("in another paragraph is one, and its default in the text goes as well", () => {
    const found = kept("SECRETB", {
      paragraphs: [
        { text: "%sql\nselect '${pw9=SECRETB0}'", settings: { params: { pw9: "SECRETB1" } } },
        { text: "%python\nprint(1)", settings: { forms: password("pw9") } },
      ],
    });
    assert.deepEqual(paramsOf(found), [plain]);
    assert.ok(codesOf(found, 1).includes("import.password-dropped"));
  });

  it("by the note is one, in the note's forms and in those of a paragraph", () => {
    const found = kept("SECRETB", {
      noteParams: { pw9: "SECRETB" },
      noteForms: password("pw9"),
      paragraphs: [
        { text: "%sql\nselect '$${pw9=SECRETB2}'" },
        { text: "%sql\nselect '${pw9}'", settings: { params: { pw9: "SECRETB3" } } },
      ],
    });
    assert.deepEqual(
      paramsOf(found).map(({ default: value }) => value),
      [undefined, undefined],
    );
    for (const index of [1, 2]) assert.ok(codesOf(found, index).includes("import.password-dropped"));
  });

  it("has no options", () => {
    const found = kept("SECRETB", {
      paragraphs: [
        {
          text: "%sql\nselect '${pw9=SECRETB,SECRETB|other}'",
          settings: { params: { pw9: "SECRETB4" }, forms: password("pw9") },
        },
      ],
    });
    assert.deepEqual(paramsOf(found), [plain]);
  });

  it("gives the schedule no value, others do", () => {
    const { schedule } = kept("SECRETB", {
      config: { cron: "0 30 4 * * ?" },
      noteForms: password("pw9"),
      paragraphs: [{ text: "%sql\nselect '${pw9=SECRETB}', '${who=ann}'" }],
    });
    assert.match(schedule ?? "", /params:\n {2}who: ann\n/);
  });

  it("says nothing where a value cannot be bound, in comments, in code and in what is disabled", () => {
    const noteForms = password("pw9");
    const settings = { params: { pw9: "SECRETB" } };
    const found = kept("SECRETB", {
      noteForms,
      paragraphs: [
        { text: "%sql\nselect * from csv.`s3://${pw9=SECRETB}`", settings },
        { text: "%sql\nselect 1 -- ${pw9=SECRETB}", settings },
        { text: "%python\nx = '${pw9=SECRETB}'", settings },
        { text: "%sql\nselect '${pw9=SECRETB}'", settings, config: { enabled: false } },
        { text: "%md\nIt is ${pw9=SECRETB}.", settings },
        { text: "%sql(saveAs=${pw9=SECRETB})\nselect 1", settings },
      ],
    });
    for (const index of [1, 2, 3, 4, 5]) assert.ok(codesOf(found, index).includes("import.password-dropped"));
  });

  it("is not told by another form that holds the same value, nor by what is said of one", () => {
    const found = kept("SECRET123", {
      noteForms: password("pw9", "SECRET123"),
      config: { cron: "0 30 4 * * ?", cronExecutingUser: "SECRET123" },
      paragraphs: [
        { text: "%sql\nselect '${url=ftp://a:SECRET123@b}'" },
        { text: "%sql\nselect '${c=a,a|b}'", settings: { params: { c: "SECRET123" } } },
        { text: "%sql\nselect '${d=a,a|SECRET123}'" },
      ],
    });
    assert.deepEqual(
      paramsOf(found).map(({ name, type, default: value }) => [name, type, value]),
      ["url", "c", "d"].map((name) => [name, "text", undefined]),
    );
    for (const index of [1, 2, 3]) assert.ok(codesOf(found, index).includes("import.password-dropped"));
    assert.deepEqual(
      found.report.notes.flatMap(({ code, args }) => (code === "import.cron-user" ? [args] : [])),
      [{ user: "•••" }],
    );
  });

  it("takes nothing from what it only stands inside of by chance, when it is short", () => {
    const found = imported({
      noteForms: password("pw9", "a1"),
      config: { cron: "0 30 4 * * ?", cronExecutingUser: "ada1" },
      paragraphs: [
        {
          text: "%sql\nselect '${who=data1}', '${at=x/a1}', '${pw9}'",
          settings: { params: { pw9: "1" } },
          status: "FINISHED",
          results: { code: "SUCCESS", msg: [{ type: "TABLE", data: "day\tn\n2026-11-21\t15\n" }] },
        },
        {
          text: "%sql\nselect 2",
          status: "FINISHED",
          results: { code: "SUCCESS", msg: [{ type: "TEXT", data: "it is a1." }] },
        },
      ],
    });
    assert.deepEqual(
      paramsOf(found).map(({ name, default: value }) => [name, value]),
      [
        ["who", "data1"],
        ["at", undefined],
        ["pw9", undefined],
      ],
    );
    assert.ok(codesOf(found, 1).includes("import.results"));
    assert.ok(codesOf(found, 2).includes("import.result-secret"));
    assert.deepEqual(
      found.report.notes.flatMap(({ code, args }) => (code === "import.cron-user" ? [args] : [])),
      [{ user: "ada1" }],
    );
  });

  it("is found as it is, whatever it is made of, and long or not", () => {
    for (const secret of ["$&.*", "(a|b)+", "p\\d", "암호", "x".repeat(3_000), "a b-c/d"])
      kept(secret, {
        noteForms: password("pw9", secret),
        paragraphs: [
          {
            text: "%sql\nselect '${x=y}', '${pw9}'",
            settings: { params: { x: `is ${secret}!` } },
            status: "FINISHED",
            results: { code: "SUCCESS", msg: [{ type: "TEXT", data: `so (${secret})` }] },
          },
        ],
      });
  });

  it("is not told by results or the columns of a chart", () => {
    const keys = [{ name: "SECRETB", index: 0, aggr: "sum" }];
    const found = kept("SECRETB", {
      noteForms: password("pw9"),
      paragraphs: [
        {
          text: "%sql\nselect '${pw9}'",
          settings: { params: { pw9: "SECRETB" } },
          status: "FINISHED",
          config: { results: { 0: { graph: { mode: "multiBarChart", keys, groups: [], values: [] } } } },
          results: { code: "SUCCESS", msg: [{ type: "TABLE", data: "SECRETB\tn\nSECRETB\t1\n" }] },
        },
      ],
    });
    assert.equal(found.results, undefined);
    assert.ok(codesOf(found, 1).includes("import.result-secret"));
  });
});

describe("any secret of a password form", () => {
  const use = fc.constantFrom(
    "%sql\nselect 'FORM'",
    "%sql\nselect FORM",
    "%sql\nselect 'a-FORM-b' -- FORM",
    "%sql\nselect * from t where a in (FORM)",
    "%sql\nselect * from t where d = date 'FORM'",
    "%sql\nset x = FORM",
    "%sql\ncreate or replace temp view v as select 'FORM'",
    "%md\nIt is FORM.",
    "%python\nprint('FORM')",
    "%sh\necho FORM",
  );
  const form = fc.constantFrom("${pw}", "$${pw}", "_${pw(L)=SECRET}", "${pw=SECRET,SECRET|b}", "${password:pw=SECRET}");
  const other = fc.constantFrom("", "${x=SECRET}", "$${x=a,a|SECRET}", "${checkbox:x=SECRET,SECRET|b}", "${x=a}");
  const paragraph = fc.record({ use, form, other, enabled: fc.boolean(), shows: fc.boolean(), given: fc.boolean() });
  const secrets = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 .@-]{8,14}[A-Za-z0-9]$/);

  it("is nowhere: not in the text, the schedule, the report or the results", () => {
    const run = fc.property(
      secrets,
      fc.array(paragraph, { minLength: 1, maxLength: 5 }),
      fc.nat(5),
      (secret, drawn, at) => {
        const paragraphs = drawn.map(({ use, form, other, enabled, shows, given }, i) => ({
          text: use.replaceAll("FORM", () => form + other).replaceAll("SECRET", () => secret),
          config: { enabled },
          settings: {
            params: given ? { pw: secret, x: secret } : {},
            forms: i === at ? password("pw", secret) : {},
          },
          status: shows ? "FINISHED" : "ERROR",
          errorMessage: `no ${secret}`,
          results: { code: "SUCCESS", msg: [{ type: "TEXT", data: `so ${secret}` }] },
        }));
        kept(secret, {
          config: { cron: "0 30 4 * * ?" },
          noteParams: { pw: secret },
          noteForms: at < drawn.length ? {} : password("pw"),
          paragraphs,
        });
      },
    );
    fc.assert(run, { numRuns: 300 });
  });
});

describe("a title", () => {
  it("has no characters that turn the direction of text", () => {
    const { place, report } = imported({
      name: "a\u202eb\u2066c\u2069",
      paragraphs: [{ title: "x\u202ay\u2068z\u202c", text: "%md\nText" }],
    });
    assert.deepEqual([place.name, report.paragraphs[0]?.title], ["abc", "xyz"]);
  });
});
