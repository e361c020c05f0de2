import { stateFolder } from "../../protocol/local/state-folders.ts";
import type {
  CellsSettings,
  Limits,
  PythonSettings,
  RetentionSettings,
  Settings,
  WorkersSettings,
} from "./settings.ts";

type Given<T> = { [K in keyof T]?: T[K] | undefined };

/** What an author may leave out. */
export type GivenSettings = Given<Omit<Settings, "retention" | "limits" | "python" | "cells" | "workers">> & {
  retention?: Given<RetentionSettings> | undefined;
  limits?: Given<Limits> | undefined;
  python?: Given<PythonSettings> | undefined;
  cells?: Given<CellsSettings> | undefined;
  workers?: (Given<WorkersSettings> & Pick<WorkersSettings, "group" | "engine" | "max">) | undefined;
};

const PORT = 8787;
/** Engines of a server that is told of none, by name and kind. */
const ENGINE_KINDS = ["embedded", "local-spark"] as const;
export const ENGINES: readonly string[] = ENGINE_KINDS;

const RETENTION: RetentionSettings = { spoolDays: 14, spoolBytes: 20e9, journalDays: 14 };
/** The budget is 500 idle clients. One person has a few notebooks open; fifty is a program that forgets to close them. */
const LIMITS: Limits = { sockets: 2000, sessions: 50, idleMs: 3_600_000 };
/** An instance is paid for by the second, from its first minute on; starting one takes about as long as this. */
const WORKERS_IDLE_MS = 5 * 60_000;

/** Fills in the defaults, the one place that knows them. */
export function completeSettings(given: GivenSettings, env: NodeJS.ProcessEnv = process.env): Settings {
  const { retention = {}, limits = {}, python = {}, cells = {}, workers, tls, ...rest } = given;
  const host = rest.host ?? "127.0.0.1";
  const state = rest.state ?? { kind: "folder", path: stateFolder(env) };
  const s3 = state.kind === "s3" ? state.s3 : {};
  return {
    name: rest.name ?? host,
    host,
    port: rest.port ?? PORT,
    hosts: rest.hosts ?? [],
    ...(tls && { tls }),
    insecure: rest.insecure ?? false,
    state,
    data: rest.data ?? (state.kind === "folder" ? state.path : stateFolder(env)),
    retention: { ...RETENTION, ...present(retention) },
    limits: { ...LIMITS, ...present(limits) },
    engines: rest.engines ?? ENGINE_KINDS.map((kind) => ({ name: kind, kind, conf: {}, s3 })),
    python: present(python),
    cells: present(cells),
    ...(workers && {
      workers: {
        idleMs: WORKERS_IDLE_MS,
        ...present(workers),
        group: workers.group,
        engine: workers.engine,
        max: workers.max,
      },
    }),
    log: rest.log ?? "text",
    metrics: rest.metrics ?? "guarded",
  };
}

/** Without the keys that have no value, so that defaults are not covered by nothing. */
function present<T extends object>(given: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  // SAFETY: what is left out are the undefined values alone.
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
