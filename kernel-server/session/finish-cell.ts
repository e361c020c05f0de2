import { cellText, decodePage } from "../../protocol/values/page.ts";
import type { CellContext } from "./cell-context.ts";
import { mainResult } from "./main-result.ts";
import type { MainResult } from "./main-result.ts";
import { runChecks } from "./run-checks.ts";
import { saveResult } from "./save-result.ts";
import { gather, page } from "./spool/page.ts";
import type { Held } from "./take-in.ts";

/** The last result of a cell; `view`: the view that all of its rows can be read from, where there is one. */
export type Last = { held: Held; view?: string };

/** What `name`, `expect` and `save` of a cell mean for its last result. */
export async function finishCell(cx: CellContext, last: Last): Promise<void> {
  const { options } = cx.code;
  const spool = await cx.run.spool(last.held.result);
  const main = mainResult(cx, last.held, spool.index.fields ?? [], last.view);
  if (options.name !== undefined) {
    await main.view();
    await tellValues(cx, main, options.name);
  }
  if (options.expect.length > 0) await runChecks(cx, main);
  if (options.save) await saveResult(cx, main, options.save);
}

/** The columns of a named result of one row are values for `{{name.column}}`. */
async function tellValues(cx: CellContext, { held }: MainResult, name: string): Promise<void> {
  if (held.extent !== "all" || held.rows !== 1) return;
  const row = decodePage(await gather(page(await cx.run.spool(held.result), 0, 1).body));
  const { timezone } = cx.run.plan;
  row.columns.forEach((column, i) => {
    cx.tell({ t: "value", name: `${name}.${column.name}`, text: cellText(row, 0, i, { timezone }) });
  });
}
