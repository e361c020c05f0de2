import { setTimeout as sleep } from "node:timers/promises";
import { BetweenError } from "../../../protocol/errors.ts";
import { identifiers } from "../../../notebook/sql-text.ts";
import type { ParameterValue } from "../../../notebook/notebook.ts";
import type { EngineSession, Relation, Remote } from "../engine.ts";
import { columnsOf } from "./columns-of.ts";
import { fetchDetails } from "./details.ts";
import { engineError } from "./failure.ts";
import type { Ground } from "./ground.ts";
import type { Link } from "./link.ts";
import { quoted } from "./plan.ts";
import { relationPlan } from "./relation-plan.ts";
import { type Bench, runWork, textOf } from "./run-work.ts";
import { readStatus } from "./status.ts";

type Options = {
  link: Link;
  ground: Ground;
  /** Fires with a BetweenError as its reason when the engine is gone. */
  gone: AbortSignal;
  ended: Promise<BetweenError | undefined>;
  memory: EngineSession["memory"];
  close: () => Promise<void>;
  /** Told when an answer of the engine shows that the session is gone there. */
  onGone?: (error: BetweenError) => void;
  /** Asked before each piece of work, of an engine that would go on in a new session without a word. `undefined`: no answer. */
  isThere?: (signal: AbortSignal) => Promise<boolean | undefined>;
  stopMs?: number;
  remote?: Remote;
};

/** Between two interrupts of what workers had begun. */
const AGAIN_MS = 300;

/** What an error may speak of. */
type Asked = {
  /** The statement that places of errors stand in. */
  text: string | undefined;
  /** SQL that names what is read. */
  names: string | undefined;
  args: readonly ParameterValue[];
};

/** A session on any engine that speaks Spark Connect. */
export function connectSession(options: Options): EngineSession {
  const { link, ground, gone, ended, memory, close, onGone, isThere, stopMs, remote } = options;
  const texts: Bench["texts"] = new Map();
  const bench: Bench = { link, ground, texts, doubled: new Map(), deals: true };

  /** What was thrown as an error of ours: the engine's death first, then our own interrupt, then what the engine said. */
  const translated = async (thrown: unknown, signal: AbortSignal, asked: Asked): Promise<BetweenError> => {
    const error = await explained(thrown, signal, asked);
    if (error.code === "engine.session-gone") onGone?.(error);
    return error;
  };

  const explained = async (thrown: unknown, signal: AbortSignal, asked: Asked): Promise<BetweenError> => {
    if (gone.aborted) return BetweenError.from(gone.reason);
    if (signal.aborted) return new BetweenError("engine.interrupted", {}, { cause: thrown });
    if (thrown instanceof BetweenError) return thrown;
    const failure = readStatus(thrown);
    const told = await fetchDetails(link, failure);
    const { text } = asked;
    const placed =
      told.context && text !== undefined && ground.asGiven
        ? { ...told, context: ground.asGiven(text, told.context) }
        : told;
    const error = engineError(placed, text, thrown);
    const given = asked.args.find(
      ({ name }) => error.code === "engine.parameter-missing" && name === error.args["name"],
    );
    if (given)
      return new BetweenError("engine.parameter-place", error.args, {
        ...(error.at && { at: error.at }),
        cause: error,
      });
    return ground.explained(error, behind(asked.names), signal);
  };

  const askedOf = (relation: Relation): Asked => {
    const text = textOf(texts, relation);
    const names = relation.of === "source" ? quoted(relation.source.name) : text;
    return { text, names, args: relation.of === "sql" ? relation.args : [] };
  };

  /** A statement's text and those of the views that it names, and so on. */
  const behind = (text: string | undefined): string[] => {
    const found = new Set(text === undefined ? [] : [text]);
    for (const each of found) {
      for (const { name } of identifiers(each)) {
        const named = texts.get(name.toLowerCase());
        if (named !== undefined) found.add(named);
      }
    }
    return [...found];
  };

  let running = 0;
  let givenUp = false;
  let workerGaveUp = false;
  let quiet: Promise<void> | undefined;
  /** What runs beside must not be taken for what was given up, so it is looked for when nothing runs, and nothing begins meanwhile. */
  const quieten = async () => {
    const over = new AbortController();
    if (workerGaveUp) void interruptWorkers(over.signal);
    givenUp = workerGaveUp = false;
    quiet = ground.quieten().finally(() => {
      quiet = undefined;
      over.abort();
    });
    await quiet;
  };
  /** Nothing of ours runs, so that all there is was begun by workers. Again, for what was still being planned (Sail 0.7.2). */
  const interruptWorkers = async (over: AbortSignal) => {
    while (!over.aborted) {
      await link.interruptAll();
      await sleep(AGAIN_MS, undefined, { signal: over }).catch(() => undefined); // It is over.
    }
  };
  const session: EngineSession = {
    ended,
    async *run(work, signal) {
      const asked = askedOf(work.do === "statement" ? { of: "sql", ...work } : work.relation);
      let left = true;
      while (quiet) await quiet;
      running++;
      try {
        if ((await isThere?.(AbortSignal.any([signal, gone]))) === false) throw new BetweenError("engine.session-gone");
        yield* runWork(bench, work, AbortSignal.any([signal, gone]));
        left = false;
      } catch (thrown) {
        left = signal.aborted && !gone.aborted;
        throw await translated(thrown, signal, asked);
      } finally {
        running--;
        givenUp ||= left;
        if (givenUp && running === 0) await quieten();
      }
    },
    async analyze(relation, signal) {
      const both = AbortSignal.any([signal, gone]);
      try {
        return await columnsOf(link, await relationPlan(link, ground, relation, both), both);
      } catch (thrown) {
        throw await translated(thrown, signal, askedOf(relation));
      }
    },
    files: (path, signal) => ground.files(path, signal),
    async giveUp() {
      if (gone.aborted) return;
      givenUp = workerGaveUp = true;
      if (running === 0) await quieten();
    },
    memory,
    close,
    ...(stopMs !== undefined && { stopMs }),
    ...(remote && { remote }),
  };
  return session;
}
