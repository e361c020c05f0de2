import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { BetweenError } from "../../protocol/errors.ts";
import { functions } from "../../extension/language/functions/functions.ts";
import { snippets } from "../../extension/language/sql/snippets.ts";
import { notebookTables } from "../../extension/language/sql/tables.ts";
import { type EngineDesk, engineDesk } from "./desk.ts";

/** The columns that the examples speak of. */
const log = `(select
  timestamp'2026-11-21 10:20:30' as ts, date'2026-11-21' as day, 7L as user, '/api/cart?id=1' as path, 'GET' as method,
  200 as status, 5120L as bytes, 12.5d as ms, 'Mozilla/5.0' as agent, '10.0.0.1' as ip, 'www.example.org' as host,
  'https://www.example.org/a?utm_source=mail' as url, 'GET /a 35 ms' as line, '{"action":"open","user":{"id":1}}' as body,
  array(1, 2, 3) as items, array('a', 'b', 'c') as words, map('country', 'KR') as tags,
  named_struct('name', 'open', 'at', timestamp'2026-11-21 10:20:30') as event)`;

/** What an example needs around it, other than a plain select. */
function queryOf({ name, example }: { name: string; example: string }): string {
  if (name.startsWith("grouping")) return `select ${example} from ${log} group by rollup(path)`;
  if (name === "session_window" || name === "window") return `select ${example}, count(*) from ${log} group by 1`;
  // These yield several columns, which one alias cannot name.
  if (/^(?:posexplode|inline|stack|json_tuple)$/.test(name)) return `select ${example} from ${log}`;
  return `select ${example} as result from ${log}`;
}

describe("the functions that the editor offers", function () {
  this.timeout(180_000);
  let desk: EngineDesk | undefined;
  before(async function () {
    try {
      desk = await engineDesk();
    } catch (thrown) {
      if (!(thrown instanceof BetweenError) || !/^engine\.(?:python|setup)-/.test(thrown.code)) throw thrown;
      console.log(`    skipped: the embedded engine is not here (${thrown.code})`);
      this.skip();
    }
  });
  after(() => desk?.end());

  it("run on the embedded engine as their examples are written, with the type that is told, but for those marked", async () => {
    assert.ok(desk);
    const wrong: string[] = [];
    for (const each of functions) {
      const said = await desk.sql(queryOf(each)).then(
        ({ schema }) => ({ type: schema[0]?.type ?? "" }),
        (thrown: unknown) => ({ error: thrown instanceof Error ? thrown.message : String(thrown) }),
      );
      if ("error" in said && !each.sparkOnly) wrong.push(`${each.example}: ${said.error.slice(0, 200)}`);
      if ("type" in said && each.sparkOnly) wrong.push(`${each.example} runs, and is marked as one that does not`);
      if ("type" in said && /^[a-z]/.test(each.returns) && !each.returns.includes("$") && said.type !== each.returns)
        wrong.push(`${each.example} is ${said.type}, not ${each.returns}`);
    }
    assert.deepEqual(wrong, []);
  });

  it("are unknown to it only where the name is one", async () => {
    assert.ok(desk);
    const { code } = await desk.failure("select no_such_function(1)");
    assert.equal(code, "engine.function-not-found");
  });

  it("stand beside questions that run too, filled in with the notebook's own table", async () => {
    assert.ok(desk);
    const { schema } = await desk.sql(`select * from ${log}`);
    const tables = [{ name: "log", of: "source" as const, columns: schema }];
    const know = { lang: "en" as const, cells: [], tables, results: [], values: {}, engines: [] };
    const wrong: string[] = [];
    for (const { label, insert } of snippets(know, notebookTables(know, undefined))) {
      const written = insert.replaceAll(/\$\{\d:((?:\\.|[^}])*)\}/g, "$1").replaceAll(/\\([\\$}])/g, "$1");
      await desk
        .sql(`with log as ${log} ${written.replace(/^with /, ", ")}`)
        .catch((thrown: unknown) => wrong.push(`${label}: ${String(thrown)}`));
    }
    assert.deepEqual(wrong, []);
  });
});
