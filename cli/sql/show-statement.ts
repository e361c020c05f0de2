import type { SourceSpec } from "../../notebook/notebook.ts";
import type { RunView } from "../../protocol/messages.ts";
import type { Context } from "../context.ts";
import type { GivenParams } from "../params.ts";
import { runStatement, type SqlSession } from "./run-statement.ts";
import type { TypedStatement } from "./split-input.ts";
import { failureLinesOf, outcomeLines, statementProgress, tableSink } from "./statement-display.ts";

/** `name`: what to call the text in places of errors; `rows`: how many of a result to show. */
export type Shown = { name: string; given: GivenParams; rows: number; sources?: readonly Omit<SourceSpec, "line">[] };

/** Runs one statement and shows its first rows, or why it failed. */
export async function showStatement(
  sql: SqlSession,
  statement: TypedStatement,
  { name, given, rows, sources = [] }: Shown,
  context: Context,
  signal: AbortSignal,
): Promise<RunView> {
  const progress = statementProgress(context);
  const table = tableSink(rows, sql.timezone);
  try {
    const view = await runStatement(
      sql,
      { text: statement.text, given, sources, preview: rows, rows: table, onView: progress.onView },
      signal,
    );
    await progress.close();
    if (view.state === "done") await context.out.write(`${outcomeLines(view, table.preview(), context).join("\n")}\n`);
    else await context.err.write(`${failureLinesOf(view, { name, ...statement }, context).join("\n")}\n`);
    return view;
  } finally {
    await progress.close();
  }
}
