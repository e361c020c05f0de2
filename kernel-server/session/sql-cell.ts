import { join } from "node:path";
import { BetweenError } from "../../protocol/errors.ts";
import { cellText, decodePage } from "../../protocol/values/page.ts";
import { namedParameters, splitStatements, sqlTokens } from "../../notebook/sql-text.ts";
import type { Statement } from "../../notebook/sql-text.ts";
import type { CellContext } from "./cell-context.ts";
import { collect } from "./collect.ts";
import type { Held } from "./take-in.ts";
import { tellComputedAgain } from "./computed-again.ts";
import { defineSources } from "./define-sources.ts";
import { resultKey } from "./engine-holder.ts";
import { hiddenView, mainResult } from "./main-result.ts";
import type { MainResult } from "./main-result.ts";
import { placeIn, placedIn } from "./place.ts";
import { runChecks } from "./run-checks.ts";
import { saveResult } from "./save-result.ts";
import { gather, page } from "./spool/page.ts";

/**
 * Runs a SQL cell: its statements in order, each that yields rows into a result. `name`, `cache`, `expect` and `save`
 * mean the last of these. Errors have their place in the cell's code.
 */
export async function runSqlCell(cx: CellContext): Promise<void> {
  const { code, options } = cx.code;
  const statements = splitStatements(code);
  refuseUndeclared(cx);
  await defineSources(cx);
  tellComputedAgain(cx);

  const lastWithRows = statements.findLastIndex(({ text }) => yieldsRows(text));
  let last: { held: Held; view?: string } | undefined;
  for (const [i, statement] of statements.entries()) {
    try {
      last = (await runStatement(cx, statement, i, i === lastWithRows)) ?? last;
    } catch (thrown) {
      throw placedIn(code, cx.cell, statement.start, BetweenError.from(thrown));
    }
  }
  if (!last) {
    if (options.save) throw new BetweenError("save.no-rows");
    if (options.name !== undefined) {
      cx.tell({ t: "note", cell: cx.cell, code: "cell.name-without-rows", args: { name: options.name } });
    }
    return;
  }

  const spool = await cx.run.spool(last.held.result);
  const main = mainResult(cx, last.held, spool.index.fields ?? [], last.view);
  if (options.name !== undefined) {
    await main.view();
    await tellValues(cx, main, options.name);
  }
  if (options.expect.length > 0) await runChecks(cx, main);
  if (options.save) await saveResult(cx, main, options.save);
}

async function runStatement(cx: CellContext, { text }: Statement, i: number, main: boolean) {
  const { preview, cache, name } = cx.code.options;
  const view = hiddenView(cx, i);
  const used = new Set(namedParameters(text).map((parameter) => parameter.name));
  const args = cx.run.plan.params.filter((parameter) => used.has(parameter.name));
  const shown = { main, ...(name !== undefined && { name }) };
  const ran = await collect(cx, `statement:${i}`, { do: "statement", text, args, view }, { ...shown, limit: Infinity });
  if (ran.held) return { held: ran.held };
  if (!ran.fixed) return undefined;

  if (cache && main) {
    const to = join(cx.scratch, `${view}.parquet`);
    const from = { of: "view", name: view } as const;
    await cx.steps.run(`cache:${i}`, {
      do: "write",
      relation: from,
      to,
      format: "parquet",
      mode: "overwrite",
      partition: [],
    });
    await cx.steps.run(`cached:${i}`, { do: "view", name: view, relation: { of: "parquet", path: to } });
  }
  const read = { do: "read", relation: { of: "view", name: view }, limit: preview + 1 } as const;
  const { held } = await collect(cx, `read:${i}`, read, { ...shown, limit: preview });
  if (!held) return undefined;
  cx.views.set(resultKey(cx.run.id, held.result), view);
  return { held, view };
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

function refuseUndeclared({ code: { code }, cell, run }: CellContext): void {
  const declared = new Set(run.plan.params.map(({ name }) => name));
  const unknown = namedParameters(code).find(({ name }) => !declared.has(name));
  if (!unknown) return;
  throw new BetweenError(
    "cell.undeclared",
    { name: unknown.name },
    { at: placeIn(code, cell, unknown.start, unknown.end) },
  );
}

const queryWords = new Set(["select", "with", "from", "values", "table", "show", "describe", "desc", "explain"]);

/**
 * Whether a statement looks like one that yields rows. A result says when it begins whether it is its cell's last, which
 * only the later statements' first words can tell by then; what `name` and its like mean is decided by what came.
 */
function yieldsRows(text: string): boolean {
  for (const { kind, start, end } of sqlTokens(text)) {
    if (kind === "space" || kind === "comment") continue;
    return text[start] === "(" || queryWords.has(text.slice(start, end).toLowerCase());
  }
  return false;
}
