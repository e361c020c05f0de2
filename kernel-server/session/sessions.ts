import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { BetweenError } from "../../protocol/errors.ts";
import { newRunId, sessionId } from "../../protocol/ids.ts";
import type { RunId, SessionId } from "../../protocol/ids.ts";
import type { Answers, SessionSummary } from "../../protocol/messages.ts";
import type { AskOf, Who } from "../../protocol/service.ts";
import type { Engine } from "../engine/engine.ts";
import { reasonOf } from "../log/reason-of.ts";
import { Journal } from "./journal/journal.ts";
import type { SessionFacts } from "./journal/journal-lines.ts";
import { firstView, planRun } from "./plan-run.ts";
import { Run } from "./run.ts";
import type { RunShelf } from "./run-shelf.ts";
import { Session } from "./session.ts";
import type { SessionGround } from "./session.ts";

/** How long a session that is to end with its run waits for one that does not come. */
const RUNLESS_MS = 60_000;

/** Whether somebody may use the engine of that name. */
export type MayUse = (engine: string, who: Who) => boolean;

/** What one session is at, for whoever looks after the server. */
export type SessionLook = { engine: string; state: "idle" | "running"; cellsWaiting: number };

type Entry = { session: Session; held: number; hasRun: boolean; idleMs: number; timer?: NodeJS.Timeout };

/** The sessions of a server and how long they live. */
export class Sessions {
  readonly #entries = new Map<SessionId, Entry>();
  readonly #closing = new Set<Promise<void>>();
  readonly #engines: readonly Engine[];
  readonly #ground: Omit<SessionGround, "onBusy">;
  readonly #shelf: RunShelf;
  readonly #scratch: string;
  readonly #idleMs: number;
  readonly #mayUse: MayUse;
  readonly #perUser: number;
  readonly #choosesPython: boolean;
  readonly #onChange: () => void;
  readonly #onClosing: (session: SessionId) => Promise<void>;

  constructor(options: {
    engines: readonly Engine[];
    ground: Omit<SessionGround, "onBusy">;
    shelf: RunShelf;
    scratch: string;
    idleMs: number;
    mayUse: MayUse;
    /** Sessions of one user at most. */
    perUser: number;
    /** Users may name the interpreter of their Python cells: all of them are the one who runs the server. */
    choosesPython: boolean;
    /** A session came, went, or begins or ends to be busy. */
    onChange: () => void;
    /** A session ends: what was kept for as long as it lives goes. */
    onClosing: (session: SessionId) => Promise<void>;
  }) {
    this.#engines = options.engines;
    this.#ground = options.ground;
    this.#shelf = options.shelf;
    this.#scratch = options.scratch;
    this.#idleMs = options.idleMs;
    this.#mayUse = options.mayUse;
    this.#perUser = options.perUser;
    this.#choosesPython = options.choosesPython;
    this.#onChange = options.onChange;
    this.#onClosing = options.onClosing;
  }

  get size(): number {
    return this.#entries.size + this.#closing.size;
  }

