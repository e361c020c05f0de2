import { tableFromIPC } from "apache-arrow";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { BetweenError } from "../../protocol/errors.ts";
import type { OperationId, SessionId } from "../../protocol/ids.ts";
import type { Field } from "../../protocol/messages.ts";
import { Bell } from "../session/bell.ts";
import { streamOf } from "./fake-rows.ts";
import type { Engine, EngineEvent, EngineSession, OpenOptions, Relation, Remote, Work } from "./engine.ts";

/** What the scripted engine answers to a statement or a query. */
export type Answer = {
  /** Columns by name with Spark's type (bigint, int, double, boolean, string, date, binary). None: a command without rows. */
  columns?: Readonly<Record<string, string>>;
  rows?: readonly (readonly unknown[])[];
  /** Rows of this stream instead of `rows`. */
  ipc?: Uint8Array;
  /** So many rows, each made when it is sent, instead of `rows`. */
  many?: { count: number; row: (i: number) => readonly unknown[] };
  /** Its rows come at once, as those of SHOW TABLES do. */
  command?: boolean;
  /** Rows of a batch; all in one when absent. */
  batch?: number;
  /** Awaited before the batch of this number, and before anything for -1. What does not hear the signal is ended only with its session. */
  before?: (batch: number, signal: AbortSignal) => Promise<void>;
  /** Whatever comes before its rows. */
  first?: (signal: AbortSignal) => AsyncIterable<EngineEvent>;
  text?: string;
  progress?: readonly (readonly [done: number, total: number])[];
  /** Thrown when it is run or read: a query fails when its rows are read, unless `at` says `statement`. */
  error?: BetweenError;
  failsAt?: "statement" | "read";
  /** The engine dies of it. */
  dies?: BetweenError;
};

/** From a statement's text, a query's text, or `source:name` to the answer. */
export type Script = (text: string, args: Readonly<Record<string, unknown>>) => Answer | undefined;

export type Written = { relation: Answer; work: Extract<Work, { do: "write" }> };

export type FakeEngine = Engine & {
  /** Every piece of work that was begun, in order. */
  readonly begun: Work[];
  readonly opened: OpenOptions[];
  readonly written: Map<string, Written[]>;
  /** Kills a session's engine. */
  kill(session: SessionId, reason: BetweenError): void;
  /** Whoever reads now hears nothing more, as if its server had died; operations go on. */
  cutOff(): void;
};

type Operation = { events: EngineEvent[]; over?: { error?: BetweenError }; bell: Bell; abort: AbortController };
type State = {
  views: Map<string, Answer>;
  operations: Map<OperationId, Operation>;
  end: (reason: BetweenError | undefined) => void;
  ended: Promise<BetweenError | undefined>;
  dead?: BetweenError;
};

/**
 * An engine that answers from a script. Its sessions and operations outlive whoever started them, as those of a Spark
 * cluster do, so that a server's restart can be tried with it (`reattach`).
 */
