import { statfs } from "node:fs/promises";
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from "prom-client";
import type { RunView } from "../../protocol/messages.ts";
import type { ServiceLook } from "../session/make-service.ts";
import type { Readiness } from "./readiness.ts";

export type MetricsGround = {
  version: string;
  /** The folder on this machine's disk that runs fill. */
  data: string;
  look(): ServiceLook;
  sockets(): number;
  ready(): Promise<Readiness>;
};

export type Metrics = {
  readonly contentType: string;
  text(): Promise<string>;
  runEnded(view: RunView): void;
};

/** Others are whatever somebody wrote into a notebook, and each name would be a series for good. */
const LANGUAGES = new Set(["sql", "python", "scala", "vega-lite"]);
/** In seconds: a cell takes from milliseconds to hours. */
const CELL_SECONDS = [0.01, 0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600];

/**
 * What a monitoring system asks for (Prometheus' text format): figures only, by engine, language and state, never by user or
 * notebook. Node's own (memory, event-loop lag, garbage collection) are among them.
 */
export function makeMetrics({ version, data, look, sockets, ready }: MetricsGround): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: "between_" });
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name: `between_${name}`, help, labelNames, registers });
  const counter = (name: string, help: string, labelNames: string[] = []) =>
    new Counter({ name: `between_${name}`, help, labelNames, registers });

  gauge("info", "The version that runs; always 1", ["version"]).set({ version }, 1);
  const connections = gauge("connections", "Clients that are connected");
  const sessions = gauge("sessions", "Open sessions", ["engine", "state"]);
  const active = gauge("runs_active", "Runs that have not ended", ["state"]);
  const waiting = gauge("cells_waiting", "Cells that were asked for and have not begun");
  const engineUp = gauge("engine_up", "Whether the engine can be reached", ["engine"]);
  const storeUp = gauge("store_up", "Whether the store of records can be written");
  const free = gauge("data_free_bytes", "Room on the disk of journals and results");
  const runs = counter("runs_total", "Runs that have ended", ["engine", "state"]);
  const cells = counter("cells_total", "Cells that have ended", ["engine", "language", "state"]);
  const bytes = counter("result_bytes_total", "Bytes of results that runs have kept", ["engine"]);
  const seconds = new Histogram({
    name: "between_cell_seconds",
    help: "How long cells took",
    labelNames: ["engine", "language"],
    buckets: CELL_SECONDS,
    registers,
  });

  const refresh = async () => {
    const { sessions: open, runs: unended } = look();
    connections.set(sockets());
    sessions.reset();
    for (const { engine, state } of open) sessions.inc({ engine, state });
    for (const [state, count] of Object.entries(unended)) active.set({ state }, count);
    waiting.set(open.reduce((sum, { cellsWaiting }) => sum + cellsWaiting, 0));
    const [found, disk] = await Promise.all([ready(), statfs(data)]);
    for (const [engine, isUp] of Object.entries(found.engines)) engineUp.set({ engine }, isUp ? 1 : 0);
    storeUp.set(found.store ? 1 : 0);
    free.set(disk.bavail * disk.bsize);
  };

  return {
    contentType: registry.contentType,
    async text() {
      await refresh();
      return registry.metrics();
    },
    runEnded({ engine, state, cells: all }) {
      const name = /\(([^()]+)\)$/.exec(engine)?.[1] ?? engine;
      runs.inc({ engine: name, state });
      for (const { kind, language: written = "", state: ended, ms, results } of all) {
        if (kind !== "code" || ended === undefined) continue;
        const language = LANGUAGES.has(written) ? written : "other";
        cells.inc({ engine: name, language, state: ended });
        if (ms !== undefined) seconds.observe({ engine: name, language }, ms / 1000);
        for (const result of results) bytes.inc({ engine: name }, result.bytes);
      }
    },
  };
}
