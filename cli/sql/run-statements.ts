import { BetweenError } from "../../protocol/errors.ts";
import type { RunView } from "../../protocol/messages.ts";
import { tell, type Context } from "../context.ts";
import { exitCodeOfRun, exitCodes, type ExitCode } from "../exit-codes.ts";
import { fileOutput } from "../output.ts";
import type { GivenParams } from "../params.ts";
import { rowsNote } from "../show/rows-note.ts";
import { writeWhole, type Sink } from "../write-whole.ts";
import { resultOf, type SqlSession } from "./run-statement.ts";
import { showStatement } from "./show-statement.ts";
import type { TypedStatement } from "./split-input.ts";
import { writeStatement } from "./write-statement.ts";

export type Wanted = {
  /** What to call the text in places of errors. */
  name: string;
  given: GivenParams;
  /** Of a table. */
  rows: number;
  format: "table" | "csv" | "json" | "parquet";
  output: string | undefined;
};

/** Runs statements one by one, up to the first that fails, and shows or writes what they yield. */
export async function runStatements(
  sql: SqlSession,
  statements: readonly TypedStatement[],
  wanted: Wanted,
  context: Context,
): Promise<ExitCode> {
  const { output } = wanted;
  let last: RunView | undefined;
  const runAll = async (out: Sink): Promise<boolean> => {
    for (const statement of statements) {
      last = await runOne(sql, statement, wanted, context, out);
      if (last.state !== "done") return false;
    }
    return true;
  };
  if (output === undefined) await runAll(context.out);
  else await writeWhole(output, runAll);
  if (!last) return exitCodes.done;
  if (output !== undefined && last.state === "done") await tellWritten(last, output, wanted, context);
  return exitCodeOfRun(last);
}

function runOne(
  sql: SqlSession,
  statement: TypedStatement,
  { name, given, rows, format, output }: Wanted,
  context: Context,
  out: Sink,
): Promise<RunView> {
  if (format === "table") {
    const place = output === undefined ? context : { ...context, out: fileOutput((data) => out.write(data)) };
    return showStatement(sql, statement, { name, given, rows }, place, context.interrupted);
  }
  const toTerminal = output === undefined && context.out.tty;
  return writeStatement(sql, statement, { name, given, format, toTerminal }, context, out);
}

async function tellWritten(view: RunView, file: string, { format }: Wanted, context: Context): Promise<void> {
  const result = resultOf(view);
  if (!result) throw new BetweenError("cli.sql.no-rows");
  // Of Parquet only the engine knows how many rows it wrote.
  const facts = format === "parquet" ? [] : [rowsNote(context.lang, result)];
  await tell(context, "cli.sql.written", { file: [file, ...facts].join(" · ") });
}
