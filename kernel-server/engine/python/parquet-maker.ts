import { spawn } from "node:child_process";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { BetweenError } from "../../../protocol/errors.ts";
import { distinctNames } from "../../../protocol/values/distinct-names.ts";
import type { PythonSettings } from "../../settings/settings.ts";
import type { EngineEvent } from "../engine.ts";
import { ensurePython } from "./environment.ts";
import { parquet } from "./program/parquet.ts";

/** What an engine reads, for as long as the signal lets it. */
type Rows = (signal: AbortSignal) => AsyncIterable<EngineEvent>;

/**
 * Sees to it that Parquet can be written here, and gives what writes it: all rows as the bytes of one file, as they come.
 * Throws `storage.parquet-*`; while it writes also what the rows throw, and `engine.interrupted` when aborted.
 */
export type ParquetMaker = (signal: AbortSignal) => Promise<(rows: Rows) => AsyncGenerator<Uint8Array>>;

const CANNOT_STAND = 3;
const STDERR_TAIL = 4_000;
const refused = z.object({ column: z.string(), type: z.string() });

/** PyArrow's, in a process of its own, with the environment of Python cells: made on first use, pinned by hashes. */
export function parquetMaker(options: { cacheFolder: string; settings?: PythonSettings }): ParquetMaker {
  const { cacheFolder, settings = {} } = options;
  return async (signal) => {
    if (process.platform === "win32") throw new BetweenError("storage.parquet-windows");
    const { interpreter } = settings;
    const named = interpreter === undefined ? {} : { python: interpreter };
    const failures = { offline: "storage.parquet-offline", failed: "storage.parquet-setup" } as const;
    const python = await ensurePython({ cacheFolder, wanted: [], failures, ...named }, signal);
    return (rows) => written(python, rows, signal);
  };
}

async function* written(python: string, rows: Rows, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const over = new AbortController();
  const within = AbortSignal.any([signal, over.signal]);
  const child = spawn(python, ["-I", "-c", parquet], {
    stdio: ["pipe", "pipe", "pipe"],
    // Nothing of the server's environment is needed there.
    env: { PATH: process.env["PATH"], LANG: "C.UTF-8" },
    signal: within,
    killSignal: "SIGKILL",
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr = (stderr + text).slice(-STDERR_TAIL)));
  const ended = new Promise<number | undefined>((resolve) => {
    // It did not start, or was told to end; what closes tells the rest.
    child.on("error", (cause) => (stderr ||= cause.message));
    child.on("close", (code) => resolve(code ?? undefined));
  });
  const given = pipeline(framed(rows(within)), child.stdin).then(
    () => undefined,
    (thrown: unknown) => BetweenError.from(thrown),
  );
  try {
    for await (const part of child.stdout) if (part instanceof Uint8Array) yield part;
    const [code, failed] = [await ended, await given];
    if (signal.aborted) throw new BetweenError("engine.interrupted");
    if (code === CANNOT_STAND) throw new BetweenError("storage.parquet-type", refused.parse(JSON.parse(stderr)));
    // When the program fails, what is given to it fails too, and only with a broken pipe.
    if (code !== 0 && stderr !== "")
      throw new BetweenError("storage.parquet-failed", {}, { engineText: stderr.trim() });
    if (failed) throw failed;
    if (code !== 0) throw new BetweenError("storage.parquet-failed");
  } finally {
    over.abort();
    await Promise.all([ended, given]);
  }
}

/** As the program takes them. */
async function* framed(events: AsyncIterable<EngineEvent>): AsyncGenerator<Buffer> {
  let begun = false;
  for await (const event of events) {
    if (event.t === "schema" && !begun) {
      begun = true;
      yield Buffer.from(`${JSON.stringify(distinctNames(event.schema.map(({ name }) => name)))}\n`);
    }
    if (event.t === "batch") yield Buffer.concat([lengthOf(event.ipc), event.ipc]);
  }
  yield lengthOf(new Uint8Array());
}

function lengthOf(bytes: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return length;
}
