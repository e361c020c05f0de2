import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { BetweenError } from "../../../protocol/errors.ts";
import { basePython, pinned } from "../sail/environment.ts";
import type { EnvironmentOptions } from "../sail/environment.ts";
import { runProgram } from "../sail/run-program.ts";
import { makeEnvironment } from "../sail/virtual-environment.ts";
import type { EnvironmentPlan } from "../sail/virtual-environment.ts";
import { PYSPARK_VERSION, pysparkRequirement, requirements } from "./requirements.ts";

const hashOf = (...parts: readonly string[]) => createHash("sha256").update(parts.join("\n")).digest("hex").slice(0, 8);

/** The folder of what all Python cells share. */
export const pythonFolder = (cacheFolder: string): string =>
  join(cacheFolder, `python-${hashOf(process.platform, process.arch, requirements, pysparkRequirement)}`);

/** The folder of an environment with a notebook's own packages. */
export const layerFolder = (cacheFolder: string, wanted: readonly string[]): string =>
  `${pythonFolder(cacheFolder)}-with-${hashOf(...wanted)}`;

const setup = {
  offline: "python.setup-offline",
  failed: "python.setup-failed",
  unwritable: "engine.setup-unwritable",
  diskFull: "python.setup-disk-full",
} as const;

/**
 * The Python that runs the cells of a notebook: with our packages, pinned by their hashes, and, where the notebook names
 * some, with its own in an environment over it. Each is made once and kept. `failures`: what is said where somebody else than a
 * cell needs it. Throws `python.setup-*`, `python.requirement-*`
 * and `engine.python-*`.
 */
export async function ensurePython(
  options: EnvironmentOptions & { wanted: readonly string[]; failures?: Partial<EnvironmentPlan["failures"]> },
  signal: AbortSignal,
): Promise<string> {
  const { cacheFolder } = options;
  const onProgress = (detail: string) => {
    if (!isSmall(detail)) options.onProgress?.(detail);
  };
  const wanted = checked(options.wanted);
  const shared = await makeEnvironment(
    {
      cacheFolder,
      folder: pythonFolder(cacheFolder),
      base: (within) => basePython(options, within),
      files: () => ({ "requirements.txt": requirements, "pyspark.txt": pysparkRequirement }),
      installs: [pinned, ["--require-hashes", "--no-deps", "--no-build-isolation", "-r", "{folder}/pyspark.txt"]],
      label: `pyspark-client ${PYSPARK_VERSION}, IPython, pandas, PyArrow, matplotlib`,
      failures: { ...setup, ...options.failures },
      onProgress,
    },
    signal,
  );
  if (wanted.length === 0) return shared;

  const below = await sitePackages(shared, signal);
  const version = /python(\d+\.\d+)/.exec(below)?.[1] ?? "";
  return makeEnvironment(
    {
      cacheFolder,
      folder: layerFolder(cacheFolder, wanted),
      base: async () => ({ path: shared, args: [], version }),
      venv: ["--without-pip"],
      files: () => ({
        // What lies below is found behind what this environment has itself; pip comes from there too.
        [`lib/python${version}/site-packages/between.pth`]: `${below}\n`,
        "requirements.txt": `${wanted.join("\n")}\n`,
        "constraints.txt": `pyspark-client==${PYSPARK_VERSION}\n`,
      }),
      // Wheels alone: what a source package would run here would run with the server's rights.
      installs: [["--only-binary", ":all:", "-c", "{folder}/constraints.txt", "-r", "{folder}/requirements.txt"]],
      label: wanted.join(", "),
      failures: { ...setup, offline: "python.requirements-offline", failed: "python.requirements-failed" },
      onProgress,
    },
    signal,
  );
}

/** One of forty packages that come in no time: what is told stays on the screen. */
const isSmall = (detail: string) => / \((?:\S+ (?:bytes|kB)|\d(?:\.\d+)? MB)\)$/.test(detail);

async function sitePackages(python: string, signal: AbortSignal): Promise<string> {
  const code = "import sysconfig; print(sysconfig.get_paths()['purelib'])";
  const { output } = await runProgram(python, ["-I", "-c", code], { signal });
  signal.throwIfAborted();
  return output.trim() || join(dirname(dirname(python)), "lib");
}

/** A name, its extras, versions and markers, by PEP 508; no options of pip, and nothing that would be fetched from elsewhere. */
const requirement = /^[A-Za-z0-9][\w.-]*\s*(\[[\w\s,.-]*\])?\s*([<>=!~][\w\s<>=!~.,*+-]*)?(;[\w\s<>=!~.'"()-]*)?$/;

/** In one order, each once. */
function checked(wanted: readonly string[]): string[] {
  const bad = wanted.find((each) => !requirement.test(each.trim()));
  if (bad !== undefined) throw new BetweenError("python.requirement-invalid", { requirement: bad });
  return [...new Set(wanted.map((each) => each.trim()))].sort();
}
