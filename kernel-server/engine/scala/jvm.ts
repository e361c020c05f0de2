import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { randomBytes, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { BetweenError } from "../../../protocol/errors.ts";
import { carrier } from "./carrier.ts";
import { type FromWorker, type ToWorker, readMessage } from "./messages.ts";
import { treeMemory } from "./tree-memory.ts";

export type JvmOptions = {
  /** The program. */
  java: string;
  args: readonly string[];
  /** Of the heap, in MiB; told when it was not enough. */
  memoryMiB: number;
  /** Where it starts. */
  folder: string;
  env: NodeJS.ProcessEnv;
  /** A plain child of this process, with its temporary files there; or behind that command line, with a folder of its own. */
  place: { scratch: string } | { behind: readonly string[] };
  /** Milliseconds that it may take to connect. */
  startMs: number;
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

/** Time to end by itself when its line closes, or to be ended by what carries it. */
const CLOSING_MS = 2_000;
const TAIL = 6_000;

/** Starts the process; returns when it has connected. Throws `scala.start-*`, and why it ended. */
export async function startJvm(options: JvmOptions, signal: AbortSignal): Promise<Jvm> {
  if (signal.aborted) throw new BetweenError("engine.interrupted");
  const key = randomBytes(24).toString("base64url");
  const door = createServer();
  door.listen(0, "127.0.0.1");
  await once(door, "listening");

  const child = spawnJvm(options);
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
  const endNow = () => {
    child.kill("SIGKILL");
    // What it has started may hold them open.
    for (const stream of [child.stdout, child.stderr]) stream.destroy();
  };
  const end = () => {
    if ("scratch" in options.place) return endNow();
    child.stdin.destroy();
    const late = setTimeout(endNow, CLOSING_MS);
    void ended.then(() => clearTimeout(late));
  };
  const kill = (why: BetweenError) => {
    reason ??= why;
    end();
  };
  const interrupted = () => kill(new BetweenError("engine.interrupted"));
  signal.addEventListener("abort", interrupted, { once: true });
  const { startMs } = options;
  const late = setTimeout(() => kill(new BetweenError("scala.start-timeout", { seconds: startMs / 1000 })), startMs);

  try {
    const port = (door.address() as AddressInfo).port; // SAFETY: it listens on a port, not on a pipe.
    child.stdin.write(`${JSON.stringify({ ...options.start, port, key })}\n`);
    const line = await Promise.race([knock(door, key), ended]);
    door.close();
    if (line === undefined || line instanceof BetweenError)
      throw withText(line ?? new BetweenError("engine.interrupted"), tail);
    return {
      send: (message) => void line.socket.write(`${JSON.stringify(message)}\n`),
      async next() {
        try {
          return await line.next();
        } catch (thrown) {
          kill(new BetweenError("internal", { reason: "a Scala worker said what is no message" }, { cause: thrown }));
          return undefined;
        }
      },
      memory: async () => (child.pid === undefined ? undefined : treeMemory(child.pid)),
      ended,
      kill,
      async close() {
        reason ??= "closed";
        line.socket.destroy();
        const late = setTimeout(end, CLOSING_MS);
        await ended;
        clearTimeout(late);
      },
    };
  } finally {
    clearTimeout(late);
    signal.removeEventListener("abort", interrupted);
  }
}

function spawnJvm({ place, java, args, folder, env }: JvmOptions): ChildProcessWithoutNullStreams {
  const common = { env, windowsHide: true };
  if ("scratch" in place)
    return spawn(java, [`-Djava.io.tmpdir=${place.scratch}`, ...args], { ...common, cwd: folder });
  const [program = "", ...more] = [...place.behind, "bash", "-c", carrier, "between", folder, java, ...args];
  // Whoever it runs as may not enter the folder that this process stands in.
  return spawn(program, more, { ...common, cwd: "/" });
}

/** With the last of what the process printed, where the error has no text yet. */
function withText(error: BetweenError, tail: { stderr: string; stdout: string }): BetweenError {
  const text = `${tail.stdout}${tail.stderr}`.trim();
  if (error.engineText !== undefined || text === "") return error;
  return new BetweenError(error.code, error.args, { engineText: text, cause: error });
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
