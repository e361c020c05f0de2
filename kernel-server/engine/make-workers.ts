import type { CellsSettings, Limits, PythonSettings } from "../settings/settings.ts";
import { pythonWorkers } from "./python/python-workers.ts";
import { scalaWorkers } from "./scala/scala-workers.ts";
import type { WorkerKind } from "./worker.ts";

type Ground = {
  python: PythonSettings;
  cells: CellsSettings;
  limits: Limits;
  cacheFolder: string;
  env: NodeJS.ProcessEnv;
  /** The server has other users than the one who runs it. */
  shared: boolean;
};

/** What makes the workers of a server's Python and Scala cells. Nothing of them is there before a cell runs. */
export function makeWorkers({ python, cells, limits, cacheFolder, env, shared }: Ground): WorkerKind[] {
  const { memoryBytes } = limits;
  const memory = memoryBytes === undefined ? {} : { memoryBytes };
  const options = { cacheFolder, ...python, cells, shared, env, ...memory };
  return [pythonWorkers(options), scalaWorkers(options)];
}
