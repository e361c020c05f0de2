import { spawn } from "node:child_process";
import { availableParallelism, totalmem } from "node:os";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { BetweenError, type Code } from "../../../protocol/errors.ts";
import { launcher } from "./launcher.ts";
import { packagesOfCells } from "./packages-of-cells.ts";
import { processMemory } from "./process-memory.ts";

export type SailProcess = {
  port: number;
  /** Bytes of memory that it takes. */
  memory(): Promise<number | undefined>;
  /** Fires when the process is gone, with `engine.died` as its reason unless it was stopped by us. */
  gone: AbortSignal;
  ended: Promise<BetweenError | undefined>;
  /**
   * Returns when the process does nothing any more. An interrupted query that goes on computing is ended with its
   * process: Sail 0.7.2 stops a query where it waits for something, which a cross join may not do for hours.
   */
  quieten(): Promise<void>;
  /** Returns when the process is gone. */
  stop(): Promise<void>;
};

export type SailProcessOptions = {
  /** Of the environment. */
  python: string;
  folder: string;
  scratch: string;
  memoryLimitBytes: number | undefined;
  /** How Sail reaches S3: AWS' variables (`awsEnvironment`). */
  aws: Readonly<Record<string, string | undefined>>;
};

/** Time to end by itself when its standard input closes. */
const GRACE_MS = 2_000;
/** How long an interrupted query may still compute (who interrupts waits for it, and two seconds are long), and how often it is looked at. */
const STOPPING_MS = 1_500;
const LOOK_MS = 100;
/** Of one core, in so many looks on end: nothing computes. One look could fall into a pause that a busy machine makes. */
const IDLE_SHARE = 0.05;
const IDLE_LOOKS = 3;
const STDERR_TAIL = 4_000;
/** Sessions last as long as their process does; Sail would end idle ones after 15 minutes. */
const SESSION_TIMEOUT_S = 86_400;
/**
 * A query takes as many threads as there are cores, and a cross join keeps each for as long as it computes. By default
 * there are no others, and on two cores a sort beside it, an interrupt too, waited more than a minute (0.7.2); with these 20 ms.
 */
const LEAST_THREADS = 8;

/** Starts a Sail of its own for a session and waits until it listens (0.15 s, 48 MB). */
export async function startSail(options: SailProcessOptions, signal: AbortSignal): Promise<SailProcess> {
  signal.throwIfAborted();
  const limit = Math.floor(options.memoryLimitBytes ?? totalmem() / 4);
  const child = spawn(options.python, ["-I", "-c", launcher, packagesOfCells(options.scratch)], {
    cwd: options.folder,
    stdio: ["pipe", "pipe", "pipe"],
    windowsHide: true,
    env: {
      TOKIO_WORKER_THREADS: String(Math.max(LEAST_THREADS, 2 * availableParallelism())),
      ...process.env,
      ...options.aws,
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
  let abandoned = false;
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
    const died = abandoned ? new BetweenError("engine.not-stopping") : failure("engine.died", left);
    gone.abort(died);
    return stopped ? undefined : died;
  });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async (key: string): Promise<number | undefined> => {
    for (;;) {
      const { value, done } = await answers.next();
      if (done) return undefined;
      const match = new RegExp(`"${key}":\\s*([\\d.e+-]+)`).exec(value);
      if (match) return Number(match[1]);
    }
  };

  const quieten = async () => {
    const look = async () => {
      child.stdin.write("\n");
      return { cpu: (await answer("cpu")) ?? 0, at: performance.now() / 1000 };
    };
    const until = performance.now() + STOPPING_MS;
    let idle = 0;
    for (let last = await look(); !gone.signal.aborted && performance.now() < until;) {
      await sleep(LOOK_MS);
      const now = await look();
      idle = now.cpu - last.cpu < IDLE_SHARE * (now.at - last.at) ? idle + 1 : 0;
      if (idle === IDLE_LOOKS) return;
      last = now;
    }
    abandoned = !gone.signal.aborted;
    child.kill("SIGKILL");
    await ended;
  };
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
    const port = await answer("port");
    if (port === undefined)
      throw signal.aborted ? new BetweenError("engine.interrupted") : failure("engine.start-failed", await exit);
    const memory = async () => (child.pid === undefined ? undefined : processMemory(child.pid));
    return { port, memory, gone: gone.signal, ended, quieten, stop };
  } finally {
    signal.removeEventListener("abort", kill);
  }
}
