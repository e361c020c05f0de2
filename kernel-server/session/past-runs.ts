import { BetweenError } from "../../protocol/errors.ts";
import { runId } from "../../protocol/ids.ts";
import type { RunId } from "../../protocol/ids.ts";
import type { RunSummary } from "../../protocol/messages.ts";
import { hasEnded, summarize } from "../../protocol/run-view.ts";
import type { AskOf, ServiceAnswers, Who } from "../../protocol/service.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { Summaries, findRecord, listRecords, makeRecord, readRecord } from "./record.ts";
import type { Found, RunShelf } from "./run-shelf.ts";
import { follow, page } from "./spool/page.ts";
import type { Spool } from "./spool/spool.ts";
import { inPieces, wholeValue } from "./whole-value.ts";

const RUNS_LISTED = 50;
/** Ids begin with the second in which their run did; within it they tell no order. */
const SECOND_CHARS = "20261122T052341".length;

/** What can be looked at of runs, those at work included, without making an engine do anything. */
export class PastRuns {
  readonly #shelf: RunShelf;
  readonly #store: ObjectStore;
  readonly #summaries = new Summaries();

  constructor(shelf: RunShelf, store: ObjectStore) {
    this.#shelf = shelf;
    this.#store = store;
  }

  async subscribe(
    { run, cursor: after }: AskOf<"subscribe">,
    signal: AbortSignal,
  ): Promise<ServiceAnswers["subscribe"]> {
    const found = await this.#shelf.find(run);
    if (!found) {
      // Its journal has expired; what its record says is all there will be.
      const stored = await findRecord(this.#store, run, signal);
      if (!stored) throw new BetweenError("run.unknown", { run });
      return { recovered: false, cursor: { epoch: 0, seq: 0 }, view: readRecord(stored).view, events: none() };
    }
    const { view, cursor } = found;
    const events = (from: number) => found.run?.journal.events(from, signal) ?? none();
    const known = after !== undefined && after.epoch === cursor.epoch && after.seq <= cursor.seq;
    if (known && (found.run || after.seq === cursor.seq))
      return { recovered: true, cursor: after, events: events(after.seq) };
    return { recovered: false, cursor, view, events: events(cursor.seq) };
  }

  async rows(ask: AskOf<"rows">, signal: AbortSignal): Promise<ServiceAnswers["rows"]> {
    const spool = await this.#spool(ask.run, ask.result, signal);
    return ask.follow ? follow(spool, ask.from, ask.rows, signal) : page(spool, ask.from, ask.rows);
  }

  async value(ask: AskOf<"value">, signal: AbortSignal): Promise<ServiceAnswers["value"]> {
    const spool = await this.#spool(ask.run, ask.result, signal);
    const { view } = await this.find(ask.run, signal);
    return { body: inPieces(await wholeValue(spool, ask.row, ask.column, view.notebook.timezone)) };
  }

  /** Newest first: those at work, those whose record could not be written, and the stored ones. */
  async list(
    { uri, limit = RUNS_LISTED }: AskOf<"runs">,
    who: Who,
    signal: AbortSignal,
  ): Promise<ServiceAnswers["runs"]> {
    await this.#shelf.adopt();
    await this.#shelf.recorded();
    const lines = new Map<RunId, () => Promise<RunSummary | undefined>>();
    const of = uri === undefined ? undefined : { user: who.user, uri };
    // Before the records are listed: a run that ends meanwhile is in one of the two.
    for (const { journal } of [...this.#shelf.unrecorded(), ...this.#shelf.working()]) {
      const { view } = journal;
      if (of && (view.notebook.uri !== of.uri || view.user !== of.user)) continue;
      lines.set(view.run, async () => summarize(journal.view));
    }
    for (const { run, key } of await listRecords(this.#store, of, signal)) {
      lines.set(runId(run), () => this.#summaries.of(this.#store, key, signal));
    }
    const ids = [...lines.keys()].sort().reverse();
    const last = ids[limit - 1]?.slice(0, SECOND_CHARS);
    const newest = last === undefined ? ids : ids.filter((run) => run.slice(0, SECOND_CHARS) >= last);
    const runs = (await Promise.all(newest.map(async (run) => lines.get(run)?.()))).filter(
      (line) => line !== undefined,
    );
    runs.sort((a, b) => b.createdAt - a.createdAt || (a.run < b.run ? 1 : -1));
    return { runs: runs.slice(0, limit) };
  }

  async record({ run }: AskOf<"record">, signal: AbortSignal): Promise<ServiceAnswers["record"]> {
    const found = await this.#shelf.find(run);
    if (found && !hasEnded(found.view.state)) throw new BetweenError("run.not-ended", { run });
    await found?.run?.recorded;
    const stored = await findRecord(this.#store, run, signal);
    if (stored) return { body: inPieces(stored) };
    if (!found) throw new BetweenError("run.unknown", { run });
    // It could not be stored, but all that it is made from is here.
    const made = await makeRecord(found.view, (result) => found.spool(result));
    return { body: inPieces(Buffer.from(JSON.stringify(made))) };
  }

  /** Throws `run.unknown`, or `result.expired` where only the record is left. */
  async find(run: RunId, signal: AbortSignal): Promise<Found> {
    const found = await this.#shelf.find(run);
    if (found) return found;
    throw (await findRecord(this.#store, run, signal))
      ? new BetweenError("result.expired")
      : new BetweenError("run.unknown", { run });
  }

  async #spool(run: RunId, result: number, signal: AbortSignal): Promise<Spool> {
    const found = await this.find(run, signal);
    const known = found.view.cells.some((cell) => cell.results.some((one) => one.result === result));
    if (!known) throw new BetweenError("result.unknown", { run, result });
    return found.spool(result);
  }
}

async function* none(): AsyncGenerator<never> {
  // An ended run has nothing more to tell.
}
