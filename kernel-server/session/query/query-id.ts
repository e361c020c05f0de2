import { newRunId, runId } from "../../../protocol/ids.ts";
import type { RunId } from "../../../protocol/ids.ts";

const PREFIX = "query-";

/** Ids of queries can be told from those of notebooks' runs, so that one that is not kept any more is known for what it was. */
export const newQueryId = (now: Date): RunId => runId(`${PREFIX}${newRunId(now)}`);
export const isQuery = (run: RunId): boolean => run.startsWith(PREFIX);
