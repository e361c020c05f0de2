import { isDeepStrictEqual } from "node:util";
import type { RunEvent, RunView } from "../../protocol/messages.ts";
import type { CodeCell } from "../../notebook/notebook.ts";
import type { EngineSession } from "../engine/engine.ts";
import type { ObjectStore } from "../store/object-store.ts";
import type { Run } from "./run.ts";
import type { SentRoot } from "./sent-paths.ts";
import type { SessionWorkers } from "./session-workers.ts";
import type { Steps } from "./steps.ts";

/** What a cell runs with. */
export type CellContext = {
  run: Run;
  /** Its place in the notebook. */
  cell: number;
  code: CodeCell;
  engine: EngineSession;
  steps: Steps;
  signal: AbortSignal;
  /** A folder that the session may fill. */
  scratch: string;
  /** Where relative `save: to` and `result:` lie. */
  results: string;
  /** The server's own places, in which nothing is saved but in `results`. */
  own: readonly string[];
  /** Where relative paths of sources lie, for an engine that does not see the notebook's folder. */
  sent: SentRoot | undefined;
  store: ObjectStore;
  workers: SessionWorkers;
  /** An earlier server was at this cell. */
  resumed: boolean;
  now(): number;
  /** Views of sources that stand in the engine's session, by name: what they were made from. */
  defined: Map<string, string>;
  /** How many lines of sources could not be read, of how many, by what was counted. */
  skipped: Map<string, { skipped: number; lines: number }>;
  /** Views that results can be computed from again (`resultKey`). */
  views: Map<string, string>;
  tell(event: RunEvent): void;
};

/** True for what an earlier server has told of this cell already: its code runs again from its beginning. */
export function wasTold(view: RunView, cell: number, event: RunEvent): boolean {
  const told = view.cells[cell];
  if (!told) return false;
  const { t: _, ...body } = event;
  const among = (list: readonly object[], keys: readonly string[]) =>
    list.some((one) => keys.every((key) => isDeepStrictEqual(at(one, key), at(body, key))));
  switch (event.t) {
    case "result":
      return among(told.results, ["result"]);
    case "rows":
      return told.results.some((one) => one.result === event.result && one.extent !== undefined);
    case "check":
      return among(told.checks, ["level", "code", "args"]);
    case "note":
      return among(told.notes, ["code", "args"]);
    case "saved":
      return among(told.saved, ["result", "to"]);
    case "value":
      return view.values[event.name] === event.text;
    default:
      return false;
  }
}

const at = (value: object, key: string): unknown => Object.entries(value).find(([name]) => name === key)?.[1];
