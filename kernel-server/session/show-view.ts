import { join } from "node:path";
import type { CellContext } from "./cell-context.ts";
import { collect } from "./collect.ts";
import { resultKey } from "./engine-holder.ts";
import type { Last } from "./finish-cell.ts";
import { runStep } from "./run-step.ts";

/** Reads the first rows of a view into a result. With `cache`, all of its rows are kept and read from there from now on. */
export async function showView(cx: CellContext, i: number, view: string, main: boolean): Promise<Last | undefined> {
  const { preview, cache, name } = cx.code.options;
  if (cache && main) {
    const to = join(cx.scratch, `${view}.parquet`);
    const from = { of: "view", name: view } as const;
    await runStep(cx, `cache:${i}`, {
      do: "write",
      relation: from,
      to,
      format: "parquet",
      mode: "overwrite",
      partition: [],
    });
    await runStep(cx, `cached:${i}`, { do: "view", name: view, relation: { of: "parquet", path: to } });
  }
  const read = { do: "read", relation: { of: "view", name: view }, limit: preview + 1 } as const;
  const shown = { main, limit: preview, ...(name !== undefined && { name }) };
  const { held } = await collect(cx, `read:${i}`, read, shown);
  if (!held) return undefined;
  cx.views.set(resultKey(cx.run.id, held.result), view);
  return { held, view };
}
