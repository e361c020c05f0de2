import { access, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { BetweenError } from "../../../protocol/errors.ts";
import { acquireLock } from "../../../protocol/local/lock.ts";
import { makeFolder } from "../../../protocol/local/make-folder.ts";
import { namedPython } from "../../../protocol/local/named-python.ts";
import { findPython } from "../sail/find-python.ts";
import { runProgram } from "../sail/run-program.ts";

export type FetchSparkOptions = {
  cacheFolder: string;
  /** The Python whose installer fetches it; else BETWEEN_PYTHON, else what is named for this cache, else the first that fits. */
  python?: string;
  onProgress?: (detail: string) => void;
};

/** Written last, with the path in it: a folder without it was cut while it was made, and is made anew. */
const MARKER = "between-ready";

/**
 * The jars of a release of Spark, from the package `pyspark` (about 450 MB): its home, fetched when it is not there yet. For engines of
 * other versions than that of "local-spark". Throws `scala.fetch-failed`, and what finding a Python throws.
 */
export async function fetchSpark(version: string, options: FetchSparkOptions, signal: AbortSignal): Promise<string> {
  const folder = join(options.cacheFolder, `spark-${version}-jars`);
  const found = await homeIn(folder);
  if (found !== undefined) return found;
  await makeFolder(options.cacheFolder);
  const lock = await acquireLock(`${folder}.lock`, signal);
  try {
    // Another process may have fetched it while this one waited.
    return (await homeIn(folder)) ?? (await fetchInto(folder, version, options, signal));
  } finally {
    await lock.release();
  }
}

async function homeIn(folder: string): Promise<string | undefined> {
  try {
    const home = await readFile(join(folder, MARKER), "utf8");
    await access(home);
    return home;
  } catch {
    return undefined; // Not fetched yet.
  }
}

async function fetchInto(folder: string, version: string, options: FetchSparkOptions, signal: AbortSignal) {
  const { cacheFolder, onProgress } = options;
  const named = (options.python ?? process.env["BETWEEN_PYTHON"]) || (await namedPython(cacheFolder));
  const base = await findPython(named, signal);
  await rm(folder, { recursive: true, force: true });
  onProgress?.(`pyspark ${version}`);
  const run = async (program: string, args: readonly string[]) => {
    const { code, output } = await runProgram(program, args, {
      signal,
      onLine: (line) => {
        const got = /^\s*Downloading (?:\S*\/)?(\S+\.(?:whl|tar\.gz)) (\(.+\))/.exec(line);
        if (got) onProgress?.(`${got[1]} ${got[2]}`);
      },
    });
    if (signal.aborted) throw new BetweenError("engine.interrupted");
    if (code !== 0)
      throw new BetweenError(
        "scala.fetch-failed",
        { version },
        { engineText: output.trim().split("\n").slice(-8).join("\n") },
      );
  };
  await run(base.path, [...base.args, "-I", "-m", "venv", folder]);
  const windows = process.platform === "win32";
  const python = windows ? join(folder, "Scripts", "python.exe") : join(folder, "bin", "python");
  const quiet = ["--no-input", "--disable-pip-version-check", "--progress-bar", "off", "--retries", "2"];
  await run(python, ["-I", "-m", "pip", "install", "--no-deps", "--no-compile", `pyspark==${version}`, ...quiet]);
  const home = join(await packagesOf(folder, windows), "pyspark");
  await writeFile(join(folder, MARKER), home);
  return home;
}

async function packagesOf(folder: string, windows: boolean): Promise<string> {
  if (windows) return join(folder, "Lib", "site-packages");
  const versions = await readdir(join(folder, "lib"));
  return join(folder, "lib", versions.find((name) => name.startsWith("python3")) ?? "", "site-packages");
}
