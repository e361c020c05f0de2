import { createHash } from "node:crypto";
import { join } from "node:path";
import { namedPython } from "../../../protocol/local/named-python.ts";
import { findPython } from "./find-python.ts";
import { SAIL_VERSION, requirements } from "./requirements.ts";
import { makeEnvironment } from "./virtual-environment.ts";

export type EnvironmentOptions = {
  cacheFolder: string;
  /** A path or a name on the PATH; else BETWEEN_PYTHON, else what is named for this cache, else the first that fits. */
  python?: string;
  onProgress?: (detail: string) => void;
};

/** The folder that an environment lies in: another version, platform or list of packages has another. */
export function environmentFolder(cacheFolder: string): string {
  const hash = createHash("sha256")
    .update(`${process.platform}-${process.arch}\n${requirements}`)
    .digest("hex")
    .slice(0, 8);
  return join(cacheFolder, `sail-${SAIL_VERSION}-${hash}`);
}

/** The Python that environments are made with. */
export async function basePython({ python, cacheFolder }: EnvironmentOptions, signal: AbortSignal) {
  return findPython((python ?? process.env.BETWEEN_PYTHON) || (await namedPython(cacheFolder)), signal);
}

/** What pip is told of a list of packages whose hashes stand in it. */
export const pinned = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", "{folder}/requirements.txt"];

/** The Python of the environment that Sail runs in, made when it is not there yet. Needs the network only then. */
export const ensureEnvironment = (options: EnvironmentOptions, signal: AbortSignal): Promise<string> =>
  makeEnvironment(
    {
      cacheFolder: options.cacheFolder,
      folder: environmentFolder(options.cacheFolder),
      base: (within) => basePython(options, within),
      files: () => ({ "requirements.txt": requirements }),
      installs: [pinned],
      label: `pysail ${SAIL_VERSION}`,
      failures: {
        offline: "engine.setup-offline",
        failed: "engine.setup-failed",
        unwritable: "engine.setup-unwritable",
        diskFull: "engine.setup-disk-full",
      },
      onProgress: options.onProgress,
    },
    signal,
  );
