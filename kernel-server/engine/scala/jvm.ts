import { spawn } from "node:child_process";
import { randomBytes, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { BetweenError } from "../../../protocol/errors.ts";
import { processMemory } from "../sail/process-memory.ts";
import { type FromWorker, type ToWorker, readMessage } from "./messages.ts";

export type JvmOptions = {
  /** The program. */
  java: string;
  args: readonly string[];
  /** Of the heap, in MiB; told when it was not enough. */
  memoryMiB: number;
  folder: string;
  env: NodeJS.ProcessEnv;
  /** What the worker reads from its standard input, besides the way back to us; the only place for a token. */
  start: Readonly<Record<string, string>>;
};

/** A process of Java and the line to it. */
export type Jvm = {
  send(message: ToWorker): void;
  /** The next message, at the pace of whoever takes them; `undefined` when the process is gone. */
  next(): Promise<FromWorker | undefined>;
  memory(): Promise<number | undefined>;
  /** With the reason when it died, without when it was closed. */
  ended: Promise<BetweenError | undefined>;
  /** Ends it at once, for a reason. */
  kill(reason: BetweenError): void;
  close(): Promise<void>;
};

/** Time to end by itself when its standard input closes. */
const CLOSING_MS = 2_000;
const TAIL = 6_000;

/** Starts the process; returns when it has connected. Throws `scala.start-failed`, and why it ended. */
export async function startJvm(options: JvmOptions, signal: AbortSignal): Promise<Jvm> {
  if (signal.aborted) throw new BetweenError("engine.interrupted");
  const key = randomBytes(24).toString("base64url");
  const door = createServer();
  door.listen(0, "127.0.0.1");
  await once(door, "listening");

  const child = spawn(options.java, options.args, {
    cwd: options.folder,
    env: options.env,
    stdio: ["pipe", "pipe", "pipe"],
    windowsHide: true,
  });
  const tail = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const)
    child[stream].setEncoding("utf8").on("data", (text: string) => (tail[stream] = (tail[stream] + text).slice(-TAIL)));
  // What is written to a process that died is no news.
  child.stdin.on("error", () => undefined);

  let reason: BetweenError | "closed" | undefined;
  const ended = new Promise<BetweenError | undefined>((resolve) => {
    child.on("error", (cause) => resolve(new BetweenError("scala.start-failed", { how: cause.message }, { cause })));
    child.on("close", (code, by) => {
      if (reason === "closed") resolve(undefined);
      else resolve(reason ?? whyEnded(code, by, tail, options.memoryMiB));
    });
  });
  void ended.then(() => door.close());
  const kill = (why: BetweenError) => {
    reason ??= why;
    child.kill("SIGKILL");
  };
  const interrupted = () => kill(new BetweenError("engine.interrupted"));
  signal.addEventListener("abort", interrupted, { once: true });

  try {
    const port = (door.address() as AddressInfo).port; // SAFETY: it listens on a port, not on a pipe.
    child.stdin.write(`${JSON.stringify({ ...options.start, port, key })}\n`);
    const line = await Promise.race([knock(door, key), ended]);
    door.close();
    if (line === undefined || line instanceof BetweenError) throw line ?? new BetweenError("engine.interrupted");
    return {
      send: (message) => void line.socket.write(`${JSON.stringify(message)}\n`),
      next: line.next,
      memory: async () => (child.pid === undefined ? undefined : processMemory(child.pid)),
      ended,
      kill,
      async close() {
        reason ??= "closed";
        child.stdin.end();
        const late = setTimeout(() => child.kill("SIGKILL"), CLOSING_MS);
        await ended;
        clearTimeout(late);
      },
    };
  } finally {
    signal.removeEventListener("abort", interrupted);
  }
}

type Line = { socket: Socket; next: Jvm["next"] };

/** The first connection that shows the key, which only our process was told. */
function knock(door: ReturnType<typeof createServer>, key: string): Promise<Line> {
  return new Promise((resolve) => {
    door.on("connection", (socket) => {
      socket.on("error", () => undefined);
      const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
      let open = true;
      const next = async () => {
        // A process that is killed may leave the line torn instead of closed.
        const { value, done } = open
          ? await lines.next().catch(() => ({ value: "", done: true }))
          : { value: "", done: true };
        if (done) open = false;
        return done ? undefined : readMessage(value);
      };
      void next().then(
        (first) => {
          if (first?.t === "hello" && same(first.key, key)) resolve({ socket, next });
          else socket.destroy();
        },
        () => socket.destroy(), // Not one of ours.
      );
    });
  });
}

const same = (a: string, b: string) => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

function whyEnded(
  code: number | null,
  by: NodeJS.Signals | null,
  tail: { stdout: string; stderr: string },
  memoryMiB: number,
): BetweenError {
  const engineText = tail.stderr
    .split("\n")
    .filter((line) => !/ (?:INFO|WARN) |^Using Spark's default log4j/.test(line))
    .slice(-12)
    .join("\n")
    .trim();
  const more = engineText === "" ? {} : { engineText };
  // The JVM says it on its standard output, where cells cannot write.
  if (tail.stdout.includes("Terminating due to java.lang.OutOfMemoryError"))
    return new BetweenError("scala.out-of-memory", { limit: memoryMiB }, more);
  if (code !== null) return new BetweenError("scala.exited", { code }, more);
  return new BetweenError("scala.died", { how: `signal ${by}` }, more);
}
