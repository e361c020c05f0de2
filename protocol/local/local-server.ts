import { spawn, type ChildProcess } from "node:child_process";
import { open, readFile, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "../client.ts";
import { dial } from "../dial.ts";
import { BetweenError } from "../errors.ts";
import { acquireLock, isAlive } from "./lock.ts";
import { makeFolder } from "./make-folder.ts";
import { probeFolder } from "./probe-folder.ts";
import { localFolder, readServerFile, serverFilePath } from "./server-file.ts";
import type { ServerFile } from "./server-file.ts";
import { stateFolder } from "./state-folders.ts";

export type LocalServerOptions = {
  /** Of the running code, which the server must share: `buildVersion()`. */
  version: string;
  /** Absolute path of the kernel-server's main file, a source or a bundle. */
  entry: string;
  state?: string;
};

const POLL_MS = 20;
/** From the start of the process to its `server.json`; the engine is set up later, by the first session. */
const START_MS = 30_000;
/** A server on this machine that lives says hello within this time. */
const HELLO_MS = 5_000;
const LOG_LINES = 20;

/** The local server of this user and version if one runs; starts nothing. Throws `wire.cancelled`. */
export async function runningServer(
  { version, state = stateFolder() }: Pick<LocalServerOptions, "version" | "state">,
  signal?: AbortSignal,
): Promise<{ url: string; token: string } | undefined> {
  return await findRunning(serverFilePath(state, version), version, signal);
}

/**
 * The one local server of this user and version: the one that runs, else a new one, which outlives this process. Throws
 * `wire.server-start` with the end of its log, `server.state-folder`, `wire.cancelled`.
 */
export async function localServer(
  options: LocalServerOptions,
  signal?: AbortSignal,
): Promise<{ url: string; token: string }> {
  const { version, state = stateFolder() } = options;
  const path = serverFilePath(state, version);
  const running = await findRunning(path, version, signal);
  if (running) return running;
  const folder = localFolder(state, version);
  try {
    const lock = await acquireLock(join(folder, "lock"), signal);
    try {
      return (await findRunning(path, version, signal)) ?? (await start(folder, options, path, signal));
    } finally {
      await lock.release();
    }
  } catch (thrown) {
    if (thrown instanceof BetweenError) throw thrown;
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw new BetweenError("server.state-folder", { path: state, reason }, { cause: thrown });
  }
}

async function findRunning(path: string, version: string, signal?: AbortSignal): Promise<ServerFile | undefined> {
  const file = await readServerFile(path);
  if (!file || file.version !== version || !isAlive(file.pid)) return undefined;
  const late = AbortSignal.timeout(HELLO_MS);
  const either = signal ? AbortSignal.any([signal, late]) : late;
  try {
    const client = await connect(() => dial(file.url, { token: file.token, signal: either }), {
      client: `between ${version}`,
      times: { hello: HELLO_MS },
    });
    client.close();
    return file;
  } catch (thrown) {
    if (signal?.aborted) throw thrown;
    return undefined; // Another process has its id or its port; what answers is not our server.
  }
}

async function start(
  folder: string,
  { version, entry, state = stateFolder() }: LocalServerOptions,
  path: string,
  signal?: AbortSignal,
): Promise<ServerFile> {
  if (signal?.aborted) throw new BetweenError("wire.cancelled");
  await makeFolder(folder);
  const log = join(folder, "server.log");
  await rename(log, join(folder, "server.previous.log")).catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code !== "ENOENT") throw thrown;
  });
  const output = await open(log, "a", 0o600);
  const child = spawn(process.execPath, [entry, "--local", version, "--state", state], {
    cwd: folder,
    detached: true,
    windowsHide: true,
    stdio: ["ignore", output.fd, output.fd],
    // VS Code's own executable runs a script as Node does only with this.
    env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" },
  });
  child.unref();
  try {
    return await untilWritten(child, path, log, signal);
  } finally {
    await output.close();
  }
}

async function untilWritten(child: ChildProcess, path: string, log: string, signal?: AbortSignal): Promise<ServerFile> {
  let failed: string | undefined;
  child.once("error", (error) => (failed = error.message));
  child.once("exit", (code, by) => (failed = by ?? `exit code ${code ?? "unknown"}`));
  const deadline = performance.now() + START_MS;
  while (failed === undefined) {
    const file = await readServerFile(path);
    if (file && file.pid === child.pid) return file;
    if (signal?.aborted) throw new BetweenError("wire.cancelled");
    if (performance.now() > deadline) {
      failed = `no answer within ${START_MS / 1000} s`;
      child.kill("SIGKILL");
    } else await sleep(POLL_MS);
  }
  // A full disk keeps the server from starting, and its log from saying so.
  await probeFolder(dirname(log));
  const lines = (await readFile(log, "utf8")).trimEnd().split("\n").slice(-LOG_LINES).join("\n");
  throw new BetweenError("wire.server-start", { exit: failed, log, lines });
}
