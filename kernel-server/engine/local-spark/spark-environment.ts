import { createHash } from "node:crypto";
import { access, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { BetweenError } from "../../../protocol/errors.ts";
import { acquireLock } from "../../../protocol/local/lock.ts";
import { makeFolder } from "../../../protocol/local/make-folder.ts";
import { namedPython } from "../../../protocol/local/named-python.ts";
import { findPython } from "../sail/find-python.ts";
import { runProgram } from "../sail/run-program.ts";
import { has } from "../spark-connect/spark-versions.ts";
import { SPARK_VERSION, sparkPackage, wheels } from "./requirements.ts";

export type SparkEnvironment = {
  /** SPARK_HOME. */
  home: string;
  version: string;
  /** For functions in Python on the server; the PATH's own where Spark was not fetched by us. */
  python?: string;
};

export type SparkEnvironmentOptions = {
  cacheFolder: string;
  /** The Python to make it with; else BETWEEN_PYTHON, else what is named for this cache, else the first that fits. */
  python?: string;
  env?: NodeJS.ProcessEnv;
  onProgress?: (detail: string) => void;
};

/** Written last: a folder without it is a set-up that was cut, and is made anew. */
const MARKER = "between-ready";

export function sparkFolder(cacheFolder: string): string {
  const hash = createHash("sha256")
    .update(`${process.platform}-${process.arch}\n${wheels}\n${sparkPackage}`)
    .digest("hex")
    .slice(0, 8);
  return join(cacheFolder, `spark-${SPARK_VERSION}-${hash}`);
}

/** Spark on this machine: that of SPARK_HOME, else one of our own, fetched when it is not there yet (about 550 MB). */
export async function ensureSpark(options: SparkEnvironmentOptions, signal: AbortSignal): Promise<SparkEnvironment> {
  const given = (options.env ?? process.env)["SPARK_HOME"];
  if (given) return { home: given, version: await versionOf(given) };
  const folder = sparkFolder(options.cacheFolder);
  const python = join(folder, "bin", "python");
  const there = () => ready(folder, python);
  const found = await there();
  if (found) return found;
  try {
    await makeFolder(options.cacheFolder);
    const lock = await acquireLock(`${folder}.lock`, signal);
    try {
      // Another process may have made it while this one waited.
      return (await there()) ?? (await setUp(options, folder, python, signal));
    } finally {
      await lock.release();
    }
  } catch (thrown) {
    throw unwritten(thrown, options.cacheFolder);
  }
}

async function ready(folder: string, python: string): Promise<SparkEnvironment | undefined> {
  try {
    const home = (await readFile(join(folder, MARKER), "utf8")).trim();
    await access(python);
    await access(join(home, "bin", "spark-submit"));
    return { home, version: SPARK_VERSION, python };
  } catch {
    // Not made yet, cut while it was made, or its Python has gone: made anew.
    return undefined;
  }
}

async function setUp(options: SparkEnvironmentOptions, folder: string, python: string, signal: AbortSignal) {
  const { cacheFolder, onProgress } = options;
  const named = (options.python ?? process.env["BETWEEN_PYTHON"]) || (await namedPython(cacheFolder));
  const base = await findPython(named, signal);
  onProgress?.(`Python ${base.version} (${base.path})`);
  await rm(folder, { recursive: true, force: true });
  const run = async (program: string, args: readonly string[]) => {
    const { code, output } = await runProgram(program, args, {
      signal,
      onLine: (line) => {
        const got = /^\s*Downloading (?:\S*\/)?(\S+\.(?:whl|tar\.gz)) (\(.+\))/.exec(line);
        if (got) onProgress?.(`${got[1]} ${got[2]}`);
      },
    });
    if (signal.aborted) throw new BetweenError("engine.interrupted");
    if (code !== 0) throw failed(output, cacheFolder);
    return output;
  };
  const install = async (list: string, text: string, ...how: readonly string[]) => {
    const file = join(folder, list);
    await writeFile(file, text);
    const quiet = ["--no-input", "--disable-pip-version-check", "--progress-bar", "off", "--retries", "2"];
    await run(python, ["-I", "-m", "pip", "install", "--require-hashes", "--no-deps", ...how, "-r", file, ...quiet]);
  };
  await run(base.path, [...base.args, "-I", "-m", "venv", folder]);
  await install("wheels.txt", wheels, "--only-binary", ":all:");
  onProgress?.(`pyspark ${SPARK_VERSION}`);
  await install("spark.txt", sparkPackage, "--no-build-isolation");
  const asked = "import importlib.util as u; print(u.find_spec('pyspark').submodule_search_locations[0])";
  const home = (await run(python, ["-I", "-c", asked])).trim().split("\n").at(-1) ?? "";
  await writeFile(join(folder, MARKER), `${home}\n`);
  return { home, version: SPARK_VERSION, python };
}

/** As the jars say it; a distribution's RELEASE file is not in the package. */
async function versionOf(home: string): Promise<string> {
  const jars = await readdir(join(home, "jars")).catch(() => []);
  const version = jars.map((name) => /^spark-core_2\.\d+-(.+)\.jar$/.exec(name)?.[1]).find((one) => one !== undefined);
  if (version === undefined) throw new BetweenError("spark.home-empty", { path: home });
  if (!jars.some((name) => name.startsWith("spark-connect_")))
    throw new BetweenError("spark.home-no-connect", { path: home });
  if (!has(version, "bindAddress")) throw new BetweenError("spark.home-open", { path: home, version });
  return version;
}

const offline =
  /name resolution|Name or service not known|getaddrinfo|nodename nor servname|Failed to establish a new connection|Network is unreachable|ConnectTimeout|Connection refused|Cannot connect to proxy|Max retries exceeded/i;

function failed(output: string, path: string): BetweenError {
  const engineText = output.trim().split("\n").slice(-8).join("\n");
  if (/No space left|Errno 28|ENOSPC/i.test(output))
    return new BetweenError("spark.setup-disk-full", { path }, { engineText });
  return new BetweenError(offline.test(output) ? "spark.setup-offline" : "spark.setup-failed", {}, { engineText });
}

/** The file system's refusals as errors of ours. */
function unwritten(thrown: unknown, path: string): unknown {
  const code = thrown instanceof Error && "code" in thrown ? thrown.code : undefined;
  if (code === "ENOSPC" || code === "EDQUOT")
    return new BetweenError("spark.setup-disk-full", { path }, { cause: thrown });
  if (code === "EROFS" || code === "EACCES" || code === "EPERM" || code === "ENOTDIR")
    return new BetweenError("spark.setup-unwritable", { path }, { cause: thrown });
  return thrown;
}
