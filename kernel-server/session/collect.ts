import { BetweenError } from "../../protocol/errors.ts";
import type { EngineEvent } from "../engine/engine.ts";
import { pause } from "./bell.ts";
import type { CellContext } from "./cell-context.ts";
import { Spool } from "./spool/spool.ts";
import type { Task } from "./steps.ts";

/** A result that has come to its end. */
export type Held = {
  result: number;
  rows: number;
  /** Of Arrow, long values whole. */
  bytes: number;
  extent: "all" | "more";
};
/** What a piece of work gave: a query that is fixed now, rows, or neither. */
export type Collected = { fixed: boolean; held?: Held };

/** Progress and growth are told at most ten times a second. */
const TELL_MS = 100;
/** More text than this from one cell is not kept. */
const TEXT_UNITS = 4_000_000;

/** Runs a piece of work, its rows into a spool, at most `limit` of them. */
export function collect(
  cx: CellContext,
  key: string,
  task: Task,
  shown: { limit: number; main: boolean; name?: string },
): Promise<Collected> {
  const { run, cell, steps } = cx;
  let spool: Spool | undefined;
  let result = -1;

  const begin = (schema: Extract<EngineEvent, { t: "schema" }>["schema"]) => {
    if (spool) return spool;
    result = run.newResult();
    spool = Spool.create(run.spoolPath(result));
    spool.begin(schema);
    run.keep(result, spool);
    const { name, main } = shown;
    cx.tell({ t: "result", cell, result, schema: [...schema], main, ...(name !== undefined && main && { name }) });
    return spool;
  };
  const resume = async () => {
    const begun = run.journal.view.cells[cell]?.results.findLast((one) => one.extent === undefined);
    if (!begun) return "";
    result = begun.result;
    const resumed = await Spool.resume(run.spoolPath(result));
    spool = resumed.spool;
    spool.begin(begun.schema);
    run.keep(result, spool);
    return resumed.cursor;
  };

  const consume = async (events: AsyncIterable<EngineEvent>): Promise<Collected> => {
    const stop = new AbortController();
    let fixed = false;
    let more = false;
    let rows = spool?.index.rows ?? 0;
    let growth: Promise<void> | undefined;
    let progressAt = 0;
    try {
      for await (const event of events) {
        if (event.t === "fixed") fixed = true;
        else if (event.t === "schema") {
          const begun = begin(event.schema);
          growth ??= tellGrowth(cx, begun, result, stop.signal);
        } else if (event.t === "batch") {
          if (!spool) throw new BetweenError("internal", { reason: "rows came before their columns" });
          const added = await spool.push(event.ipc, shown.limit - rows, event.cursor);
          rows += added;
          more ||= event.rows > added;
        } else if (event.t === "text") tellText(cx, event);
        else if (Date.now() - progressAt >= TELL_MS) {
          progressAt = Date.now();
          cx.tell({ ...event, cell });
        }
      }
      if (!spool) return { fixed };
      const extent = more ? "more" : "all";
      await spool.end(extent);
      const { index } = spool;
      cx.tell({ t: "rows", result, rows: index.rows, bytes: index.bytes, extent });
      return { fixed, held: { result, rows: index.rows, bytes: index.wholeBytes, extent } };
    } catch (thrown) {
      if (spool) {
        await spool.close();
        // What came before the failure is kept and said.
        run.journal.append({ t: "rows", result, rows: spool.index.rows, bytes: spool.index.bytes });
      }
      throw thrown;
    } finally {
      stop.abort();
      await growth;
    }
  };
  return steps.perform(key, task, consume, resume);
}

async function tellGrowth(cx: CellContext, spool: Spool, result: number, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    await spool.grown.next(stop);
    if (stop.aborted || !spool.open) return;
    cx.run.journal.append({ t: "rows", result, rows: spool.index.rows, bytes: spool.index.bytes });
    await pause(TELL_MS, stop);
  }
}

const printed = new WeakMap<CellContext, number>();

function tellText(cx: CellContext, { stream, text }: Extract<EngineEvent, { t: "text" }>): void {
  const before = printed.get(cx) ?? 0;
  printed.set(cx, before + text.length);
  if (before + text.length <= TEXT_UNITS) cx.tell({ t: "text", cell: cx.cell, stream, text });
  else if (before <= TEXT_UNITS) {
    cx.tell({ t: "note", cell: cx.cell, code: "cell.text-cut", args: { megabytes: TEXT_UNITS / 1_000_000 } });
  }
}
