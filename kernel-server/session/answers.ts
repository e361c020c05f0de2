import type { RunId } from "../../protocol/ids.ts";
import type { Ask } from "../../protocol/messages.ts";
import { hasEnded } from "../../protocol/run-view.ts";
import type { AskOf, ServiceAnswers, Who } from "../../protocol/service.ts";
import { parse } from "../../notebook/parse.ts";
import { sampleParameters } from "./analysis/sample-parameters.ts";
import type { Commands } from "./commands.ts";
import { exportResult } from "./export-result.ts";
import type { PastRuns } from "./past-runs.ts";
import type { Queries } from "./query/queries.ts";
import type { ParquetMaker } from "../engine/python/parquet-maker.ts";
import type { ObjectStore } from "../store/object-store.ts";
import type { SentFiles } from "./sent-files.ts";
import { listSaved } from "./saved-index.ts";
import { isQuery } from "./query/query-id.ts";
import type { Sessions } from "./sessions.ts";

export type Answering = {
  [K in Ask["t"]]: (ask: AskOf<K>, who: Who, signal: AbortSignal) => Promise<ServiceAnswers[K]>;
};

type Parts = {
  sessions: Sessions;
  queries: Queries;
  past: PastRuns;
  commands: Commands;
  scratch: string;
  store: ObjectStore;
  sent: SentFiles;
  parquet: ParquetMaker;
  now(): number;
};

/** A command goes on when its client is gone, and yet not for ever. */
const COMMAND_MS = 3_600_000;

/** What each ask is answered with, and by which part of the server. */
export function answers({ sessions, queries, past, commands, scratch, store, sent, parquet, now }: Parts): Answering {
  return {
    open: (ask, who) => commands.once(who.user, ask.command, async () => sessions.open(ask, who)),
    close: (ask, who) =>
      commands.once(who.user, ask.command, async () => {
        if (sessions.find(ask.session)) await sessions.close(sessions.get(ask.session, who).facts.session);
        return {};
      }),
    sessions: async (_, who) => ({ sessions: await sessions.list(who) }),
    run: (ask, who) => commands.once(who.user, ask.command, async () => ({ run: await sessions.run(ask, who) })),
    interrupt: (ask, who) =>
      commands.once(who.user, ask.command, async () => {
        if (isQuery(ask.run)) {
          queries.interrupt(ask.run, who);
          return {};
        }
        const { view } = await past.find(ask.run, AbortSignal.timeout(COMMAND_MS));
        // A run whose session is gone has ended, and there is nothing to interrupt.
        if (!hasEnded(view.state)) sessions.get(view.session, who).interrupt(ask.run);
        return {};
      }),
    subscribe: (ask, _, signal) => past.subscribe(ask, signal),
    unsubscribe: async () => ({}),
    rows: (ask, _, signal) => past.rows(ask, signal),
    value: (ask, _, signal) => past.value(ask, signal),
    export: async (ask, who, signal) => {
      const find = (run: RunId) => past.find(run, signal);
      return exportResult(ask, await find(ask.run), who, { sessions, scratch, find, parquet }, signal);
    },
    query: (ask, who) =>
      commands.once(who.user, ask.command, async () => ({
        run: await queries.begin(ask, await past.find(ask.run, AbortSignal.timeout(COMMAND_MS)), who),
      })),
    analyze: async (ask, who, signal) => {
      const { analysis } = sessions.get(ask.session, who);
      const { notebook } = parse(ask.text);
      return analysis.analyze(notebook, sampleParameters(notebook.meta, ask.params, new Date(now())), signal);
    },
    runs: (ask, who, signal) => past.list(ask, who, signal),
    record: (ask, _, signal) => past.record(ask, signal),
    files: async (ask, who, signal) => {
      sessions.get(ask.session, who);
      return { wanted: await sent.expect(ask, signal) };
    },
    send: async (ask, who, signal) => {
      sessions.get(ask.session, who);
      await sent.take(ask, signal);
      return {};
    },
    results: async (ask, _, signal) => ({ results: await listSaved(store, ask, signal) }),
    inspect: async (ask, who, signal) => sessions.get(ask.session, who).inspect(ask, signal),
  };
}
