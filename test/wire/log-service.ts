import { BetweenError } from "../../protocol/errors.ts";
import { runId, sessionId } from "../../protocol/ids.ts";
import type { CommandId, RunId, SessionId } from "../../protocol/ids.ts";
import type { Cursor, RunEvent, RunView } from "../../protocol/messages.ts";
import { applyEvent, emptyRunView, hasEnded, summarize } from "../../protocol/run-view.ts";
import type { AskOf, Logged, Service, ServiceAnswers, Who } from "../../protocol/service.ts";
import type { Ask } from "../../protocol/messages.ts";

type Log = {
  run: RunId;
  epoch: number;
  epochs: Map<number, RunEvent[]>;
  start: RunView;
  changed: Set<() => void>;
  tails: number;
};

/** What outlives a server: the logs of its runs, and the outcome of each command. */
export class Disk {
  readonly logs = new Map<RunId, Log>();
  readonly outcomes = new Map<CommandId, unknown>();
  /** How often each command really happened. */
  readonly happened = new Map<CommandId, number>();

  begin(name: string, cells: number): RunId {
    const run = runId(name);
    const start = emptyRunView({
      run,
      session: sessionId("s1"),
      notebook: { uri: "file:///n.between-nb", id: "n", title: "N", timezone: "UTC", lang: "en" },
      engine: "test",
      user: "u",
      params: [],
      createdAt: 1,
      cells: Array.from({ length: cells }, (_, line) => ({
        kind: "code" as const,
        text: "select 1",
        line,
        options: {},
      })),
    });
    this.logs.set(run, { run, epoch: 1, epochs: new Map([[1, []]]), start, changed: new Set(), tails: 0 });
    return run;
  }

  append(run: RunId, event: RunEvent): void {
    const log = this.log(run);
    log.epochs.get(log.epoch)?.push(event);
    for (const wake of [...log.changed]) wake();
  }

  /** A server starts: each unfinished log gets a new epoch; `lost` events at the end of the old one never reached the disk. */
  restart(lost: number): void {
    for (const log of this.logs.values()) {
      if (hasEnded(this.view(log.run).state)) continue;
      const events = log.epochs.get(log.epoch) ?? [];
      events.splice(Math.max(0, events.length - lost));
      log.epochs.set(++log.epoch, []);
    }
  }

  log(run: RunId): Log {
    const log = this.logs.get(run);
    if (!log) throw new BetweenError("internal", { reason: `no run ${run}` });
    return log;
  }

  view(run: RunId): RunView {
    const { start, epochs } = this.log(run);
    return [...epochs.values()].flat().reduce(applyEvent, start);
  }

  end(run: RunId): Cursor {
    const { epoch, epochs } = this.log(run);
    return { epoch, seq: epochs.get(epoch)?.length ?? 0 };
  }

  /** Whether all that a reader has seen is still here, so that a tail can follow it. */
  holds(run: RunId, { epoch, seq }: Cursor): boolean {
    return seq <= (this.log(run).epochs.get(epoch)?.length ?? -1);
  }

  async *tail(run: RunId, from: Cursor, signal: AbortSignal): AsyncGenerator<Logged> {
    const log = this.log(run);
    log.tails++;
    try {
      yield* this.#read(log, from, signal);
    } finally {
      log.tails--;
    }
  }

  async *#read(log: Log, from: Cursor, signal: AbortSignal): AsyncGenerator<Logged> {
    const { run } = log;
    for (let { epoch, seq } = from; !signal.aborted;) {
      const event = log.epochs.get(epoch)?.[seq];
      if (event) {
        yield { run, epoch, seq: ++seq, event };
        if (event.t === "run" && hasEnded(event.state)) return;
      } else if (epoch < log.epoch) {
        epoch++;
        seq = 0;
      } else {
        await new Promise<void>((resolve) => {
          const wake = () => (log.changed.delete(wake), signal.removeEventListener("abort", wake), resolve());
          log.changed.add(wake);
          signal.addEventListener("abort", wake);
        });
      }
    }
  }
}

export type Bodies = (ask: Ask, signal: AbortSignal) => AsyncIterable<Uint8Array>;

/** A server over a disk. `bodies` gives the bytes of rows, values and records; without it there are none. */
export class LogService implements Service {
  readonly disk: Disk;
  readonly holders = new Map<SessionId, number>();
  readonly asked: Ask[] = [];
  /** Awaited before each answer. */
  before: (ask: Ask, signal: AbortSignal) => Promise<void> = async () => undefined;
  readonly #bodies: Bodies;

  constructor(disk: Disk, bodies: Bodies = async function* () {}) {
    this.disk = disk;
    this.#bodies = bodies;
  }

  welcome() {
    return { server: "test", version: "0", features: [], engines: [] };
  }

  hold(_who: Who, sessions: readonly SessionId[]): void {
    for (const session of sessions) this.holders.set(session, (this.holders.get(session) ?? 0) + 1);
  }

  gone(_who: Who, sessions: readonly SessionId[]): void {
    for (const session of sessions) this.holders.set(session, (this.holders.get(session) ?? 0) - 1);
  }

  async answer<K extends Ask["t"]>(ask: AskOf<K>, _who: Who, signal: AbortSignal): Promise<ServiceAnswers[K]> {
    this.asked.push(ask);
    await this.before(ask, signal);
    // SAFETY: `#answer` answers each kind with its own shape; TypeScript does not follow a switch on a type parameter.
    return (await this.#answer(ask, signal)) as ServiceAnswers[K];
  }

  async #answer(ask: Ask, signal: AbortSignal): Promise<ServiceAnswers[Ask["t"]]> {
    switch (ask.t) {
      case "open":
        return this.#once(ask.command, () => ({ session: sessionId(`session-${this.disk.outcomes.size}`) }));
      case "run":
      case "query":
        return this.#once(ask.command, () => ({ run: this.disk.begin(`run-${this.disk.logs.size + 1}`, 3) }));
      case "files":
        return { wanted: [] };
      case "send":
        return {};
      case "results":
        return { results: [] };
      case "analyze":
        return { tables: [], problems: [] };
      case "close":
      case "interrupt":
        return this.#once(ask.command, () => ({}));
      case "subscribe": {
        const { run, cursor } = ask;
        if (cursor && this.disk.holds(run, cursor))
          return { recovered: true, cursor, events: this.disk.tail(run, cursor, signal) };
        const end = this.disk.end(run);
        return { recovered: false, cursor: end, view: this.disk.view(run), events: this.disk.tail(run, end, signal) };
      }
      case "rows":
        return { body: this.#bodies(ask, signal), from: ask.from };
      case "value":
      case "record":
      case "export":
        return { body: this.#bodies(ask, signal) };
      case "runs":
        return { runs: [...this.disk.logs.keys()].map((run) => summarize(this.disk.view(run))) };
      case "sessions":
        return { sessions: [] };
      case "inspect":
        return { schema: [], files: 0, bytes: 0 };
      case "unsubscribe":
        return {};
    }
  }

  #once<T>(command: CommandId, happen: () => T): T {
    if (!this.disk.outcomes.has(command)) {
      this.disk.happened.set(command, (this.disk.happened.get(command) ?? 0) + 1);
      this.disk.outcomes.set(command, happen());
    }
    return this.disk.outcomes.get(command) as T; // SAFETY: a command id is used for one kind of ask.
  }
}
