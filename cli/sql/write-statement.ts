import type { Client } from "../../protocol/client.ts";
import { BetweenError } from "../../protocol/errors.ts";
import { commandId } from "../../protocol/ids.ts";
import type { RunView } from "../../protocol/messages.ts";
import type { Context } from "../context.ts";
import type { GivenParams } from "../params.ts";
import { count } from "../show/amounts.ts";
import type { Sink } from "../write-whole.ts";
import { csvSink, jsonSink } from "./row-sink.ts";
import { resultOf, runStatement, type SqlSession } from "./run-statement.ts";
import type { TypedStatement } from "./split-input.ts";
import { failureLinesOf, statementProgress } from "./statement-display.ts";

/** `none`: the statement is run and its rows are left where they are. */
export type Written = {
  name: string;
  given: GivenParams;
  format: "csv" | "json" | "parquet" | "none";
  toTerminal: boolean;
};

/**
 * "All rows" for the server, which keeps them on its disk, not in memory. Engines count a limit in 32 bits (Spark
 * Connect's `Limit`), and one row more tells the server that there are more.
 */
const ALL_ROWS = 2 ** 31 - 2;

/** Runs one statement and writes all its rows into `out`; or says why it failed. */
export async function writeStatement(
  sql: SqlSession,
  statement: TypedStatement,
  { name, given, format, toTerminal }: Written,
  context: Context,
  out: Sink,
): Promise<RunView> {
  const progress = statementProgress(context);
  // Progress and rows on one terminal would draw over each other.
  const apart: Sink = {
    write: async (data) => {
      if (toTerminal) await progress.close();
      await out.write(data);
    },
  };
  const rows =
    format === "csv" ? csvSink(apart, sql.timezone) : format === "json" ? jsonSink(apart, sql.timezone) : undefined;
  // Parquet is written of all rows, whatever was kept.
  const work = { text: statement.text, given, preview: rows ? ALL_ROWS : 1, onView: progress.onView };
  try {
    const view = await runStatement(sql, { ...work, ...(rows && { rows }) }, context.interrupted);
    if (view.state !== "done") {
      await progress.close();
      await context.err.write(`${failureLinesOf(view, { name, ...statement }, context).join("\n")}\n`);
    } else if (rows && resultOf(view)?.extent === "more") {
      throw new BetweenError("cli.sql.too-many-rows", { limit: count(ALL_ROWS), format });
    } else if (format === "parquet") await exportParquet(sql.client, view, out, context.interrupted);
    return view;
  } finally {
    await progress.close();
  }
}

async function exportParquet(client: Client, view: RunView, out: Sink, signal: AbortSignal): Promise<void> {
  const result = resultOf(view);
  if (!result) throw new BetweenError("cli.sql.no-rows");
  const command = commandId(crypto.randomUUID());
  const { body } = await client.ask(
    { t: "export", command, run: view.run, result: result.result, format: "parquet" },
    signal,
  );
  for await (const bytes of client.body(body, signal)) await out.write(bytes);
}
