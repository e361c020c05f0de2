import { cellText, decodePage } from "../../protocol/values/page.ts";
import type { ParameterValue } from "../../notebook/notebook.ts";
import type { EngineEvent } from "../engine/engine.ts";
import type { CellContext } from "./cell-context.ts";
import { tellProgress } from "./tell-progress.ts";

/** Asks the engine and gives the few rows of the answer as text, null as null. */
export function queryRows(
  cx: CellContext,
  key: string,
  text: string,
  args: readonly ParameterValue[],
  limit: number,
): Promise<readonly (readonly (string | null)[])[]> {
  const { timezone } = cx.run.plan;
  const task = { do: "read", relation: { of: "sql", text, args }, limit } as const;
  return cx.steps.perform(key, task, (events) => textRows(tellProgress(cx, events), timezone));
}

/** The few rows of an answer as text, null as null. */
export async function textRows(events: AsyncIterable<EngineEvent>, timezone: string): Promise<(string | null)[][]> {
  const rows: (string | null)[][] = [];
  for await (const event of events) {
    if (event.t !== "batch") continue;
    const page = decodePage(event.ipc);
    for (let row = 0; row < page.rows; row++) {
      rows.push(page.columns.map((column, i) => (column.isNull(row) ? null : cellText(page, row, i, { timezone }))));
    }
  }
  return rows;
}
