import { access, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { BetweenError } from "../../../protocol/errors.ts";
import type { Code } from "../../../protocol/errors.ts";
import { acquireLock } from "../../../protocol/local/lock.ts";
import { makeFolder } from "../../../protocol/local/make-folder.ts";
import type { Python } from "./find-python.ts";
import { runProgram } from "./run-program.ts";

/** A virtual environment as it is to be. What changes in it belongs into the name of its folder. */
export type EnvironmentPlan = {
  cacheFolder: string;
  /** Its own, in the cache folder. */
  folder: string;
  /** What it is made from; asked for only when it is made. */
  base(signal: AbortSignal): Promise<Python>;
  /** Of `python -m venv`. */
  venv?: readonly string[];
  /** What is written into it before anything is installed: text by path in its folder. */
  files(python: Python): Readonly<Record<string, string>>;
  /** Arguments of one `pip install` after the other; `{folder}` is its folder. */
  installs: readonly (readonly string[])[];
  /** Told before the packages come: what they are for. */
  label: string;
  /** What a failure is called. */
  failures: Readonly<Record<"offline" | "failed" | "unwritable" | "diskFull", Code>>;
  onProgress?: ((detail: string) => void) | undefined;
};

/** Written last: a folder without it is a set-up that was cut, and is made anew. */
const MARKER = "between-ready";

/** The Python of an environment, made when it is not there yet. Needs the network only then. */
export async function makeEnvironment(plan: EnvironmentPlan, signal: AbortSignal): Promise<string> {
  const { folder, cacheFolder } = plan;
  const python = process.platform === "win32" ? join(folder, "Scripts", "python.exe") : join(folder, "bin", "python");
  if (await isReady(folder, python)) return python;
  await writing(plan, () => makeFolder(cacheFolder));
  const lock = await writing(plan, () => acquireLock(`${folder}.lock`, signal));
  try {
    // Another process may have made it while this one waited.
    if (!(await isReady(folder, python))) await writing(plan, () => setUp(plan, python, signal));
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

async function setUp(plan: EnvironmentPlan, python: string, signal: AbortSignal): Promise<void> {
  const { folder, onProgress } = plan;
  const base = await plan.base(signal);
  onProgress?.(`Python ${base.version} (${base.path})`);
  await rm(folder, { recursive: true, force: true });

  const venv = ["-I", "-m", "venv", ...(plan.venv ?? []), folder];
  const made = await runProgram(base.path, [...base.args, ...venv], { signal });
  signal.throwIfAborted();
  if (made.code !== 0) {
    if (/ensurepip is not|No module named '?(venv|ensurepip)/.test(made.output)) {
      throw new BetweenError(
        "engine.python-no-venv",
        { path: base.path, version: base.version },
        { engineText: lastLines(made.output) },
      );
    }
    throw failed(plan, made.output);
  }
  for (const [path, text] of Object.entries(plan.files(base))) await writeFile(join(folder, path), text);

  onProgress?.(plan.label);
  const quiet = ["--no-input", "--disable-pip-version-check", "--progress-bar", "off", "--retries", "2"];
  for (const install of plan.installs) {
    const args = install.map((arg) => arg.replace("{folder}", folder));
    const installed = await runProgram(python, ["-I", "-m", "pip", "install", ...args, ...quiet], {
      signal,
      onLine: (line) => {
        const wheel = /^\s*Downloading (?:\S*\/)?(\S+\.(?:whl|tar\.gz)) (\(.+\))/.exec(line);
        if (wheel) onProgress?.(`${wheel[1]} ${wheel[2]}`);
      },
    });
    signal.throwIfAborted();
    if (installed.code !== 0) throw failed(plan, installed.output);
  }
  const ready = { python: base.version, from: base.path, for: plan.label };
  await writeFile(join(folder, MARKER), `${JSON.stringify(ready)}\n`);
}

const offline =
  /name resolution|Name or service not known|getaddrinfo|nodename nor servname|Failed to establish a new connection|Network is unreachable|ConnectTimeout|Connection refused|Cannot connect to proxy|Max retries exceeded/i;

function failed({ failures, cacheFolder: path }: EnvironmentPlan, output: string): BetweenError {
  const engineText = lastLines(output);
  if (/No space left|Errno 28|ENOSPC|os error 112/i.test(output))
    return new BetweenError(failures.diskFull, { path }, { engineText });
  if (/Errno 30|Read-only file system|Errno 13|Permission denied/i.test(output))
    return new BetweenError(failures.unwritable, { path }, { engineText });
  return new BetweenError(offline.test(output) ? failures.offline : failures.failed, {}, { engineText });
}

const lastLines = (output: string) => output.trim().split("\n").slice(-8).join("\n");

/** The file system's refusals as errors of ours. */
async function writing<T>({ cacheFolder: path, failures }: EnvironmentPlan, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    if (code === "ENOSPC" || code === "EDQUOT") throw new BetweenError(failures.diskFull, { path }, { cause });
    if (code === "EROFS" || code === "EACCES" || code === "EPERM" || code === "ENOTDIR" || code === "EEXIST") {
      throw new BetweenError(failures.unwritable, { path }, { cause });
    }
    throw cause;
  }
}
