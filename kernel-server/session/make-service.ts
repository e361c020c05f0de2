import { readdir } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import { BetweenError } from "../../protocol/errors.ts";
import type { RunId, ServerId } from "../../protocol/ids.ts";
import { CHOSEN_PYTHON } from "../../protocol/features.ts";
import type { Ask, RunView } from "../../protocol/messages.ts";
import { hasEnded } from "../../protocol/run-view.ts";
import type { AskOf, Service, Who } from "../../protocol/service.ts";
import { cacheFolder } from "../../protocol/local/state-folders.ts";
import type { Engine } from "../engine/engine.ts";
import { ownPlaces } from "../engine/reserved-place.ts";
import { parquetMaker } from "../engine/python/parquet-maker.ts";
import type { ParquetMaker } from "../engine/python/parquet-maker.ts";
import type { WorkerKind } from "../engine/worker.ts";
import { reasonOf } from "../log/reason-of.ts";
import type { RetentionSettings } from "../settings/settings.ts";
import { folderPlace } from "../store/file-place.ts";
import type { FilePlace } from "../store/file-place.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { answers } from "./answers.ts";
import { adoptDead, lockServer } from "./adopt.ts";
import { Commands } from "./commands.ts";
import { diskError } from "./disk-error.ts";
import { makeFolder } from "./make-folder.ts";
import { OwnFolder } from "./own-folder.ts";
import { Queries } from "./query/queries.ts";
import { PastRuns } from "./past-runs.ts";
import { makeRecord, storeRecord } from "./record.ts";
import { expiredRecords, removeRecord } from "./expired-records.ts";
import { cleanSent } from "./expired-sent.ts";
import { expiredRuns, removeExpired } from "./retention.ts";
import { loseRun, recentRuns, reopen, settle, unsettledRuns } from "./revive.ts";
import { RunShelf } from "./run-shelf.ts";
import type { Run } from "./run.ts";
import { SentFiles } from "./sent-files.ts";
import { Sessions } from "./sessions.ts";
import type { MayUse, SessionLook } from "./sessions.ts";

export type ServiceOptions = {
  /** The first one is what a session gets that names none. */
  engines: readonly Engine[];
  /** What makes workers of Python and Scala cells; without, such cells say so. */
  workers?: readonly WorkerKind[];
  /** Writes Parquet of the rows of engines on other machines; absent: with an environment in the user's cache folder. */
  parquet?: ParquetMaker;
  /** Shared by servers: run records, leases. */
  store: ObjectStore;
  /** Absolute, on this machine's disk: `servers/` (journals, spools). */
  state: string;
  /** Where relative `save: to` and `result:` lie: an absolute folder or a URL; absent: `results/` beside the journals. */
  results?: string;
  /** Other folders and files of the server's own that nothing is saved into: environments, settings, keys. */
  reserved?: readonly string[];
  /** Where engines read the files that clients send; absent: `sent/` beside the journals. */
  sent?: FilePlace;
  /** Names this server's folder. */
  serverId: ServerId;
  version: string;
  /** Shown to people. */
  name: string;
  log?: (line: string) => void;
  /** Milliseconds since 1970. */
  now?: () => number;
  /** How long a session that nobody holds and in which nothing runs is kept. */
  idleMs?: number;
  /** How long an engine may take to stop a cell before its session is ended by force. */
  stopMs?: number;
  retention?: RetentionSettings;
  /** Absent: everybody may use every engine. */
  mayUse?: MayUse;
  /** Sessions of one user at most. */
  sessionsPerUser?: number;
  /** Users may name the interpreter of their Python cells. Only where all of them are the one who runs the server. */
  choosesPython?: boolean;
  /** A run has ended, and this is what became of it. */
  onRunEnded?: (view: RunView) => void;
};

