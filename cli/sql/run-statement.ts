import { makeNotebook, sqlCell } from "../../notebook/make.ts";
import { print } from "../../notebook/print.ts";
import type { SourceSpec } from "../../notebook/notebook.ts";
import type { Client } from "../../protocol/client.ts";
import { BetweenError } from "../../protocol/errors.ts";
import { commandId, type SessionId } from "../../protocol/ids.ts";
import type { ResultView, RunView } from "../../protocol/messages.ts";
import type { GivenParams } from "../params.ts";
import { readPage, readWholeValue } from "../rows/read-page.ts";
import { cut } from "../show/text-width.ts";
import type { RowSink } from "./row-sink.ts";

/** Where statements run. */
export type SqlSession = {
  client: Client;
  session: SessionId;
  /** The shell's: relative paths start from here. */
  folder: string;
  timezone: string;
  engine: string | undefined;
};

/** An address of no file: such runs are found again by their id. */
const SQL_URI = "between:sql";

export type StatementRun = {
  text: string;
  given: GivenParams;
  sources?: readonly Omit<SourceSpec, "line">[];
  /** Rows that the server computes and keeps. */
  preview: number;
  /** Takes the rows as they come. */
  rows?: RowSink;
  /** Told of every change. */
  onView?: (view: RunView) => void | Promise<void>;
};

/** Opens a session for statements. `lifetime` run: it ends with its one statement. */
export async function openSqlSession(
  client: Client,
  where: { folder: string; timezone: string; engine: string | undefined },
  lifetime: "run" | "idle",
  signal: AbortSignal,
): Promise<SqlSession> {
  const { folder, engine } = where;
  const ask = { t: "open", uri: SQL_URI, folder, lifetime, ...(engine !== undefined && { engine }) } as const;
  const { session } = await client.ask({ ...ask, command: newCommand() }, signal);
  return { client, session, ...where };
}

/** Ends a session that was opened to stay. With its server gone it is gone too. */
export async function closeSqlSession({ client, session }: SqlSession): Promise<void> {
  await client.ask({ t: "close", command: newCommand(), session }).catch(() => undefined);
}

/**
 * Runs one statement as a notebook of one cell and hands its rows on as they come, a page at a time, so that a result of
 * any length needs the memory of a page. Aborting interrupts it on the engine and sees it end. When the rows cannot be
 * taken any more, it is interrupted too, and the reason is thrown.
 */
export async function runStatement(sql: SqlSession, statement: StatementRun, signal: AbortSignal): Promise<RunView> {
  const { client, session, timezone } = sql;
  const { text, given, sources = [], preview, rows, onView } = statement;
  const cell = sqlCell(text, { preview });
  const notebook = makeNotebook({ title: cut(text.replace(/\s+/g, " ").trim(), 60), timezone, sources }, [cell]);
  const ask = {
    t: "run",
    session,
    uri: SQL_URI,
    text: print(notebook),
    ...given,
    keepGoing: false,
    save: false,
  } as const;
  const { run } = await client.ask({ ...ask, command: newCommand() });

  const interrupt = () => client.ask({ t: "interrupt", command: newCommand(), run });
  const onAbort = () => void interrupt().catch(() => undefined); // A server that cannot be reached shows itself to `follow`.
  signal.addEventListener("abort", onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    let view: RunView | undefined;
    let taken: number | undefined;
    for await (const followed of client.follow(run)) {
      view = followed.view;
      await onView?.(view);
      const result = resultOf(view);
      if (!rows || !result || signal.aborted) continue;
      if (taken === undefined) await rows.begin(result);
      taken = await takeRows(sql.client, view, result, taken ?? 0, rows);
    }
    if (!view) throw new BetweenError("cli.run-without-events", { run });
    return view;
  } catch (thrown) {
    await interrupt().catch(() => undefined); // The reason to stop is the one to tell.
    throw thrown;
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

/** The rows of a statement, if it yields any. */
export function resultOf({ cells: [cell] }: RunView): ResultView | undefined {
  return cell?.results.at(-1);
}

/** Hands on what the result holds behind the rows that were taken. A page is on its way while the one before it is taken. */
async function takeRows(
  client: Client,
  { run }: RunView,
  { result, rows }: ResultView,
  taken: number,
  sink: RowSink,
): Promise<number> {
  const fetch = (from: number) => (from < rows ? readPage(client, { run, result }, { from }) : undefined);
  for (let next = fetch(taken); next;) {
    const { from, page } = await next;
    if (from + page.rows <= taken)
      throw new BetweenError("internal", { reason: `no rows from row ${taken} of ${rows}` });
    const first = taken - from;
    taken = from + page.rows;
    next = fetch(taken);
    next?.catch(() => undefined); // Thrown where it is awaited, unless this page cannot be taken.
    await sink.take(page, first, (row, column) => readWholeValue(client, { run, result }, { row: from + row, column }));
  }
  return taken;
}

const newCommand = () => commandId(crypto.randomUUID());