export function fakeEngine(
  script: Script,
  { name = "fake", reattach = false, remote }: { name?: string; reattach?: boolean; remote?: Remote } = {},
): FakeEngine {
  const sessions = new Map<SessionId, State>();
  const begun: Work[] = [];
  const opened: OpenOptions[] = [];
  const written = new Map<string, Written[]>();
  let generation = 0;

  const evaluate = (relation: Relation, state: State): Answer => {
    switch (relation.of) {
      case "view": {
        const answer = state.views.get(relation.name.toLowerCase());
        if (!answer) throw new BetweenError("engine.table-not-found", { name: relation.name });
        return answer;
      }
      case "sql":
        return answerOf(relation.text, relation.args);
      case "source":
        return answerOf(`source:${relation.source.name}`, []);
      case "parquet":
        return written.get(relation.path)?.at(-1)?.relation ?? missing(relation.path);
      case "rows":
        return { ipc: relation.ipc, columns: Object.fromEntries(relation.schema.map((f) => [f.name, f.type])) };
    }
  };
  const answerOf = (text: string, args: readonly { name: string; value: unknown }[]): Answer =>
    script(text, Object.fromEntries(args.map(({ name: key, value }): [string, unknown] => [key, value]))) ??
    missing(text);

  async function* produce(work: Work, state: State, signal: AbortSignal): AsyncGenerator<EngineEvent> {
    if (work.do === "statement") {
      const answer = answerOf(work.text, work.args);
      if (answer.error && answer.failsAt === "statement") throw answer.error;
      const isQuery = (answer.columns !== undefined || answer.ipc !== undefined) && !answer.command;
      if (!isQuery) {
        yield* play(answer, undefined, signal);
        return;
      }
      state.views.set(work.view.toLowerCase(), answer);
      yield { t: "fixed", view: work.view };
    } else if (work.do === "view") {
      const answer = evaluate(work.relation, state);
      if (work.relation.of === "source" && answer.error) throw answer.error;
      state.views.set(work.name.toLowerCase(), answer);
    } else if (work.do === "read") {
      yield* play(evaluate(work.relation, state), work.limit, signal);
    } else {
      const answer = evaluate(work.relation, state);
      for await (const _ of play({ ...answer, text: "" }, undefined, signal));
      if (work.single) await writeLines(work.to, answer);
      written.set(work.to, [...(written.get(work.to) ?? []), { relation: answer, work }]);
    }
  }

  async function* play(answer: Answer, limit: number | undefined, signal: AbortSignal): AsyncGenerator<EngineEvent> {
    await answer.before?.(-1, signal);
    if (answer.first) yield* answer.first(signal);
    for (const [done, total] of answer.progress ?? []) yield { t: "progress", done, total };
    if (answer.text) yield { t: "text", stream: "stdout", text: answer.text };
    if (answer.columns ?? answer.ipc) {
      const schema = fieldsOf(answer);
      yield { t: "schema", schema };
      const count = Math.min(limit ?? Infinity, answer.many?.count ?? rowsOf(answer).length);
      const size = Math.max(1, answer.batch ?? count);
      for (let at = 0; at < count || at === 0; at += size) {
        signal.throwIfAborted();
        await answer.before?.(at / size, signal);
        const part = rowsBetween(answer, at, Math.min(count, at + size));
        // A stream that was given is passed on as it is, whatever its types.
        const whole = answer.ipc !== undefined && part.length === count && limit === undefined;
        yield { t: "batch", ipc: whole && answer.ipc ? answer.ipc : streamOf(schema, part), rows: part.length };
      }
    }
    if (answer.dies) throw answer.dies;
    if (answer.error) throw answer.error;
  }

  function start(work: Work, state: State): Operation {
    const operation: Operation = { events: [], bell: new Bell(), abort: new AbortController() };
    state.operations.set(work.operation, operation);
    begun.push(work);
    void (async () => {
      try {
        for await (const event of produce(work, state, operation.abort.signal)) {
          operation.events.push(event.t === "batch" ? { ...event, cursor: `c${operation.events.length}` } : event);
          operation.bell.ring();
          await turn();
        }
        operation.over = {};
      } catch (thrown) {
        const error = operation.abort.signal.aborted ? undefined : BetweenError.from(thrown);
        operation.over = { error: state.dead ?? error ?? new BetweenError("engine.interrupted") };
        if (error?.code === "engine.died") die(state, error);
      }
      operation.bell.ring();
    })();
    return operation;
  }

  function die(state: State, reason: BetweenError): void {
    if (state.dead) return;
    state.dead = reason;
    for (const operation of state.operations.values()) {
      operation.over ??= { error: reason };
      operation.abort.abort();
      operation.bell.ring();
    }
    state.end(reason);
  }

  async function* follow(work: Work, state: State, signal: AbortSignal): AsyncGenerator<EngineEvent> {
    const mine = generation;
    if (state.dead) throw state.dead;
    const known = work.after === undefined ? start(work, state) : state.operations.get(work.operation);
    if (!known) throw new BetweenError("engine.session-gone");
    let at = known.events.findIndex((event) => event.t === "batch" && event.cursor === work.after) + 1;
    for (;;) {
      if (mine !== generation) await new Promise<never>(() => undefined);
      if (signal.aborted) {
        known.abort.abort();
        while (!known.over && !state.dead) await known.bell.next(never);
        throw state.dead ?? new BetweenError("engine.interrupted");
      }
      const event = known.events[at];
      if (event && !state.dead) {
        at++;
        yield event;
      } else if (known.over) {
        if (known.over.error) throw known.over.error;
        return;
      } else await known.bell.next(signal);
    }
  }

  const session = (id: SessionId, state: State): EngineSession => ({
    ended: state.ended,
    run: (work, signal) => follow(work, state, signal),
    analyze: async (relation) => fieldsOf(evaluate(relation, state)),
    files: async (path) => ({ files: rowsOf(answerOf(`files:${path}`, [])).length, bytes: 100, newest: 0 }),
    giveUp: async () => undefined,
    memory: async () => undefined,
    ...(remote && { remote }),
    async close() {
      sessions.delete(id);
      for (const operation of state.operations.values()) {
        operation.abort.abort();
        operation.over ??= { error: new BetweenError("engine.session-gone") };
        operation.bell.ring();
      }
      state.end(undefined);
    },
  });

  return {
    name,
    label: "Fake 1.0",
    can: { progress: true, reattach, delta: true, artifacts: false, files: "here" },
    begun,
    opened,
    written,
    async open(options) {
      opened.push(options);
      const there = sessions.get(options.session);
      if (options.resume && (!there || there.dead)) throw new BetweenError("engine.session-gone");
      if (there && !there.dead) return session(options.session, there);
      let end: State["end"] = () => undefined;
      const ended = new Promise<BetweenError | undefined>((resolve) => (end = resolve));
      const state: State = { views: new Map(), operations: new Map(), end, ended };
      sessions.set(options.session, state);
      return session(options.session, state);
    },
    kill(id, reason) {
      const state = sessions.get(id);
      if (state) die(state, reason);
    },
    cutOff() {
      generation++;
    },
  };
}

function missing(text: string): never {
  throw new BetweenError(
    "engine.table-not-found",
    { name: text },
    { engineText: `the script has no answer to: ${text}` },
  );
}

/** One file of JSON lines in a folder, whatever format was asked for. */
async function writeLines(folder: string, answer: Answer): Promise<void> {
  const names = Object.keys(answer.columns ?? {});
  const lines = rowsOf(answer).map((row) =>
    JSON.stringify(Object.fromEntries(names.map((name, i) => [name, String(row[i])]))),
  );
  await mkdir(folder);
  await writeFile(join(folder, "part-0.json"), lines.map((line) => `${line}\n`).join(""));
}

const fieldsOf = (answer: Answer): Field[] =>
  Object.entries(answer.columns ?? {}).map(([name, type]) => ({ name, type, nullable: true }));

const rowsBetween = (answer: Answer, from: number, to: number): readonly (readonly unknown[])[] =>
  answer.many
    ? Array.from({ length: to - from }, (_, i) => answer.many?.row(from + i) ?? [])
    : rowsOf(answer).slice(from, to);

const never = new AbortController().signal;

function rowsOf(answer: Answer): readonly (readonly unknown[])[] {
  if (!answer.ipc) return answer.rows ?? [];
  const table = tableFromIPC(answer.ipc);
  return Array.from({ length: table.numRows }, (_, i) =>
    table.schema.fields.map((_, c): unknown => table.getChildAt(c)?.get(i)),
  );
}
