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

/**
 * Runs statements one by one, up to the first that fails. A table is shown for each that yields rows; the other formats
 * are one table a stream, so that only the rows of the last statement are written and the ones before prepare it.
 */
export async function runStatements(
  sql: SqlSession,
  statements: readonly TypedStatement[],
  wanted: Wanted,
  context: Context,
): Promise<ExitCode> {
  const { output } = wanted;
  let last: RunView | undefined;
  const runAll = async (out: Sink): Promise<boolean> => {
    for (const [i, statement] of statements.entries()) {
      last = await runOne(sql, statement, i === statements.length - 1, wanted, context, out);
      if (last.state !== "done") return false;
    }
    if (output !== undefined && last && !resultOf(last)) throw new BetweenError("cli.sql.no-rows");
    return true;
  };
  if (output === undefined) await runAll(context.out);
  else await writeWhole(output, runAll);
  if (!last) return exitCodes.done;
  if (output !== undefined && last.state === "done") await tellWritten(last, output, wanted, context);
  return exitCodeOfRun(last);
}

async function runOne(
  sql: SqlSession,
  statement: TypedStatement,
  isLast: boolean,
  { name, given, rows, format, output }: Wanted,
  context: Context,
  out: Sink,
): Promise<RunView> {
  if (format === "table") {
    const place = output === undefined ? context : { ...context, out: fileOutput((data) => out.write(data)) };
    return showStatement(sql, statement, { name, given, rows }, place, context.interrupted);
  }
  const toTerminal = output === undefined && context.out.tty;
  const written = { name, given, format: isLast ? format : "none", toTerminal } as const;
  const view = await writeStatement(sql, statement, written, context, out);
  if (!isLast && resultOf(view)) await tell(context, "cli.sql.rows-unwritten", { line: statement.line, format });
  return view;
}

async function tellWritten(view: RunView, file: string, { format }: Wanted, context: Context): Promise<void> {
  const result = resultOf(view);
  // Of Parquet only the engine knows how many rows it wrote.
  const facts = format === "parquet" || !result ? [] : [rowsNote(context.lang, result)];
  await tell(context, "cli.sql.written", { file: [file, ...facts].join(" · ") });
}
