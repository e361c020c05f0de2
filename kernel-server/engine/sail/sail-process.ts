import { spawn } from "node:child_process";
import { totalmem } from "node:os";
import { BetweenError, type Code } from "../../../protocol/errors.ts";
import { launcher } from "./launcher.ts";

export type SailProcess = {
  port: number;
  /** Fires when the process is gone, with `engine.died` as its reason unless it was stopped by us. */
  gone: AbortSignal;
  ended: Promise<BetweenError | undefined>;
  /** Returns when the process is gone. */
  stop(): Promise<void>;
};

export type SailProcessOptions = {
  /** Of the environment. */
  python: string;
  folder: string;
  scratch: string;
  memoryLimitBytes: number | undefined;
};

/** Time to end by itself when its standard input closes. */
const GRACE_MS = 2_000;
const STDERR_TAIL = 4_000;
/** Sessions last as long as their process does; Sail would end idle ones after 15 minutes. */
const SESSION_TIMEOUT_S = 86_400;

/** Starts a Sail of its own for a session and waits until it listens (0.15 s, 48 MB). */
export async function startSail(options: SailProcessOptions, signal: AbortSignal): Promise<SailProcess> {
  signal.throwIfAborted();
  const limit = Math.floor(options.memoryLimitBytes ?? totalmem() / 4);
  const child = spawn(options.python, ["-I", "-c", launcher], {
    cwd: options.folder,
    stdio: ["pipe", "pipe", "pipe"],
    windowsHide: true,
    env: {
      ...process.env,
      // The default pool knows no limit. `fair` spills, and held to 512 MB where `greedy` peaked at 1.5 GB.
      SAIL_RUNTIME__MEMORY_POOL__TYPE: "fair",
      SAIL_RUNTIME__MEMORY_POOL__FAIR__MAX_SIZE: String(limit),
      SAIL_RUNTIME__TEMPORARY_FILES__PATHS: JSON.stringify([options.scratch]),
      SAIL_SPARK__SESSION_TIMEOUT_SECS: String(SESSION_TIMEOUT_S),
      RUST_LOG: "warn",
    },
  });
  let stderr = "";
  let stopped = false;
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr = (stderr + text).slice(-STDERR_TAIL)));
  // What is written to a process that died is no news.
  child.stdin.on("error", () => undefined);

  const exit = new Promise<{ how: string; cause?: unknown }>((resolve) => {
    child.on("error", (cause) => resolve({ how: cause.message, cause }));
    // "close", not "exit": by then all that it wrote to stderr has arrived.
    child.on("close", (code, by) => resolve({ how: by === null ? `exit code ${code}` : `signal ${by}` }));
  });
  const failure = (code: Code, { how, cause }: { how: string; cause?: unknown }) =>
    new BetweenError(code, { how }, { ...(stderr.trim() !== "" && { engineText: stderr.trim() }), cause });
  const gone = new AbortController();
  const ended = exit.then((left) => {
    const died = failure("engine.died", left);
    gone.abort(died);
    return stopped ? undefined : died;
  });
  const port = new Promise<number>((resolve, reject) => {
    let line = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      line = (line + text).slice(-STDERR_TAIL);
      const match = /"port":\s*(\d+)/.exec(line);
      if (match) resolve(Number(match[1]));
    });
    void exit.then((left) =>
      reject(signal.aborted ? new BetweenError("engine.interrupted") : failure("engine.start-failed", left)),
    );
  });

  const stop = async () => {
    stopped = true;
    child.stdin.end();
    const kill = setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
    await ended;
    clearTimeout(kill);
  };
  const kill = () => child.kill("SIGKILL");
  signal.addEventListener("abort", kill, { once: true });
  try {
    return { port: await port, gone: gone.signal, ended, stop };
  } finally {
    signal.removeEventListener("abort", kill);
  }
}
