import { mkdir, writeFile } from "node:fs/promises";
import { totalmem } from "node:os";
import { join } from "node:path";
import { BetweenError } from "../../../protocol/errors.ts";
import type { CellsSettings } from "../../settings/settings.ts";
import { beforeCommand } from "../before-command.ts";
import { packagesOfCells } from "../sail/packages-of-cells.ts";
import type { WorkerKind, WorkerOptions } from "../worker.ts";
import { checkChosenPython } from "./chosen-python.ts";
import { ensurePython } from "./environment.ts";
import { pythonWorker } from "./python-worker.ts";
import { pythonEnvironment } from "./worker-environment.ts";
import { startWorkerProcess } from "./worker-process.ts";
import type { WorkerProcess } from "./worker-process.ts";

export type PythonWorkersOptions = {
  cacheFolder: string;
  /** The Python that environments are made with; else the first that fits. */
  interpreter?: string;
  /** Whom cells run as. */
  cells?: CellsSettings;
  /** The server has other users than the one who runs it: cells get nothing of its environment, and a home of their own. */
  shared?: boolean;
  /** Bytes of all processes of one worker; a quarter of the machine's memory when absent. */
  memoryBytes?: number;
  /** Milliseconds that an interrupted cell may go on before its worker is ended. */
  graceMs?: number;
  /** Milliseconds that a worker may take to be ready. */
  startMs?: number;
  env?: NodeJS.ProcessEnv;
};

const GRACE_MS = 10_000;
/** Two to five seconds on two cores; the first start from a slow disk takes most of a minute. */
const START_MS = 120_000;
/** Characters of what is printed before a worker is ready. */
const PRINTED_TAIL = 4_000;

/**
 * Workers of Python cells: IPython's shell in a process group of its own, in the engine's session over Spark Connect.
 * Throws `python.*` and `engine.python-*`.
 */
export function pythonWorkers(options: PythonWorkersOptions): WorkerKind {
  const { cacheFolder, interpreter, cells = {}, shared = false, env = process.env, startMs = START_MS } = options;
  const apart = shared || cells.user !== undefined;
  const pythonOf = async (opening: WorkerOptions, signal: AbortSignal) => {
    const { interpreter: chosen, requirements, onProgress } = opening;
    if (chosen !== undefined) {
      await checkChosenPython(chosen, requirements, signal);
      return chosen;
    }
    return ensurePython(
      {
        cacheFolder,
        wanted: requirements,
        ...(interpreter !== undefined && { python: interpreter }),
        onProgress: (detail) => onProgress?.("engine.setting-up", detail),
      },
      signal,
    );
  };
  return {
    language: "python",
    async open(opening, signal) {
      if (process.platform === "win32") throw new BetweenError("python.windows");
      const { remote, folder, scratch, timezone, onProgress } = opening;
      const python = await pythonOf(opening, signal);
      onProgress?.("engine.starting", "Python");
      const own = join(scratch, "python");
      await mkdir(own, { recursive: true });
      const worker = startWorkerProcess({
        command: [...beforeCommand(cells), python],
        env: pythonEnvironment(env, { apart, timezone, scratch: own }),
        ownHome: apart,
        memoryLimit: Math.floor(options.memoryBytes ?? totalmem() / 4),
        hello: {
          url: remote.url,
          ...(remote.token !== undefined && { token: remote.token }),
          ...(remote.sparkVersion !== undefined && { spark: remote.sparkVersion }),
          folder,
          timezone,
        },
      });
      let timedOut = false;
      const stop = () => worker.kill();
      const late = setTimeout(() => {
        timedOut = true;
        stop();
      }, startMs);
      signal.addEventListener("abort", stop, { once: true });
      try {
        const { first, printed } = await firstOf(worker);
        if (first?.t === "ready") {
          await writeFile(packagesOfCells(scratch), [first.python, ...first.packages].join("\n"));
          return pythonWorker(worker, options.graceMs ?? GRACE_MS);
        }
        const died = first ? undefined : await worker.ended;
        await worker.close();
        if (signal.aborted) throw new BetweenError("engine.interrupted");
        const text = first?.t === "failed" ? first.text : `${printed}${died?.engineText ?? ""}`.trim();
        const more = text === "" ? {} : { engineText: text };
        if (timedOut) throw new BetweenError("python.start-timeout", { seconds: startMs / 1000 }, more);
        const how = died?.args["how"] ?? text.split("\n")[0] ?? "";
        throw new BetweenError("python.start-failed", { how }, more);
      } finally {
        clearTimeout(late);
        signal.removeEventListener("abort", stop);
      }
    },
  };
}

/** What a worker says of its start, and what was printed before. */
async function firstOf(worker: WorkerProcess) {
  let printed = "";
  for (;;) {
    const first = await worker.next();
    if (first?.t !== "text") return { first, printed };
    printed = (printed + first.text).slice(-PRINTED_TAIL);
  }
}