export type SessionService = Service & {
  /** True when there is no session and every record is written. */
  readonly idle: boolean;
  /** What goes on, for whoever looks after the server. */
  look(): ServiceLook;
  /** Calls back, once, when nothing was asked and there was no session for so long. */
  onIdle(afterMs: number, callback: () => void): void;
  /** Calls back, once, when this server's folder was removed: its runs are lost, and every ask fails with `state.gone`. */
  onGone(callback: (error: BetweenError) => void): void;
  /** Ends the sessions (or leaves to the next server what its engine goes on with), writes what is to be written. */
  close(): Promise<void>;
};

export type ServiceLook = { sessions: readonly SessionLook[]; runs: Readonly<Record<"queued" | "running", number>> };

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const RETENTION: RetentionSettings = { spoolDays: 14, spoolBytes: 20e9, journalDays: 14 };
const QUERIES_KEPT = 200;

/**
 * What clients ask of one server. Takes over first what dead servers left in the same state folder: runs whose engine
 * still works on them go on, the others end as lost. Throws `state.full`, `state.read-only`.
 */
export async function makeService(options: ServiceOptions): Promise<SessionService> {
  const { engines, store, state, version, log = () => undefined, now = Date.now, choosesPython = false } = options;
  const servers = join(state, "servers");
  const own = join(servers, options.serverId);
  const runs = join(own, "runs");
  const scratch = join(own, "scratch");
  const { results, own: reserved } = ownPlaces(state, options.results, options.reserved);
  const lock = await lockServer(own, version).catch((thrown: unknown) => {
    throw diskError(thrown, own);
  });
  if (!lock) throw new BetweenError("internal", { reason: `another process is server ${options.serverId}` });
  if (isAbsolute(results)) makeFolder(results);

  const shelf: RunShelf = new RunShelf(runs, takeOver, (run) => queries.find(run));
  const past = new PastRuns(shelf, store);
  const commands = new Commands(now);
  let recording = 0;

  const record = async (run: Run) => {
    recording++;
    try {
      await run.journal.sync();
      run.journal.close();
      await storeRecord(store, await makeRecord(run.journal.view, (result) => run.spool(result)));
      await settle(run.folder);
      shelf.recordTried(run, true);
    } catch (thrown) {
      // Its journal and rows are here: it is listed and made when it is asked for, and tried again later.
      shelf.recordTried(run, false);
      log(`the record of run ${run.id} could not be written: ${reasonOf(thrown)}`);
    }
    recording--;
    review();
  };
  const onRunEnded = (run: Run) => {
    run.recorded = record(run);
    shelf.ended(run);
    options.onRunEnded?.(run.journal.view);
  };
  const place = options.sent ?? folderPlace(join(state, "sent"));
  const sent = new SentFiles(store, place, join(own, "sent"), now);
  const ground = {
    sent,
    workers: options.workers ?? [],
    store,
    results,
    own: reserved,
    now,
    onRunEnded,
    log,
    stopMs: options.stopMs ?? 10_000,
  };
  const idleMs = options.idleMs ?? HOUR_MS;
  const sessions: Sessions = new Sessions({
    engines,
    ground,
    shelf,
    scratch,
    idleMs,
    mayUse: options.mayUse ?? (() => true),
    perUser: options.sessionsPerUser ?? Infinity,
    choosesPython,
    onChange: () => review(),
    onClosing: async (session) => {
      await Promise.all([queries.endOfSession(session), sent.forget(session)]);
    },
  });
  const retention = options.retention ?? RETENTION;
  const room = { count: QUERIES_KEPT, bytes: retention.spoolBytes / 2 };
  const queries: Queries = new Queries(join(own, "queries"), room, { sessions, scratch, now, log });

  let onIdle: { afterMs: number; callback: () => void } | undefined;
  let idleTimer: NodeJS.Timeout | undefined;
  const isIdle = () => sessions.size === 0 && recording === 0;
  function review(): void {
    clearTimeout(idleTimer);
    if (onIdle && isIdle()) idleTimer = setTimeout(onIdle.callback, onIdle.afterMs);
  }

  /** Goes on where dead servers stopped. */
  const revive = async (names: readonly string[]) => {
    for await (const stored of unsettledRuns(runs, names)) {
      const { header, view } = stored;
      const run = reopen(stored, now());
      if (!hasEnded(view.state)) {
        try {
          await sessions.resume(run, header.session);
          continue;
        } catch (thrown) {
          log(`run ${run.id} is lost: ${reasonOf(thrown)}`);
          loseRun(run, now());
        }
      }
      onRunEnded(run);
    }
    for await (const { header } of recentRuns(runs, names, now() - DAY_MS)) {
      commands.remember(header.session.user, header.command, header.at, { run: header.view.run });
    }
  };

  /** The same for servers that have died since this one started. */
  async function takeOver(): Promise<void> {
    if (closing) return;
    try {
      await revive(await adoptDead(servers, own, version));
    } catch (thrown) {
      log(`taking over from dead servers: ${reasonOf(thrown)}`);
    }
  }

  const expire = async () => {
    const unrecorded = new Set(shelf.unrecorded().map(({ id }) => id));
    const isNeeded = (run: RunId) => shelf.isWorking(run) || unrecorded.has(run);
    for (const expired of await expiredRuns(runs, retention, isNeeded, now())) {
      await removeExpired(runs, expired);
      shelf.forget(expired.run);
      await queries.endOfRun(expired.run);
    }
    for await (const expired of expiredRecords(store, retention, now())) await removeRecord(store, expired);
  };
  const expireSent = () =>
    cleanSent({ store, place }, sent, (session) => sessions.find(session) !== undefined, retention, now()).catch(
      (thrown: unknown) => log(`removing sent files: ${reasonOf(thrown)}`),
    );
  const hourly = setInterval(() => {
    void shelf.adopt();
    for (const run of shelf.unrecorded()) void record(run);
    expire().catch((thrown: unknown) => log(`removing expired runs: ${reasonOf(thrown)}`));
    void expireSent();
  }, HOUR_MS);
  hourly.unref();

  let closing: Promise<void> | undefined;
  await adoptDead(servers, own, version).catch((thrown: unknown) => {
    throw diskError(thrown, servers);
  });
  await revive(await readdir(runs));
  await expire();
  await expireSent();

  const folder = new OwnFolder(own);
  folder.onGone((error) => sessions.loseAll(error));
  const parquet = options.parquet ?? parquetMaker({ cacheFolder: cacheFolder() });
  const answering = answers({ sessions, queries, past, commands, scratch, store, sent, parquet, now });

  return {
    welcome: (who) => ({
      server: options.name,
      version,
      features: choosesPython ? [CHOSEN_PYTHON] : [],
      engines: sessions.enginesOf(who).map(({ name, label }) => ({ name, label })),
    }),
    async answer<K extends Ask["t"]>(ask: AskOf<K>, who: Who, signal: AbortSignal) {
      review();
      const gone = folder.look();
      if (gone) throw gone;
      try {
        return await answering[ask.t](ask, who, signal);
      } catch (thrown) {
        throw folder.look() ?? thrown;
      }
    },
    hold: (_, held) => sessions.hold(held, 1),
    gone: (_, held) => sessions.hold(held, -1),
    get idle() {
      return isIdle();
    },
    look() {
      const states = [...shelf.working()].map((run) => run.journal.view.state);
      const count = (state: RunView["state"]) => states.filter((one) => one === state).length;
      return { sessions: sessions.look(), runs: { queued: count("queued"), running: count("running") } };
    },
    onIdle(afterMs, callback) {
      onIdle = { afterMs, callback };
      review();
    },
    onGone: (callback) => folder.onGone(callback),
    close: () =>
      (closing ??= (async () => {
        folder.leave();
        onIdle = undefined;
        clearTimeout(idleTimer);
        clearInterval(hourly);
        await queries.close();
        await sessions.closeAll();
        await shelf.recorded();
        if (!folder.look()) await lock.release();
      })()),
  };
}
