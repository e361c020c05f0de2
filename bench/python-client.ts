/**
 * PySpark's own client on the same kind of Sail, for comparison. It lives in a virtual environment for benches alone, made
 * on first use under the cache folder (it needs the network once); the product uses none of it.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { access, mkdir, rm, writeFile } from "node:fs/promises";
import { totalmem } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { SAIL_VERSION } from "../kernel-server/engine/sail/requirements.ts";
import { cacheFolder } from "../protocol/local/state-folders.ts";

/** What PySpark's client needs, exactly; pandas above 2 is not fully supported by it. */
const pins = [
  `pysail==${SAIL_VERSION}`,
  "pyspark-client==4.2.0",
  "grpcio==1.85.1",
  "grpcio-status==1.85.1",
  "googleapis-common-protos==1.76.0",
  "numpy==2.4.6",
  "pandas==2.3.3",
  "pyarrow==26.0.1",
  "PyYAML==6.0.3",
  "zstandard==0.25.0",
];

/** A Python that answers one request (a JSON line) at a time, with its own Sail behind it. */
export type PythonClient = {
  /** Milliseconds that the client needed, and what `python-client.py` says of the rows. */
  ask<T>(request: Request): Promise<T>;
  stop(): Promise<void>;
};

export type Request =
  | { do: "source"; name: string; path: string; schema: string }
  /** `repeat` times; answers {ms: number[], rows}. */
  | { do: "rows"; sql: string; repeat: number }
  /** Reads the result as Arrow batches without keeping them; answers {ms, rows, bytes}. */
  | { do: "stream"; sql: string };

export async function startPythonClient(scratch: string): Promise<PythonClient> {
  const python = await environment();
  const program = fileURLToPath(new URL("python-client.py", import.meta.url));
  const child = spawn(python, [program], {
    stdio: ["pipe", "pipe", "inherit"],
    // As the product starts its Sail (kernel-server/engine/sail/sail-process.ts).
    env: {
      ...process.env,
      SAIL_RUNTIME__MEMORY_POOL__TYPE: "fair",
      SAIL_RUNTIME__MEMORY_POOL__FAIR__MAX_SIZE: String(Math.floor(totalmem() / 4)),
      SAIL_RUNTIME__TEMPORARY_FILES__PATHS: JSON.stringify([scratch]),
      RUST_LOG: "error",
    },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async <T>(): Promise<T> => {
    const { value, done } = await lines.next();
    if (done) throw new Error("PySpark's client ended; what it said stands above.");
    const answer: unknown = JSON.parse(value);
    if (typeof answer === "object" && answer !== null && "error" in answer) throw new Error(String(answer.error));
    return answer as T; // SAFETY: python-client.py answers each request in the shape that `Request` says.
  };
  await next<{ ready: true }>();
  return {
    ask: (request) => {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      return next();
    },
    stop: async () => {
      const exit = once(child, "exit");
      child.stdin.end();
      await exit;
    },
  };
}

async function environment(): Promise<string> {
  const folder = join(cacheFolder(), `bench-pyspark-4.2.0-sail-${SAIL_VERSION}`);
  const python = join(folder, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
  const marker = join(folder, "ready");
  const ready = await access(marker).then(
    () => true,
    () => false,
  );
  if (ready) return python;
  process.stderr.write("Setting up PySpark's client for comparison (once) …\n");
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await program(process.env["BETWEEN_PYTHON"] || "python3", ["-m", "venv", folder]);
  await program(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...pins]); // prettier-ignore
  await writeFile(marker, "");
  return python;
}

async function program(path: string, args: readonly string[]): Promise<void> {
  const child = spawn(path, args, { stdio: ["ignore", 2, 2] });
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Error(`${path} ${args[0]} ${args[1]} ended with exit code ${code}.`);
}
