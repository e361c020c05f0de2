import { join } from "node:path";
import { text as textOf } from "node:stream/consumers";
import { stateFolder } from "../../protocol/local/state-folders.ts";
import { BetweenError } from "../../protocol/errors.ts";
import { exitCodes } from "../exit-codes.ts";
import { openClient } from "../open-client.ts";
import { readParams } from "../params.ts";
import { closeSqlSession, openSqlSession } from "../sql/run-statement.ts";
import { runStatements } from "../sql/run-statements.ts";
import { shell } from "../sql/shell.ts";
import { ShellSession } from "../sql/shell-session.ts";
import { typedStatements } from "../sql/split-input.ts";
import { defineVerb, engineOption, paramOption, serverOption } from "../verb.ts";

const formats = ["table", "csv", "json", "parquet"] as const;
export type Format = (typeof formats)[number];
const ROWS = 100;

export const verb = defineVerb(
  {
    verb: "sql",
    operands: ["[QUERY]"],
    options: {
      ...paramOption,
      format: { kind: "one", value: "FORMAT", about: "cli.option.format" },
      output: { kind: "one", value: "FILE", short: "o", about: "cli.option.output" },
      rows: { kind: "one", value: "N", about: "cli.option.rows" },
      timezone: { kind: "one", value: "ZONE", about: "cli.option.timezone" },
      ...serverOption,
      ...engineOption,
    },
    about: "cli.about.sql",
    example: [
      "between sql 'select status, count(*) as n from json.`logs/*.json.gz` group by status'",
      "between sql --format csv -o day.csv --param day:date=yesterday \\",
      "  'select * from parquet.`days/` where day = :day'",
    ].join("\n"),
  },
  async ({ values, operands: [query] }, context) => {
    const { interrupted: signal, stdin } = context;
    const format = readFormat(values.format);
    if (format === "parquet" && values.output === undefined && context.out.tty)
      throw new BetweenError("cli.sql.binary-to-terminal");
    const rows = readRows(values.rows);
    const timezone = readZone(values.timezone);
    const given = readParams(values.param);
    // A parameter of a query is declared nowhere, so that one without a type is text.
    const declared = new Set(given.declare.map(({ name }) => name));
    for (const name of Object.keys(given.params)) if (!declared.has(name)) given.declare.push({ name, type: "text" });

    const interactive = query === undefined && stdin.isTTY;
    if (interactive && (format !== "table" || values.output !== undefined))
      throw new BetweenError("cli.operand-missing", { verb: "sql", operand: "QUERY" });
    const statements = interactive ? [] : typedStatements(query ?? (await textOf(stdin)));
    if (!interactive && statements.length === 0) throw new BetweenError("cli.sql.empty");

    const name = query === undefined ? "stdin" : "query";
    const wanted = { name, given, rows, format, output: values.output };
    const client = await openClient(context, values, signal);
    try {
      const where = { folder: process.cwd(), timezone, engine: values.engine };
      // Parquet is written by the engine when the run has ended, from the view that its session still has.
      if (statements.length === 1 && format !== "parquet") {
        const sql = await openSqlSession(client, where, "run", signal);
        return await runStatements(sql, statements, wanted, context);
      }
      const session = new ShellSession(await openSqlSession(client, where, "idle", signal), given, rows, context);
      try {
        if (!interactive) return await runStatements(session.sql, statements, wanted, context);
        await shell(session, join(stateFolder(context.env), "sql-history"), context);
        return exitCodes.done;
      } finally {
        await closeSqlSession(session.sql);
      }
    } finally {
      client.close();
    }
  },
);

function readFormat(given: string | undefined): Format {
  const format = formats.find((one) => one === (given ?? "table"));
  if (!format)
    throw new BetweenError("cli.option-choice", {
      option: "--format",
      choices: formats.join(", "),
      value: given ?? "",
    });
  return format;
}

function readRows(given: string | undefined): number {
  if (given === undefined) return ROWS;
  if (!/^[1-9]\d{0,8}$/.test(given)) throw new BetweenError("cli.option-count", { option: "--rows", value: given });
  return Number(given);
}

function readZone(zone = "UTC"): string {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone && zone;
  } catch (cause) {
    throw new BetweenError("cli.option-zone", { zone }, { cause });
  }
}
