import { mkdir, writeFile } from "node:fs/promises";
import { totalmem } from "node:os";
import { join } from "node:path";
import { BetweenError } from "../../../protocol/errors.ts";
import type { PythonSettings } from "../../settings/settings.ts";
import { packagesOfCells } from "../sail/packages-of-cells.ts";
import type { WorkerKind } from "../worker.ts";
import { ensurePython } from "./environment.ts";
import { pythonWorker } from "./python-worker.ts";
import { pythonEnvironment } from "./worker-environment.ts";
import { startWorkerProcess } from "./worker-process.ts";

export type PythonWorkersOptions = {
  cacheFolder: string;
  settings?: PythonSettings;
  /** The server has other users than the one who runs it: cells get nothing of its environment, and a home of their own. */
  shared?: boolean;
  /** Bytes of all processes of one worker; a quarter of the machine's memory when absent. */
  memoryBytes?: number;
  /** Milliseconds that an interrupted cell may go on before its worker is ended. */
  graceMs?: number;
  env?: NodeJS.ProcessEnv;
};

const GRACE_MS = 5_000;

/**
 * Workers of Python cells: IPython's shell in a process group of its own, in the engine's session over Spark Connect.
 * Throws `python.*` and `engine.python-*`.
 */
export function pythonWorkers(options: PythonWorkersOptions): WorkerKind {
  const { cacheFolder, settings = {}, shared = false, env = process.env } = options;
  return {
    language: "python",
    async open({ remote, folder, scratch, timezone, requirements, onProgress }, signal) {
      if (process.platform === "win32") throw new BetweenError("python.windows");
      const python = await ensurePython(
        {
          cacheFolder,
          wanted: requirements,
          ...(settings.interpreter !== undefined && { python: settings.interpreter }),
          onProgress: (detail) => onProgress?.("engine.setting-up", detail),
        },
        signal,
      );
      onProgress?.("engine.starting", "Python");
      const own = join(scratch, "python");
      await mkdir(own, { recursive: true });
      const as = settings.user === undefined ? [] : ["sudo", "-n", "-u", settings.user, "--"];
      const worker = startWorkerProcess({
        command: [...as, ...(settings.wrap ?? []), python],
        env: pythonEnvironment(env, { shared, timezone, scratch: own }),
        ownHome: shared || settings.user !== undefined,
        memoryLimit: Math.floor(options.memoryBytes ?? totalmem() / 4),
        hello: { url: remote.url, ...(remote.token !== undefined && { token: remote.token }), folder, timezone },
      });
      const stop = () => worker.kill();
      signal.addEventListener("abort", stop, { once: true });
      try {
        const first = await worker.next();
        if (first?.t === "ready") {
          await writeFile(packagesOfCells(scratch), [first.python, ...first.packages].join("\n"));
          return pythonWorker(worker, options.graceMs ?? GRACE_MS);
        }
        const engineText = first?.t === "failed" ? first.text : (await worker.ended)?.engineText;
        const died = first ? undefined : await worker.ended;
        await worker.close();
        if (signal.aborted) throw new BetweenError("engine.interrupted");
        const how = died?.args["how"] ?? engineText?.split("\n")[0] ?? "";
        throw new BetweenError("python.start-failed", { how }, engineText === undefined ? {} : { engineText });
      } finally {
        signal.removeEventListener("abort", stop);
      }
    },
  };
}
