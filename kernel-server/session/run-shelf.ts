import { join } from "node:path";
import { stat } from "node:fs/promises";
import { BetweenError } from "../../protocol/errors.ts";
import type { RunId } from "../../protocol/ids.ts";
import type { Cursor, RunView } from "../../protocol/messages.ts";
import { applyEvent } from "../../protocol/run-view.ts";
import { readJournal } from "./journal/journal-lines.ts";
import type { Header, Mark } from "./journal/journal-lines.ts";
import { isQuery } from "./query/query-id.ts";
import type { Run } from "./run.ts";
import { Spool } from "./spool/spool.ts";

/** A run as it lies on disk. */
export type StoredRun = { folder: string; header: Header; view: RunView; cursor: Cursor; marks: Mark[] };

/** A run that can be looked at: at work here, or on this server's disk. */
export type Found = {
  view: RunView;
  cursor: Cursor;
  spool(result: number): Promise<Spool>;
  /** By its name on the server. */
  engine: string;
  /** Of a run that this server has run. */
  run?: Run;
};

/** Reads a run's folder; `undefined` where there is no journal in it. */
export async function readRun(folder: string): Promise<StoredRun | undefined> {
  const journal = await readJournal(folder);
  if (!journal) return undefined;
  const { header, lines } = journal;
  let view = header.view;
  let seq = 0;
  const marks = [...header.marks];
  for (const line of lines) {
    if ("mark" in line) marks.push(line.mark);
    else {
      view = applyEvent(view, line.event);
      seq = line.seq;
    }
  }
  return { folder, header, view, cursor: { epoch: header.epoch, seq }, marks };
}

/** Runs of the past that were looked at lately. */
const KEPT = 32;

/** The runs that this server has: those at work in memory, the ended ones read from disk when they are looked at. */
export class RunShelf {
  readonly folder: string;
  readonly #recording = new Set<Promise<void>>();
  readonly #working = new Map<RunId, Run>();
  readonly #read = new Map<RunId, Found>();
  readonly #unrecorded = new Map<RunId, Run>();
  readonly #takeOver: () => Promise<void>;
  readonly #beside: (run: RunId) => Run | undefined;
  #adopting: Promise<void> | undefined;

  /** `takeOver` puts the runs of servers that have died meanwhile onto this shelf; `beside` finds those that are no runs of notebooks. */
  constructor(folder: string, takeOver: () => Promise<void>, beside: (run: RunId) => Run | undefined) {
    this.folder = folder;
    this.#takeOver = takeOver;
    this.#beside = beside;
  }

  folderOf(run: RunId): string {
    return join(this.folder, run);
  }

  add(run: Run): void {
    this.#working.set(run.id, run);
  }

  working(): Iterable<Run> {
    return this.#working.values();
  }

  /** The run has ended: from now on it is read like any other of the past. */
  ended(run: Run): void {
    this.#working.delete(run.id);
    this.#remember(run.id, foundRun(run));
    this.#recording.add(run.recorded);
    void run.recorded.then(() => this.#recording.delete(run.recorded));
  }

  /** Resolves when the records of all ended runs are written. */
  async recorded(): Promise<void> {
    await Promise.all([...this.#recording]);
  }

  /** Ended runs whose record could not be written. */
  unrecorded(): readonly Run[] {
    return [...this.#unrecorded.values()];
  }

  recordTried(run: Run, written: boolean): void {
    if (written) this.#unrecorded.delete(run.id);
    else this.#unrecorded.set(run.id, run);
  }

  /** Looks whether a server has died since. */
  adopt(): Promise<void> {
    return (this.#adopting ??= this.#takeOver().finally(() => (this.#adopting = undefined)));
  }

  isWorking(run: RunId): boolean {
    return this.#working.has(run);
  }

  /** The files of a run were deleted. */
  forget(run: RunId): void {
    this.#read.delete(run);
  }

  /** A run that is not here may be one of a server that has died since. */
  async find(run: RunId): Promise<Found | undefined> {
    if (isQuery(run)) {
      const query = this.#beside(run);
      if (!query) throw new BetweenError("query.gone");
      return foundRun(query);
    }
    // A run is moved here before it is taken up; read in between, it would look as if it went on.
    await this.#adopting;
    const found = await this.#find(run);
    if (found) return found;
    await this.adopt();
    return this.#find(run);
  }

  async #find(run: RunId): Promise<Found | undefined> {
    const working = this.#working.get(run);
    if (working) return foundRun(working);
    const known = this.#read.get(run);
    if (known) {
      this.#remember(run, known);
      return known;
    }
    // Ids come from clients: only what looks like one is a folder's name.
    if (!/^[\w-]+$/.test(run)) return undefined;
    const folder = this.folderOf(run);
    const there = await stat(folder).then(
      (found) => found.isDirectory(),
      () => false,
    );
    const stored = there ? await readRun(folder) : undefined;
    if (!stored) return undefined;
    const spools = new Map<number, Promise<Spool>>();
    const found: Found = {
      view: stored.view,
      cursor: stored.cursor,
      engine: stored.header.session.engine,
      spool(result) {
        const spool = spools.get(result) ?? loadSpool(folder, stored.view, result);
        spools.set(result, spool);
        return spool;
      },
    };
    this.#remember(run, found);
    return found;
  }

  #remember(run: RunId, found: Found): void {
    this.#read.delete(run);
    this.#read.set(run, found);
    const [oldest] = this.#read.keys();
    if (this.#read.size > KEPT && oldest !== undefined) this.#read.delete(oldest);
  }
}

/** Throws `result.expired` where the rows that a result had are gone from the disk. */
async function loadSpool(folder: string, view: RunView, result: number): Promise<Spool> {
  const spool = await Spool.load(join(folder, `result-${result}`));
  const had = view.cells.some(({ results }) => results.some((one) => one.result === result && one.rows > 0));
  if (had && spool.index.schemaBytes === 0) throw new BetweenError("result.expired");
  return spool;
}

const foundRun = (run: Run): Found => ({
  view: run.journal.view,
  cursor: run.journal.cursor,
  spool: (result) => run.spool(result),
  engine: run.journal.header.session.engine,
  run,
});
