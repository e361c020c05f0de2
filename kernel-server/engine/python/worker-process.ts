import { spawn } from "node:child_process";
import { BetweenError } from "../../../protocol/errors.ts";
import { readMessage } from "./messages.ts";
import type { FromWorker } from "./messages.ts";
import { shell } from "./program/shell.ts";
import { supervisor } from "./program/supervisor.ts";

export type WorkerProcessOptions = {
  /** The program and what stands before it: `[sudo, -n, -u, analyst, --, /…/python]`. */
  command: readonly string[];
  /** Of the cells; not of the command's own start, which gets the paths of programs alone. */
  env: Readonly<Record<string, string>>;
  /** Cells get a home of their own, which goes with the worker. */
  ownHome: boolean;
  /** Bytes of all its processes, above which they are ended. */
  memoryLimit: number;
  /** What the shell is told, through its standard input; the only place for a token. */
  hello: Readonly<Record<string, string>>;
};

/** The processes of a worker and the line to them. */
export type WorkerProcess = {
  send(line: string): void;
  /** The next message, at the pace of whoever takes them; `undefined` when the process is gone. */
  next(): Promise<Exclude<FromWorker, { t: "memory" | "ended" }> | undefined>;
  /** Bytes of all its processes, as last told. */
  memory(): number | undefined;
  /** With the reason when it died, without when it was closed. */
  ended: Promise<BetweenError | undefined>;
  /** Ends it at once. */
  kill(): void;
  close(): Promise<void>;
};

/** For the first process to end the others when its standard input closes. */
const CLOSING_MS = 4_000;
const TEXT_TAIL = 4_000;
/** Bytes of one line; the longest of ours has a frame of 16 MB as base64. */
const LINE_BYTES = 64 * 1024 * 1024;

/** Starts the processes. They end with this one, which is when their standard input closes. */
export function startWorkerProcess(options: WorkerProcessOptions): WorkerProcess {
  const [program = "", ...before] = options.command;
  const child = spawn(program, [...before, "-I", "-c", supervisor], {
    stdio: ["pipe", "pipe", "pipe"],
    windowsHide: true,
    // What stands in an environment at a process' start can be read for as long as it lives.
    env: { PATH: options.env["PATH"], HOME: options.env["HOME"], LANG: "C.UTF-8" },
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr = (stderr + text).slice(-TEXT_TAIL)));
  // What is written to a process that died is no news.
  child.stdin.on("error", () => undefined);
  const { env, ownHome, memoryLimit, hello } = options;
  child.stdin.write(`${JSON.stringify({ ...hello, program: shell, env, ownHome, memoryLimit })}\n`);

  let said = "";
  let closed = false;
  let bytes: number | undefined;
  let last: Extract<FromWorker, { t: "ended" }> | undefined;
  const exit = new Promise<{ how: string; cause?: unknown }>((resolve) => {
    child.on("error", (cause) => resolve({ how: cause.message, cause }));
    child.on("close", (code, by) => resolve({ how: by === null ? `exit code ${code}` : `signal ${by}` }));
  });
  const ended = exit.then(({ how, cause }) => {
    if (closed) return undefined;
    if (last?.why === "memory")
      return new BetweenError("python.out-of-memory", { limit: Math.round(memoryLimit / 1024 / 1024) });
    if (last?.why === "stuck") return new BetweenError("python.not-stopping");
    if (last?.why === "lost") return new BetweenError("python.line-closed");
    const text = `${said}${stderr}`.trim();
    const told = last && (last.signal === undefined ? `exit code ${last.code}` : `signal ${last.signal}`);
    return new BetweenError("python.died", { how: told ?? how }, { ...(text !== "" && { engineText: text }), cause });
  });

  const lines = linesOf(child.stdout);
  const next: WorkerProcess["next"] = async () => {
    for (;;) {
      const line = await lines.next().catch((thrown: unknown) => {
        if (!cut) throw thrown;
      });
      if (!line || line.done) return undefined;
      const message = messageOf(line.value);
      // What stands before Python may have words of its own, such as the notice of a container's program.
      if (!message) said = `${said}${line.value}\n`.slice(-TEXT_TAIL);
      else if (message.t === "memory") bytes = message.bytes;
      else if (message.t === "ended") last = message;
      else return message;
    }
  };
  let cut = false;
  const endNow = () => {
    cut = true;
    child.kill("SIGKILL");
    // What it has started may hold them open.
    for (const stream of [child.stdout, child.stderr]) stream.destroy();
  };
  const kill = () => {
    child.stdin.end("kill\n");
    const late = setTimeout(endNow, CLOSING_MS);
    void exit.then(() => clearTimeout(late));
  };
  return {
    send: (line) => void child.stdin.write(`${line}\n`),
    next,
    memory: () => bytes,
    ended,
    kill,
    async close() {
      closed = true;
      const late = setTimeout(endNow, CLOSING_MS);
      child.stdin.end();
      // What it still says is of no use to anybody, but it ends only when it was read.
      while ((await next()) !== undefined);
      await exit;
      clearTimeout(late);
    },
  };
}

/** `undefined` for what is no message. */
function messageOf(line: string): FromWorker | undefined {
  try {
    return readMessage(line);
  } catch {
    return undefined;
  }
}

/** Whole lines, read no faster than they are taken: a program that prints without end waits for us. */
async function* linesOf(stream: AsyncIterable<Buffer>): AsyncGenerator<string, undefined> {
  let parts: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    let from = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      yield Buffer.concat([...parts, chunk.subarray(from, end)]).toString();
      [parts, bytes, from] = [[], 0, end + 1];
    }
    if (from < chunk.length) parts.push(chunk.subarray(from));
    bytes += chunk.length - from;
    // None of ours: what is still to come of it is no message either.
    if (bytes > LINE_BYTES) [parts, bytes] = [[], 0];
  }
  return undefined;
}
