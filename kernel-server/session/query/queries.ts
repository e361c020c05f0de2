import { rm } from "node:fs/promises";
import { join } from "node:path";
import { BetweenError } from "../../../protocol/errors.ts";
import type { RunId, SessionId } from "../../../protocol/ids.ts";
import type { AskOf, Who } from "../../../protocol/service.ts";
import { emptyRunView } from "../../../protocol/run-view.ts";
import { Journal } from "../journal/journal.ts";
import { Run } from "../run.ts";
import type { Found } from "../run-shelf.ts";
import { ground } from "./ground.ts";
import type { Ground, GroundOptions } from "./ground.ts";
import { newQueryId } from "./query-id.ts";
import { fieldAt } from "./query-sql.ts";
import { runQuery } from "./run-query.ts";

/** Queries that have ended and are kept to be read; beyond that those that were not looked at for longest go. */
export type QueryRoom = { count: number; bytes: number };

type Entry = {
  run: Run;
  of: RunId;
  user: string;
  session: SessionId | undefined;
  abort: AbortController;
  done: Promise<void>;
};

export type QueryOptions = GroundOptions & { now(): number; log(line: string): void };

/**
 * What was asked about results: runs of their own beside the queues of sessions, in a folder that no other server takes
 * over. They go with the session that they ran in, or with the run that they ask about.
 */
export class Queries {
  /** The one looked at last stands last. */
  readonly #entries = new Map<RunId, Entry>();
  readonly #folder: string;
  readonly #options: QueryOptions;
  readonly #room: QueryRoom;

  constructor(folder: string, room: QueryRoom, options: QueryOptions) {
    this.#folder = folder;
    this.#room = room;
    this.#options = options;
  }

  /** The query, if it is here. */
  find(run: RunId): Run | undefined {
    const entry = this.#entries.get(run);
    if (!entry) return undefined;
    this.#entries.delete(run);
    this.#entries.set(run, entry);
    return entry.run;
  }

  /** Throws what cannot be asked: `result.unknown`, `result.not-ended`, `result.session-ended`, `query.no-column`. */
  async begin(ask: AskOf<"query">, found: Found, who: Who): Promise<RunId> {
    const on = await ground(ask, found, who, this.#options);
    for (const column of columnsOf(ask.query)) fieldAt(on.fields, column);
    const now = new Date(this.#options.now());
    const id = newQueryId(now);
    const run = this.#runOf(id, ask, found, who, now);
    const abort = new AbortController();
    const entry: Entry = {
      run,
      of: ask.run,
      user: who.user,
      session: on.session?.facts.session,
      abort,
      done: Promise.resolve(),
    };
    this.#entries.set(id, entry);
    entry.done = this.#run(entry, ask, on, now);
    on.session?.runBeside(entry.done);
    return id;
  }

  interrupt(run: RunId, { user, role }: Who): void {
    const entry = this.#entries.get(run);
    if (!entry) return;
    if (entry.user !== user && role !== "admin") throw new BetweenError("session.not-yours", { user: entry.user });
    entry.abort.abort();
  }

  /** Stops and removes what was asked in a session. */
  async endOfSession(session: SessionId): Promise<void> {
    await this.#remove((entry) => entry.session === session);
  }

  /** The same for what was asked about a run. */
  async endOfRun(run: RunId): Promise<void> {
    await this.#remove((entry) => entry.of === run);
  }

  async close(): Promise<void> {
    await this.#remove(() => true);
  }

  async #run({ run, abort }: Entry, ask: AskOf<"query">, on: Ground, now: Date): Promise<void> {
    const clock = { timezone: run.plan.timezone, now };
    await runQuery(run, ask.query, on, clock, abort.signal, () => this.#options.now());
    await this.#trim().catch((thrown: unknown) => this.#options.log(`removing queries: ${String(thrown)}`));
  }

  #runOf(id: RunId, ask: AskOf<"query">, { view, engine }: Found, who: Who, now: Date): Run {
    const folder = join(this.#folder, id);
    const { session, notebook } = view;
    const first = emptyRunView({
      run: id,
      session,
      notebook,
      engine: view.engine,
      user: who.user,
      params: [],
      createdAt: now.getTime(),
      cells: [{ kind: "code", language: "sql", text: "", line: 0, options: {} }],
    });
    const [cell] = first.cells;
    const journal = Journal.create(folder, {
      v: 1,
      epoch: 1,
      at: now.getTime(),
      command: ask.command,
      view: { ...first, cells: cell ? [{ ...cell, state: "queued" }] : [] },
      session: { session, user: who.user, uri: notebook.uri, folder: "", lifetime: "idle", engine },
      ask,
      marks: [],
    });
    const plan = {
      cells: new Map(),
      params: [],
      sources: [],
      requirements: [],
      timezone: notebook.timezone,
      keepGoing: false,
      save: false,
    };
    return new Run(folder, journal, plan);
  }

  async #trim(): Promise<void> {
    const ended = [...this.#entries.values()].filter(({ run }) => run.journal.ended);
    let count = ended.length;
    let bytes = ended.reduce((sum, { run }) => sum + bytesOf(run), 0);
    for (const entry of ended) {
      if (count <= this.#room.count && bytes <= this.#room.bytes) return;
      count--;
      bytes -= bytesOf(entry.run);
      await this.#remove((one) => one === entry);
    }
  }

  async #remove(which: (entry: Entry) => boolean): Promise<void> {
    const gone = [...this.#entries.values()].filter(which);
    for (const { run, abort } of gone) {
      abort.abort();
      this.#entries.delete(run.id);
    }
    await Promise.all(
      gone.map(async ({ run, done }) => {
        if (!run.journal.ended) await done;
        await rm(run.folder, { recursive: true, force: true });
      }),
    );
  }
}

const bytesOf = ({ journal }: Run): number =>
  journal.view.cells.reduce((sum, { results }) => sum + results.reduce((all, { bytes }) => all + bytes, 0), 0);

function columnsOf(query: AskOf<"query">["query"]): number[] {
  const where = query.where.map(({ column }) => column);
  switch (query.of) {
    case "count":
      return where;
    case "rows":
      return [...where, ...query.order.map(({ column }) => column)];
    case "statistics":
      return [...where, query.column];
    case "chart":
      return [...where, query.x, ...query.y, ...(query.series === undefined ? [] : [query.series])];
  }
}