  async list({ user, role }: Who): Promise<SessionSummary[]> {
    const all = [...this.#entries.values()];
    const shown = all.filter(({ session: { facts } }) => role === "admin" || facts.user === user);
    return Promise.all(shown.map(async ({ session, held }) => ({ ...(await session.summary()), held })));
  }

  /** Of each session, without asking any process. */
  look(): SessionLook[] {
    return [...this.#entries.values()].map(({ session }) => ({
      engine: session.facts.engine,
      state: session.inUse ? "running" : "idle",
      cellsWaiting: session.cellsWaiting,
    }));
  }

  enginesOf(who: Who): Engine[] {
    return this.#engines.filter(({ name }) => this.#mayUse(name, who));
  }

  /**
   * A new session, or the one that the same user has already for this notebook: what two windows on it share. Throws
   * `session.no-engine`, `engine.not-yours`, `engine.none-yours`, `session.too-many`, `python.chosen-elsewhere`.
   */
  open(ask: AskOf<"open">, who: Who): Answers["open"] {
    const engine = ask.engine === undefined ? this.enginesOf(who)[0] : this.engineNamed(ask.engine);
    if (!engine) throw this.#noEngine(ask.engine, who);
    this.#checkEngine(engine.name, who);
    const { uri, folder, lifetime, idleMs, python } = ask;
    if (python !== undefined && !this.#choosesPython) throw new BetweenError("python.chosen-elsewhere", { python });
    const there = lifetime === "idle" && this.#idle(uri, engine.name, who, folder);
    if (there) {
      there.idleMs = idleMs ?? there.idleMs;
      this.#review(there);
      return { session: there.session.facts.session, joined: true, ...saidOf(there.session) };
    }
    const theirs = [...this.#entries.values()].filter(({ session: { facts } }) => facts.user === who.user).length;
    if (theirs >= this.#perUser) throw new BetweenError("session.too-many", { user: who.user, limit: this.#perUser });
    const session = sessionId(randomUUID());
    const facts = { session, user: who.user, uri, folder, lifetime, engine: engine.name };
    const chosen = python !== undefined && { python };
    const entry = this.#add({ ...facts, ...(idleMs !== undefined && { idleMs }), ...chosen }, engine);
    return { session, joined: false, ...saidOf(entry.session) };
  }

  /** A session of the same user on the same notebook, whose engine's session is there. */
  alike(uri: string, engine: string, who: Who): Session | undefined {
    const found = this.#idle(uri, engine, who)?.session;
    return found?.engineNow && found;
  }

  /** Two windows may each have an unsaved notebook of one name: the folder tells them apart. */
  #idle(uri: string, engine: string, { user }: Who, folder?: string): Entry | undefined {
    return [...this.#entries.values()].find(({ session: { facts } }) => {
      const same = facts.lifetime === "idle" && facts.user === user && facts.uri === uri && facts.engine === engine;
      return same && (folder === undefined || facts.folder === folder);
    });
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
    this.#checkEngine(session.facts.engine, who);
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
      if (entry.session.sends) await this.#findSent(facts.session);
      await entry.session.resume(run);
    } catch (thrown) {
      this.#entries.delete(facts.session);
      clearTimeout(entry.timer);
      throw thrown;
    }
  }

  /** A run that reads nothing that was sent goes on without. */
  #findSent(session: SessionId): Promise<void> {
    return this.#ground.sent
      .resume(session)
      .catch((thrown: unknown) => this.#ground.log(`the sent files of session ${session}: ${reasonOf(thrown)}`));
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
    const closing = Promise.all([entry.session.close(), this.#onClosing(id)]).then(
      () => undefined,
      (thrown: unknown) => this.#ground.log(`closing session ${id}: ${reasonOf(thrown)}`),
    );
    this.#closing.add(closing);
    await closing;
    this.#closing.delete(closing);
    this.#onChange();
  }

  /** Whatever runs or waits in any of them is lost. */
  loseAll(error: BetweenError): void {
    for (const { session } of this.#entries.values()) session.lose(error);
  }

  /** Ends all of them, but leaves to the next server what its engine goes on with. */
  async closeAll(): Promise<void> {
    const all = [...this.#entries.values()];
    const ends = all.map(({ session, timer }) => {
      clearTimeout(timer);
      return session.outlivesServer ? session.detach() : this.close(session.facts.session);
    });
    await Promise.all(ends);
    await Promise.all(this.#closing);
  }

  #add(facts: SessionFacts, engine: Engine): Entry {
    const ground = { ...this.#ground, onBusy: () => this.#review(entry) };
    const session = new Session(ground, facts, engine, join(this.#scratch, facts.session));
    const entry: Entry = { session, held: 0, hasRun: false, idleMs: facts.idleMs ?? this.#idleMs };
    this.#entries.set(facts.session, entry);
    this.#review(entry);
    return entry;
  }

  /** Ends a session when its time has come, or sees to it that it will. */
  #review(entry: Entry): void {
    const { session, held, hasRun, idleMs } = entry;
    const { session: id, lifetime } = session.facts;
    if (this.#entries.get(id) !== entry) return;
    clearTimeout(entry.timer);
    delete entry.timer;
    if (!session.inUse) {
      if (lifetime === "run" && hasRun) void this.close(id);
      else if (held === 0) {
        const after = lifetime === "run" ? RUNLESS_MS : idleMs;
        entry.timer = setTimeout(() => void this.close(id), after);
      }
    }
    this.#onChange();
  }

  #checkEngine(engine: string, who: Who): void {
    if (this.#mayUse(engine, who)) return;
    const engines = this.#namesFor(who);
    throw engines === ""
      ? new BetweenError("engine.none-yours", { user: who.user })
      : new BetweenError("engine.not-yours", { user: who.user, engine, engines });
  }

  #noEngine(engine: string | undefined, who: Who): BetweenError {
    return engine === undefined
      ? new BetweenError("engine.none-yours", { user: who.user })
      : new BetweenError("session.no-engine", { engine, engines: this.#namesFor(who) });
  }

  #namesFor(who: Who): string {
    return this.enginesOf(who)
      .map(({ name }) => name)
      .join(", ");
  }
}

const saidOf = ({ sends, facts: { python } }: Session): Pick<Answers["open"], "sends" | "python"> => ({
  ...(sends && { sends }),
  ...(python !== undefined && { python }),
});
