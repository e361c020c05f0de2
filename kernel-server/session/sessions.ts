import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { BetweenError } from "../../protocol/errors.ts";
import { newRunId, sessionId } from "../../protocol/ids.ts";
import type { RunId, SessionId } from "../../protocol/ids.ts";
import type { SessionSummary } from "../../protocol/messages.ts";
import type { AskOf, Who } from "../../protocol/service.ts";
import type { Engine } from "../engine/engine.ts";
import { Journal } from "./journal/journal.ts";
import type { SessionFacts } from "./journal/journal-lines.ts";
import { firstView, planRun } from "./plan-run.ts";
import { Run } from "./run.ts";
import type { RunShelf } from "./run-shelf.ts";
import { Session } from "./session.ts";
import type { SessionGround } from "./session.ts";

/** How long a session that is to end with its run waits for one that does not come. */
const RUNLESS_MS = 60_000;

type Entry = { session: Session; held: number; hasRun: boolean; timer?: NodeJS.Timeout };

/** The sessions of a server and how long they live. */
export class Sessions {
  readonly #entries = new Map<SessionId, Entry>();
  readonly #closing = new Set<Promise<void>>();
  readonly #engines: readonly Engine[];
  readonly #ground: Omit<SessionGround, "onBusy">;
  readonly #shelf: RunShelf;
  readonly #scratch: string;
  readonly #idleMs: number;
  readonly #onChange: () => void;

  constructor(options: {
    engines: readonly Engine[];
    ground: Omit<SessionGround, "onBusy">;
    shelf: RunShelf;
    scratch: string;
    idleMs: number;
    /** A session came, went, or begins or ends to be busy. */
    onChange: () => void;
  }) {
    this.#engines = options.engines;
    this.#ground = options.ground;
    this.#shelf = options.shelf;
    this.#scratch = options.scratch;
    this.#idleMs = options.idleMs;
    this.#onChange = options.onChange;
  }

  get size(): number {
    return this.#entries.size + this.#closing.size;
  }

  list({ user, role }: Who): SessionSummary[] {
    const all = [...this.#entries.values()].map(({ session }) => session);
    return all.filter(({ facts }) => role === "admin" || facts.user === user).map((session) => session.summary());
  }

  open(ask: AskOf<"open">, who: Who): SessionId {
    const engine = ask.engine === undefined ? this.#engines[0] : this.engineNamed(ask.engine);
    if (!engine) throw this.#noEngine(ask.engine ?? "");
    const { uri, folder, lifetime } = ask;
    const session = sessionId(randomUUID());
    this.#add({ session, user: who.user, uri, folder, lifetime, engine: engine.name }, engine);
    return session;
  }

  /** The session, for one who may use it. Throws `session.unknown`, `session.not-yours`. */
  get(id: SessionId, { user, role }: Who): Session {
    const entry = this.#entries.get(id);
    if (!entry) throw new BetweenError("session.unknown", { session: id });
    const owner = entry.session.facts.user;
    if (owner !== user && role !== "admin") throw new BetweenError("session.not-yours", { user: owner });
    return entry.session;
  }

  /** The session if it is there, whoever asks. */
  find(id: SessionId): Session | undefined {
    return this.#entries.get(id)?.session;
  }

  engineNamed(name: string): Engine | undefined {
    return this.#engines.find((engine) => engine.name === name);
  }

  /** Begins a run: its journal is on disk before anything happens. */
  async run(ask: AskOf<"run">, who: Who): Promise<RunId> {
    const session = this.get(ask.session, who);
    const now = new Date(this.#ground.now());
    const planned = planRun(ask, now);
    const id = newRunId(now);
    const { facts } = session;
    const label = `${this.engineNamed(facts.engine)?.label ?? ""} (${facts.engine})`;
    const view = firstView(id, ask, planned, facts, label, now);
    const folder = this.#shelf.folderOf(id);
    const journal = Journal.create(folder, {
      v: 1,
      epoch: 1,
      at: now.getTime(),
      command: ask.command,
      view,
      session: facts,
      ask,
      marks: [],
    });
    const run = new Run(folder, journal, planned.plan);
    this.#shelf.add(run);
    const entry = this.#entries.get(ask.session);
    if (entry) entry.hasRun = true;
    session.enqueue(run);
    return id;
  }

  /** Goes on with a run of a dead server. Throws when its engine cannot. */
  async resume(run: Run, facts: SessionFacts): Promise<void> {
    const engine = this.engineNamed(facts.engine);
    if (!engine?.can.reattach) throw new BetweenError("engine.session-gone");
    const there = this.#entries.get(facts.session);
    this.#shelf.add(run);
    if (there) return there.session.enqueue(run);
    const entry = this.#add(facts, engine);
    entry.hasRun = true;
    try {
      await entry.session.resume(run);
    } catch (thrown) {
      this.#entries.delete(facts.session);
      clearTimeout(entry.timer);
      throw thrown;
    }
  }

  hold(sessions: readonly SessionId[], by: 1 | -1): void {
    for (const id of sessions) {
      const entry = this.#entries.get(id);
      if (!entry) continue;
      entry.held = Math.max(0, entry.held + by);
      this.#review(entry);
    }
  }

  async close(id: SessionId): Promise<void> {
    const entry = this.#entries.get(id);
    if (!entry) return;
    clearTimeout(entry.timer);
    this.#entries.delete(id);
    const closing = entry.session.close().catch((thrown: unknown) => {
      this.#ground.log(`closing session ${id}: ${String(thrown)}`);
    });
    this.#closing.add(closing);
    await closing;
    this.#closing.delete(closing);
    this.#onChange();
  }

  /** Ends all of them, but leaves to the next server what its engine goes on with. */
  async closeAll(): Promise<void> {
    const all = [...this.#entries.values()];
    for (const { session, timer } of all) {
      clearTimeout(timer);
      if (session.outlivesServer) session.detach();
    }
    await Promise.all(
      all.filter(({ session }) => !session.outlivesServer).map(({ session }) => this.close(session.facts.session)),
    );
    await Promise.all(this.#closing);
  }

  #add(facts: SessionFacts, engine: Engine): Entry {
    const ground = { ...this.#ground, onBusy: () => this.#review(entry) };
    const session = new Session(ground, facts, engine, join(this.#scratch, facts.session));
    const entry: Entry = { session, held: 0, hasRun: false };
    this.#entries.set(facts.session, entry);
    this.#review(entry);
    return entry;
  }

  /** Ends a session when its time has come, or sees to it that it will. */
  #review(entry: Entry): void {
    const { session, held, hasRun } = entry;
    const { session: id, lifetime } = session.facts;
    if (this.#entries.get(id) !== entry) return;
    clearTimeout(entry.timer);
    delete entry.timer;
    if (!session.busy) {
      if (lifetime === "run" && hasRun) void this.close(id);
      else if (held === 0) {
        const after = lifetime === "run" ? RUNLESS_MS : this.#idleMs;
        entry.timer = setTimeout(() => void this.close(id), after);
      }
    }
    this.#onChange();
  }

  #noEngine(engine: string): BetweenError {
    return new BetweenError("session.no-engine", { engine, engines: this.#engines.map(({ name }) => name).join(", ") });
  }
}
