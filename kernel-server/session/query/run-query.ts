import { randomUUID } from "node:crypto";
import { BetweenError } from "../../../protocol/errors.ts";
import { operationId } from "../../../protocol/ids.ts";
import type { ResultQuery } from "../../../protocol/messages.ts";
import type { EngineEvent, EngineSession, Relation } from "../../engine/engine.ts";
import { clockTime } from "../clock-time.ts";
import { textRows } from "../query-rows.ts";
import type { Run } from "../run.ts";
import { takeIn } from "../take-in.ts";
import type { Clock, Sql } from "./filter-sql.ts";
import type { Ground } from "./ground.ts";
import { chartSql, countSql, rowsSql } from "./query-sql.ts";
import type { Table } from "./query-sql.ts";
import { statistics } from "./statistics.ts";
import { textTable } from "./text-table.ts";

/** A chart of more marks than this says nothing, and takes long to draw. */
const CHART_ROWS = 10_000;

/** Runs a query to its end, which it tells as any run does. Never rejects. */
export async function runQuery(
  run: Run,
  query: ResultQuery,
  ground: Ground,
  clock: Clock,
  signal: AbortSignal,
  now: () => number,
): Promise<void> {
  const { journal } = run;
  const startedAt = now();
  journal.append({ t: "run", at: startedAt, state: "running" });
  journal.append({ t: "cell", cell: 0, at: startedAt, state: "running" });
  let state: "done" | "failed" | "interrupted" = "done";
  let error: BetweenError | undefined;
  try {
    await ground.use(signal, async (engine, view, numbered) => {
      const table: Table = { view, fields: ground.fields, numbered };
      const limit = limitOf(query);
      const events = eventsOf(query, table, ground.complete, clock, ask(engine, signal), limit);
      await takeIn({ run, cell: 0, tell: (event) => run.tell(event) }, events, {
        limit: limit ?? Infinity,
        main: true,
      });
    });
    if (!ground.complete && !ground.cached) {
      const time = clockTime(startedAt, clock.timezone);
      journal.append({ t: "note", cell: 0, code: "query.computed-again", args: { time } });
    }
  } catch (thrown) {
    state = signal.aborted ? "interrupted" : "failed";
    if (!signal.aborted) error = BetweenError.from(thrown);
    // Half of an answer is no reason to keep the disk full; whoever asked can ask for less.
    if (error?.code === "state.full")
      await run.discard(0).catch((failed: unknown) => (error = BetweenError.from(failed)));
  }
  const at = now();
  journal.append({ t: "cell", cell: 0, at, state, ms: at - startedAt, ...(error && { error: error.toWire() }) });
  journal.append({ t: "run", at, state });
  journal.close();
}

/** What one query answers; statistics take several. */
export type OneQuery = Exclude<ResultQuery, { of: "statistics" }>;

type Ask = (relation: Relation, limit?: number) => AsyncIterable<EngineEvent>;

const ask =
  (engine: EngineSession, signal: AbortSignal): Ask =>
  (relation, limit) => {
    const operation = operationId(randomUUID());
    return engine.run({ do: "read", relation, operation, ...(limit !== undefined && { limit }) }, signal);
  };

function limitOf(query: ResultQuery): number | undefined {
  return query.of === "rows" ? query.limit : query.of === "chart" ? CHART_ROWS : undefined;
}

/** One row more than is kept is asked for, which tells whether there are more. */
async function* eventsOf(
  query: ResultQuery,
  table: Table,
  exact: boolean,
  clock: Clock,
  ask: Ask,
  limit: number | undefined,
): AsyncGenerator<EngineEvent> {
  if (query.of !== "statistics") {
    yield* ask(answerRelation(query, table, clock), limit === undefined ? undefined : limit + 1);
    return;
  }
  const rows = await statistics(table, query, exact, clock, (question, few) =>
    textRows(ask(sqlRelation(question), few), clock.timezone),
  );
  yield* textTable(["kind", "label", "value"], rows);
}

/** All rows of the answer, whatever limit was asked for. */
export function answerRelation(query: OneQuery, table: Table, clock: Clock): Relation {
  switch (query.of) {
    case "count":
      return sqlRelation(countSql(table, query, clock));
    case "rows": {
      // Read as it is, a view keeps the order that its query gave it.
      const asItIs = query.where.length === 0 && query.order.length === 0 && !table.numbered;
      return asItIs ? { of: "view", name: table.view } : sqlRelation(rowsSql(table, query, clock));
    }
    case "chart":
      return sqlRelation(chartSql(table, query, clock));
  }
}

const sqlRelation = ({ text, args }: Sql): Relation => ({ of: "sql", text, args });
