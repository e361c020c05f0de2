import { BetweenError } from "../../protocol/errors.ts";
import type { RunEvent } from "../../protocol/messages.ts";
import type { EngineEvent } from "../engine/engine.ts";
import { pause } from "./bell.ts";
import type { Run } from "./run.ts";
import { Spool } from "./spool/spool.ts";
import { tellProgress } from "./tell-progress.ts";

/** The cell of a run that rows and text belong to. */
export type Intake = { run: Run; cell: number; tell(event: RunEvent): void };
/** `limit`: so many rows are kept. */
export type Shown = { limit: number; main: boolean; name?: string };

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

/** Growth is told at most ten times a second. */
const TELL_MS = 100;
/** More text than this from one cell is not kept. */
const TEXT_UNITS = 4_000_000;

/** Tells what an engine's work gives; its rows go into a spool, that of a result that was `begun` earlier or of a new one. */
export async function takeIn(
  into: Intake,
  events: AsyncIterable<EngineEvent>,
  shown: Shown,
  begun?: { result: number; spool: Spool },
): Promise<Collected> {
  const stop = new AbortController();
  let at = begun;
  let fixed = false;
  let more = false;
  let rows = begun?.spool.index.rows ?? 0;
  let growth: Promise<void> | undefined;
  let leftOut = 0;
  try {
    for await (const event of tellProgress(into, events)) {
      if (event.t === "fixed") fixed = true;
      else if (event.t === "schema") {
        at ??= begin(into, event.schema, shown);
        growth ??= tellGrowth(into.run, at, stop.signal);
      } else if (event.t === "batch") {
        if (!at) throw new BetweenError("internal", { reason: "rows came before their columns" });
        const added = await at.spool.push(event.ipc, shown.limit - rows, event.cursor);
        rows += added;
        more ||= event.rows > added;
      } else if (event.t === "text") leftOut += tellText(into, event);
      else into.tell({ t: "note", cell: into.cell, code: event.code, args: { ...event.args } });
    }
    if (!at) return { fixed };
    const { result, spool } = at;
    const extent = more ? "more" : "all";
    await spool.end(extent);
    const { index } = spool;
    into.tell({ t: "rows", result, rows: index.rows, bytes: index.bytes, extent });
    return { fixed, held: { result, rows: index.rows, bytes: index.wholeBytes, extent } };
  } catch (thrown) {
    if (at) {
      const { result, spool } = at;
      // What came before the failure is kept and said, as far as the disk takes it, which may be what failed.
      await spool.flush().catch(() => undefined);
      await spool.close();
      into.run.journal.append({ t: "rows", result, rows: spool.index.rows, bytes: spool.index.bytes });
    }
    throw thrown;
  } finally {
    stop.abort();
    await growth;
    if (leftOut > 0) {
      const args = { kept: TEXT_UNITS.toLocaleString("en"), left: leftOut.toLocaleString("en") };
      into.run.journal.append({ t: "note", cell: into.cell, code: "cell.text-left-out", args });
    }
  }
}

function begin({ run, cell, tell }: Intake, schema: Extract<EngineEvent, { t: "schema" }>["schema"], shown: Shown) {
  const result = run.newResult();
  const spool = Spool.create(run.spoolPath(result));
  spool.begin(schema);
  run.keep(result, spool);
  const { name, main } = shown;
  tell({ t: "result", cell, result, schema: [...schema], main, ...(name !== undefined && main && { name }) });
  return { result, spool };
}

async function tellGrowth(run: Run, { result, spool }: { result: number; spool: Spool }, stop: AbortSignal) {
  while (!stop.aborted) {
    await spool.grown.next(stop);
    if (stop.aborted || !spool.open) return;
    run.journal.append({ t: "rows", result, rows: spool.index.rows, bytes: spool.index.bytes });
    await pause(TELL_MS, stop);
  }
}

const printed = new WeakMap<Intake, number>();

/** Tells what is kept of a text; gives how many units are not. */
function tellText(into: Intake, { stream, text }: Extract<EngineEvent, { t: "text" }>): number {
  const before = printed.get(into) ?? 0;
  const kept = text.slice(0, TEXT_UNITS - before);
  printed.set(into, before + kept.length);
  if (kept !== "") into.tell({ t: "text", cell: into.cell, stream, text: kept });
  return text.length - kept.length;
}
