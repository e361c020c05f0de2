import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { BetweenError } from "../../../protocol/errors.ts";
import { sessionId } from "../../../protocol/ids.ts";
import type { Field } from "../../../protocol/messages.ts";
import { hasEnded } from "../../../protocol/run-view.ts";
import type { Who } from "../../../protocol/service.ts";
import type { EngineSession } from "../../engine/engine.ts";
import { resultKey } from "../engine-holder.ts";
import { isKept } from "../main-result.ts";
import { makeFolder } from "../make-folder.ts";
import type { Found } from "../run-shelf.ts";
import type { Session } from "../session.ts";
import type { Sessions } from "../sessions.ts";
import { KeptViews } from "./kept-views.ts";

/** Where something is asked about a result. */
export type Ground = {
  fields: readonly Field[];
  /** All rows are at hand; else they are computed again, unless they are `cached`. */
  complete: boolean;
  cached: boolean;
  /** The session of ours in which it runs; none where the engine's session is a passing one. */
  session: Session | undefined;
  /** Lets `read` ask an engine's session about a view of the result's rows; `numbered` when each has its number in a last column. */
  use<T>(signal: AbortSignal, read: (engine: EngineSession, view: string, numbered: boolean) => Promise<T>): Promise<T>;
};

export type GroundOptions = { sessions: Sessions; scratch: string };

/** What a request to an engine may hold beside the rows: their numbers. Longer results are read through their views. */
const MOST_NUMBERED = 8_000_000;

const given = new WeakMap<EngineSession, KeptViews>();

/**
 * A complete result is asked about in its own session, in another one of the same notebook and user, or in a passing one;
 * a longer one through its view in the session that made it. Throws `result.unknown`, `result.not-ended`, `result.session-ended`.
 */
export async function ground(
  { run, result }: { run: Found["view"]["run"]; result: number },
  found: Found,
  who: Who,
  { sessions, scratch }: GroundOptions,
): Promise<Ground> {
  const cell = found.view.cells.find(({ results }) => results.some((one) => one.result === result));
  if (!cell) throw new BetweenError("result.unknown", { run, result });
  const spool = await found.spool(result);
  const { index } = spool;
  const { fields = [] } = index;
  const own = sessions.find(found.view.session);
  const main = cell.results.some((one) => one.result === result && one.main);
  const about = { fields, cached: main && cell.options["cache"] === true };

  if (
    index.extent !== undefined &&
    isKept({ extent: index.extent, bytes: index.wholeBytes }) &&
    index.rows <= MOST_NUMBERED
  ) {
    const session = own?.engineNow ? own : sessions.alike(found.view.notebook.uri, found.engine, who);
    return {
      ...about,
      complete: true,
      session,
      async use(signal, read) {
        const passing = session?.engineNow ? undefined : await openPassing(found, sessions, scratch, signal);
        const engine = session?.engineNow ?? passing?.engine;
        if (!engine) throw new BetweenError("engine.session-gone");
        const views = given.get(engine) ?? new KeptViews(engine);
        given.set(engine, views);
        try {
          return await views.use(resultKey(run, result), spool, (view) => read(engine, view, true));
        } finally {
          await passing?.close();
        }
      },
    };
  }
  const engine = own?.engineNow;
  const view = own?.viewOf(run, result);
  if (!own || !engine || view === undefined) {
    const waits = index.extent === undefined && !hasEnded(found.view.state);
    throw waits ? new BetweenError("result.not-ended") : new BetweenError("result.session-ended", { rows: index.rows });
  }
  return { ...about, complete: false, session: own, use: (_, read) => read(engine, view, false) };
}

/** A session of the engine for one question. */
export async function openPassing(found: Found, sessions: Sessions, scratch: string, signal: AbortSignal) {
  const engine = sessions.engineNamed(found.engine);
  if (!engine) throw new BetweenError("session.no-engine", { engine: found.engine, engines: "" });
  const { notebook, user } = found.view;
  const folder = join(scratch, randomUUID());
  makeFolder(folder);
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const session = await engine.open(
      { session: sessionId(randomUUID()), user, folder: scratch, timezone: notebook.timezone, scratch: folder },
      signal,
    );
    const close = async () => {
      await session.close();
      await remove();
    };
    return { engine: session, close };
  } catch (thrown) {
    await remove();
    throw thrown;
  }
}
