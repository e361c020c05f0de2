import { createHash } from "node:crypto";
import { access, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { BetweenError } from "../../../protocol/errors.ts";
import { acquireLock } from "../../../protocol/local/lock.ts";
import { makeFolder } from "../../../protocol/local/make-folder.ts";
import { namedPython } from "../../../protocol/local/named-python.ts";
import { findPython } from "./find-python.ts";
import { SAIL_VERSION, requirements } from "./requirements.ts";
import { runProgram } from "./run-program.ts";

export type EnvironmentOptions = {
  cacheFolder: string;
  /** A path or a name on the PATH; else BETWEEN_PYTHON, else what is named for this cache, else the first that fits. */
  python?: string;
  onProgress?: (detail: string) => void;
};

/** Written last: a folder without it is a set-up that was cut, and is made anew. */
const MARKER = "between-ready";

/** The folder that an environment lies in: another version, platform or list of packages has another. */
export function environmentFolder(cacheFolder: string): string {
  const hash = createHash("sha256")
    .update(`${process.platform}-${process.arch}\n${requirements}`)
    .digest("hex")
    .slice(0, 8);
  return join(cacheFolder, `sail-${SAIL_VERSION}-${hash}`);
}

/** The Python of the environment that Sail runs in, made when it is not there yet. Needs the network only then. */
export async function ensureEnvironment(options: EnvironmentOptions, signal: AbortSignal): Promise<string> {
  const folder = environmentFolder(options.cacheFolder);
  const python = process.platform === "win32" ? join(folder, "Scripts", "python.exe") : join(folder, "bin", "python");
  if (await isReady(folder, python)) return python;
  await writing(options.cacheFolder, () => makeFolder(options.cacheFolder));
  const lock = await writing(options.cacheFolder, () => acquireLock(`${folder}.lock`, signal));
  try {
    // Another process may have made it while this one waited.
    if (!(await isReady(folder, python)))
      await writing(options.cacheFolder, () => setUp(options, folder, python, signal));
    return python;
  } finally {
    await lock.release();
  }
}

/** The marker stands, and so does the Python that the environment was made from (an upgrade may have taken it away). */
async function isReady(folder: string, python: string): Promise<boolean> {
  try {
    await readFile(join(folder, MARKER));
    await access(python);
    return true;
  } catch {
    return false;
  }
}

async function setUp(options: EnvironmentOptions, folder: string, python: string, signal: AbortSignal): Promise<void> {
  const named = (options.python ?? process.env.BETWEEN_PYTHON) || (await namedPython(options.cacheFolder));
  const base = await findPython(named, signal);
  options.onProgress?.(`Python ${base.version} (${base.path})`);
  await rm(folder, { recursive: true, force: true });

  const made = await runProgram(base.path, [...base.args, "-I", "-m", "venv", folder], { signal });
  signal.throwIfAborted();
  if (made.code !== 0) {
    if (/ensurepip is not|No module named '?(venv|ensurepip)/.test(made.output)) {
      throw new BetweenError(
        "engine.python-no-venv",
        { path: base.path, version: base.version },
        { engineText: lastLines(made.output) },
      );
    }
    throw failed(made.output, options.cacheFolder);
  }

  const list = join(folder, "requirements.txt");
  await writeFile(list, requirements);
  options.onProgress?.(`pysail ${SAIL_VERSION}`);
  const install = ["-m", "pip", "install", "--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", list];
  const quiet = ["--no-input", "--disable-pip-version-check", "--progress-bar", "off", "--retries", "2"];
  const installed = await runProgram(python, ["-I", ...install, ...quiet], {
    signal,
    onLine: (line) => {
      const wheel = /^\s*Downloading (?:\S*\/)?(\S+\.whl) (\(.+\))/.exec(line);
      if (wheel) options.onProgress?.(`${wheel[1]} ${wheel[2]}`);
    },
  });
  signal.throwIfAborted();
  if (installed.code !== 0) throw failed(installed.output, options.cacheFolder);
  await writeFile(
    join(folder, MARKER),
    `${JSON.stringify({ python: base.version, from: base.path, sail: SAIL_VERSION })}\n`,
  );
}

const offline =
  /name resolution|Name or service not known|getaddrinfo|nodename nor servname|Failed to establish a new connection|Network is unreachable|ConnectTimeout|Connection refused|Cannot connect to proxy|Max retries exceeded/i;

function failed(output: string, cacheFolder: string): BetweenError {
  const engineText = lastLines(output);
  if (/No space left|Errno 28|ENOSPC|os error 112/i.test(output))
    return new BetweenError("engine.setup-disk-full", { path: cacheFolder }, { engineText });
  if (/Errno 30|Read-only file system|Errno 13|Permission denied/i.test(output)) {
    return new BetweenError("engine.setup-unwritable", { path: cacheFolder }, { engineText });
  }
  return new BetweenError(offline.test(output) ? "engine.setup-offline" : "engine.setup-failed", {}, { engineText });
}

const lastLines = (output: string) => output.trim().split("\n").slice(-8).join("\n");

/** The file system's refusals as errors of ours. */
async function writing<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    if (code === "ENOSPC" || code === "EDQUOT") throw new BetweenError("engine.setup-disk-full", { path }, { cause });
    if (code === "EROFS" || code === "EACCES" || code === "EPERM" || code === "ENOTDIR" || code === "EEXIST") {
      throw new BetweenError("engine.setup-unwritable", { path }, { cause });
    }
    throw cause;
  }
}
