import { randomBytes, randomUUID } from "node:crypto";
import { chmodSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { dirname, join } from "node:path";
import { BetweenError } from "../protocol/errors.ts";
import { serverId } from "../protocol/ids.ts";
import { makeFolder } from "../protocol/local/make-folder.ts";
import { probeFolder } from "../protocol/local/probe-folder.ts";
import { cacheFolder } from "../protocol/local/state-folders.ts";
import { readServerFile, serverFilePath, writeServerFile } from "../protocol/local/server-file.ts";
import { serve } from "../protocol/serve.ts";
import type { Who } from "../protocol/service.ts";
import { makeCluster } from "./cluster/cluster.ts";
import { withWorkers } from "./cluster/with-workers.ts";
import { makeEngines, mayUseEngine } from "./engine/make-engines.ts";
import { makeWorkers } from "./engine/make-workers.ts";
import { parquetMaker } from "./engine/python/parquet-maker.ts";
import { ownPlaces } from "./engine/reserved-place.ts";
import { keepPrivate } from "./engine/sail/private-files.ts";
import { sameSecret } from "./door.ts";
import { listen } from "./listen.ts";
import { audited } from "./log/audited.ts";
import { makeLog } from "./log/log.ts";
import type { Log } from "./log/log.ts";
import { reasonOf } from "./log/reason-of.ts";
import { People } from "./people/people.ts";
import { makeService } from "./session/make-service.ts";
import { isLoopback } from "./settings/read-settings.ts";
import type { Settings } from "./settings/settings.ts";
import { hasCode } from "./store/fs-error.ts";
import { openStore } from "./store/open-store.ts";
import { checkExpiry, readTls } from "./tls-files.ts";
import type { TlsPair } from "./tls-files.ts";
import { makeMetrics } from "./web/metrics.ts";
import { makeReadiness } from "./web/readiness.ts";
import { web } from "./web/web.ts";

export type ServerOptions = {
  settings: Settings;
  /** The user's own server: told to others by `server.json`, leaves when nothing needs it. */
  local: boolean;
  version: string;
  /** The file that the settings were read from. */
  settingsFile?: string;
  /** Where lines of the log go; absent: standard error. */
  write?: (line: string) => void;
  /** Called when the server has ended by itself: `idle` where nothing needed it, `gone` where its folder was removed. */
  onEnd?: (why: "idle" | "gone") => void;
};

export type RunningServer = { url: string; tokenFile: string; close(): Promise<void> };

/** How long a local server stays after its last session, so that the next command finds it warm. */
const LINGER_MS = 60_000;
/** For followers to be told what became of their runs before a server without a folder leaves them. */
const TELL_MS = 250;
/** A bucket far away may take seconds to say that it is not there. */
const STORE_MS = 60_000;

/** Puts the parts together: engines, store, people, sessions, the door. Throws `server.*`, `settings.*`, `storage.*`. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { settings, local, version, settingsFile, write, onEnd } = options;
  const { data, limits, retention, tls, python, cells } = settings;
  const log = makeLog(settings.log, write);
  await usable(data);
  keepPrivate(secretFiles(settings, version));
  if (tls) warnOfExpiry(await readTls(tls), tls.cert, log);
  const opened = await openStore(settings.state, AbortSignal.timeout(STORE_MS));
  const { store } = opened;
  const id = serverId(randomUUID());

  const cluster = settings.workers && makeCluster({ settings: settings.workers, store, server: id, log });
  const ground = { limits, python, cacheFolder: cacheFolder(), env: process.env };
  const given = settingsFile === undefined ? [] : [settingsFile];
  const reserved = [ground.cacheFolder, ...given, ...(tls ? [dirname(tls.cert), dirname(tls.key)] : [])];
  const places = ownPlaces(data, opened.results, reserved);
  const engines = makeEngines(settings.engines, { ...ground, places }).map((engine) =>
    cluster && engine.name === settings.workers?.engine ? withWorkers(engine, cluster) : engine,
  );
  const ready = makeReadiness(store, settings.engines, process.env, log);
  // Made before the service, which may have runs of a dead server to end, and asked after the door is open.
  const metrics = makeMetrics({
    version,
    data,
    look: () => service.look(),
    sockets: () => door.sockets,
    ready,
  });
  const service = await makeService({
    ...opened,
    engines,
    workers: makeWorkers({ ...ground, cells, shared: !local }),
    parquet: parquetMaker({ cacheFolder: ground.cacheFolder, settings: python }),
    state: data,
    reserved,
    serverId: id,
    version,
    name: settings.name,
    log,
    idleMs: limits.idleMs,
    retention,
    sessionsPerUser: limits.sessions,
    choosesPython: local,
    mayUse: mayUseEngine(settings.engines),
    onRunEnded(view) {
      metrics.runEnded(view);
      const { run, user, state: became, engine, startedAt, endedAt } = view;
      const ms = startedAt !== undefined && endedAt !== undefined ? endedAt - startedAt : undefined;
      log("run ended", { run, user, state: became, engine, ms });
    },
  });

  const token = local ? randomBytes(32).toString("base64url") : keptToken(join(data, "token"));
  const owner: Who = { user: userInfo().username, role: "admin" };
  const people = new People(store, { log });
  const authenticate = (given: string) => (sameSecret(given, token) ? owner : people.admit(given));
  const watched = audited(service, log);
  const { host, port, hosts } = settings;
  const door = await listen({
    host,
    port,
    hosts,
    ...(tls && { tls }),
    sockets: limits.sockets,
    authenticate,
    connect(channel, who) {
      const { user, role } = who;
      log("connected", { user, role });
      channel.onClose((code) => log("disconnected", { user, code }));
      serve(channel, watched, who, { log });
    },
    answer: web({ ready, metrics, open: settings.metrics === "open", authenticate, log }),
    log,
  }).catch(async (thrown: unknown) => {
    await service.close();
    throw thrown;
  });

  const tokenFile = local ? serverFilePath(data, version) : join(data, "token");
  let closing: Promise<void> | undefined;
  const close = () =>
    (closing ??= (async () => {
      // A server that lost its folder may have a successor by now.
      if (local && (await readServerFile(tokenFile))?.token === token) rmSync(tokenFile, { force: true });
      people.close();
      await door.close();
      await service.close();
      for (const engine of engines) await engine.close?.();
      await cluster?.close();
    })());

  service.onGone((error) => {
    log("leaving", { level: "error", code: error.code, reason: error.message });
    setTimeout(() => void close().finally(() => onEnd?.("gone")), TELL_MS);
  });
  if (local) {
    await writeServerFile(tokenFile, { url: door.url, token, pid: process.pid, version });
    service.onIdle(LINGER_MS, () => void close().then(() => onEnd?.("idle")));
  }
  log("listening", { url: door.url, version, engines: engines.map(({ name }) => name).join(",") });
  warnOfSharedSail(settings, log);
  return { url: door.url, tokenFile, close };
}

/** What tells who somebody is: no query may read it. */
function secretFiles({ state, data, tls }: Settings, version: string): string[] {
  const people = state.kind === "folder" ? [join(state.path, "store", "people")] : [];
  const tokens = [join(data, "token"), serverFilePath(data, version), join(data, "logins")];
  return [...tokens, ...people, ...(tls ? [tls.key] : [])];
}

/** An expired certificate keeps every client out; a server that does not start could not take up a renewed one either. */
function warnOfExpiry(pair: TlsPair, file: string, log: Log): void {
  try {
    checkExpiry(pair, file, new Date());
  } catch (thrown) {
    log("the certificate has expired", { level: "warn", reason: reasonOf(thrown) });
  }
}

/** Sail knows no sign-in: its processes trust whoever is on the machine, and read what the server may read. */
function warnOfSharedSail({ engines, host, insecure }: Settings, log: Log): void {
  const open = engines.find(({ kind, allow }) => kind === "embedded" && !allow);
  if (!open || (isLoopback(host) && !insecure)) return;
  log("everybody may use the embedded engine, which runs with the rights of this server", {
    level: "warn",
    engine: open.name,
  });
}

/** Fails early and clearly where journals could not be written later. */
async function usable(folder: string): Promise<void> {
  try {
    await makeFolder(folder);
    await probeFolder(folder);
  } catch (cause) {
    throw new BetweenError("server.state-folder", { path: folder, reason: reasonOf(cause) }, { cause });
  }
}

/** A foreground server keeps its token in a file of its own, readable by its user alone, over restarts. */
function keptToken(file: string): string {
  try {
    const kept = readFileSync(file, "utf8").trim();
    if (kept.length >= 32) {
      chmodSync(file, 0o600);
      return kept;
    }
  } catch (error) {
    if (!hasCode(error, "ENOENT")) throw error;
  }
  const token = randomBytes(32).toString("base64url");
  writeFileSync(file, `${token}\n`, { mode: 0o600 });
  return token;
}
