import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, before, describe, it } from "mocha";
import { ownPlaces } from "../../kernel-server/engine/reserved-place.ts";
import { makeDesk } from "../support/between.ts";
import { type EngineDesk, engineDesk } from "./desk.ts";

describe("the server's own places, on the embedded engine", function () {
  this.timeout(120_000);
  let base: string;
  let state: string;
  let folder: string;
  let desk: EngineDesk;
  before(async () => {
    base = await mkdtemp(join(tmpdir(), "between-reserved-"));
    [state, folder] = [join(base, "state"), join(base, "notes")];
    for (const path of [folder, join(state, "store/people"), join(state, "results")])
      await mkdir(path, { recursive: true });
    await symlink(state, join(folder, "link"));
    desk = await engineDesk({ folder }, { places: ownPlaces(state) });
    // Tables whose next write goes where their properties say.
    await desk.sql(`create table ice using iceberg location '${folder}/ice' as select 1 as x`);
  });
  after(async () => {
    await desk.end();
    await rm(base, { recursive: true });
  });
  const files = async (path: string) =>
    (await readdir(path, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).length;

  const refused = async (text: string, literal?: string) => {
    const { code, at, args } = await desk.failure(text);
    assert.equal(code, "storage.place-reserved", text);
    if (literal === undefined) return args;
    const start = text.indexOf(literal);
    assert.deepEqual(at, { line: 1, column: start + 1, endLine: 1, endColumn: start + literal.length + 1 }, text);
    return args;
  };

  const statements = [
    "create table t1 location @ as select 1 as x",
    "create table t2 (x int) using parquet location @",
    "create or replace table t3 using delta location @ as select 1 as x",
    "create external table t4 (x int) stored as parquet location @",
    "create table t5 using json options ('path' = @) as select 1 as x",
    "create table t6 using csv options (sep '/', Path @) as select 1 as x",
    "create table t7 using parquet tblproperties ('path' = @) as select 1 as x",
    "create table t8 using iceberg location 'here' tblproperties ('write.data.path' = @) as select 1 as x",
    "alter table ice set tblproperties ('write.data.path' = @)",
    "create database d1 location @",
    "insert overwrite directory @ using parquet select 1 as x",
    "insert overwrite local directory @ using csv select 1 as x",
    "insert overwrite directory @ stored as parquet select 1 as x",
    "explain analyze insert overwrite directory @ using json select 1 as x",
    "set spark.sql.warehouse.dir = @",
    "set 'datafusion.runtime.temp_directory' = @",
  ];
  it("are written into by no statement, which says where it names them", async () => {
    const literal = `'${state}/store/people/new'`;
    for (const text of statements) await refused(text.replace("@", literal), literal);
    for (const text of ["update @ set x = 1", "delete from @", "insert into @ values (1)"]) {
      const name = `\`${state}/store/t\``;
      await refused(text.replace("@", `delta.${name}`), name);
    }
    assert.equal(await files(state), 0);
  });

  it("are written into by the same statements where they are not known as the server's own", async () => {
    const open = join(base, "open");
    const other = await engineDesk({ folder });
    await other.sql(`create table ice using iceberg location '${folder}/ice2' as select 1 as x`);
    for (const [i, text] of statements.entries()) {
      await other.sql(text.replace("@", `'${open}/${i}'`).replace("here", `${folder}/here`));
      const table = /(?<=create table |create external table |create or replace table |alter table )\w+/.exec(
        text,
      )?.[0];
      if (table !== undefined && !/ as /.test(text.replace("stored as", "")))
        await other.sql(`insert into ${table} values (1)`);
      if (/create database/.test(text)) await other.sql(`create table d1.t as select 1 as x`);
      if (/warehouse/.test(text)) await other.sql(`create table w as select 1 as x`);
      const made = /temp_directory/.test(text) ? 0 : 1;
      assert.ok((await files(join(open, String(i))).catch(() => 0)) >= made, text);
    }
    await other.end();
  });

  it("are known however they are written", async () => {
    const url = pathToFileURL(state).href;
    for (const place of [
      "link/store",
      "../state/store",
      "x/../../state",
      `${folder}/../state/./store//people`,
      `/..${state}/token`,
      `${url}/store`,
      `FILE://${state}`,
      `file://localhost${state}/store`,
      `file://${base}/x/%2e%2e/%73tate/store`,
      ` file://${state}`,
      `fi\\nle://${state}`,
      `file:///\\\\..${state.replaceAll("/", "\\\\")}`,
      "file:/../../state/x",
      base,
      state,
      `${state}/results`,
      `${state}/results/../store`,
    ])
      await refused(`insert overwrite directory '${place}' using parquet select 1 as x`, `'${place}'`);
    const escaped = [...state].map((char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
    for (const literal of [
      `r'${state}'`,
      `"${state}"`,
      `n'${state}'`,
      `'${escaped}'`,
      `U&'${escaped.replaceAll("\\u", "\\")}'`,
    ])
      await refused(`insert overwrite directory ${literal} using parquet select 1 as x`, literal);
    assert.equal(await files(state), 0);
  });

  it("leave free what lies in the results, beside them and in the notebook's folder", async () => {
    const free = [`${state}/results/growth`, `${base}/state2`, "out", "a b%20c"];
    for (const [i, place] of free.entries()) {
      await desk.sql(`create table free${i} using parquet location '${place}' as select ${i} as x`);
      assert.deepEqual((await desk.sql(`select * from free${i}`)).rows, [{ x: i }], place);
    }
    await desk.sql("create table plain as select 7 as x");
    await desk.sql("insert into plain values (8)");
    assert.equal((await desk.sql("select * from plain")).rows.length, 2);
    assert.equal(await files(join(state, "results")), 1);
    assert.ok((await files(join(folder, "out"))) > 0);
  });

  it("on S3 are known too, and addresses that could be read as theirs are refused", async () => {
    const places = ownPlaces(state, "s3://between/state/results");
    const other = await engineDesk({ folder }, { places });
    const failing = async (place: string) =>
      (await other.failure(`insert overwrite directory '${place}' using parquet select 1 as x`)).code;
    for (const place of [
      "s3://between/state/store",
      "S3A://between//state",
      "s3n://between",
      ` s3://between/state/results`,
    ])
      assert.equal(await failing(place), "storage.place-reserved", place);
    for (const place of ["s3://between/x/../state", "s3://between/%73tate", "https://between.s3.amazonaws.com/state"])
      assert.equal(await failing(place), "storage.place-unclear", place);
    await other.end();
  });

  it("are those of the server that runs the cell", async () => {
    const shell = await makeDesk();
    try {
      const write = (place: string) =>
        shell.run(["sql", `insert overwrite directory '${place}' using parquet select 1 as x`]);
      const kept = await write(".state/store/people");
      assert.notEqual(kept.code, 0);
      assert.match(kept.stdout + kept.stderr, /a place of the server's own/);
      const out = await write("out");
      assert.equal(out.code, 0, out.stderr);
      assert.deepEqual(await readdir(shell.folder), [".state", "out"]);
      assert.ok(!(await readdir(join(shell.state, "store")).catch((): string[] => [])).includes("people"));
    } finally {
      await shell.end();
    }
  });
});
