import { BetweenError } from "../../protocol/errors.ts";
import { identifiers, namedParameters, splitStatements, sqlTokens } from "../../notebook/sql-text.ts";
import type { Statement } from "../../notebook/sql-text.ts";
import type { CellContext } from "./cell-context.ts";
import { collect } from "./collect.ts";
import { tellComputedAgain } from "./computed-again.ts";
import { defineSources, orWhyUnmade } from "./define-sources.ts";
import { finishCell } from "./finish-cell.ts";
import type { Last } from "./finish-cell.ts";
import { hiddenView } from "./main-result.ts";
import { placeIn, placedIn } from "./place.ts";
import { showView } from "./show-view.ts";
import { tellSkipped } from "./skipped-lines.ts";

/**
 * Runs a SQL cell: its statements in order, each that yields rows into a result. `name`, `cache`, `expect` and `save`
 * mean the last of these. Errors have their place in the cell's code.
 */
export async function runSqlCell(cx: CellContext): Promise<void> {
  const { code, options } = cx.code;
  const statements = splitStatements(code);
  refuseUndeclared(cx);
  const { sources, unmade } = await defineSources(cx, identifiers(code));
  tellComputedAgain(cx);

  const lastWithRows = statements.findLastIndex(({ text }) => yieldsRows(text));
  let last: Last | undefined;
  for (const [i, statement] of statements.entries()) {
    try {
      last = (await runStatement(cx, statement, i, i === lastWithRows)) ?? last;
    } catch (thrown) {
      throw orWhyUnmade(placedIn(code, cx.cell, statement.start, BetweenError.from(thrown)), unmade);
    }
  }
  await tellSkipped(cx, sources);
  if (!last) {
    if (options.save) throw new BetweenError("save.no-rows");
    if (options.name !== undefined) {
      cx.tell({ t: "note", cell: cx.cell, code: "cell.name-without-rows", args: { name: options.name } });
    }
    return;
  }

  await finishCell(cx, last);
}

async function runStatement(cx: CellContext, { text }: Statement, i: number, main: boolean) {
  const { name } = cx.code.options;
  const view = hiddenView(cx, i);
  const used = new Set(namedParameters(text).map((parameter) => parameter.name));
  const args = cx.run.plan.params.filter((parameter) => used.has(parameter.name));
  const shown = { main, ...(name !== undefined && { name }) };
  const ran = await collect(cx, `statement:${i}`, { do: "statement", text, args, view }, { ...shown, limit: Infinity });
  if (ran.held) return { held: ran.held };
  if (!ran.fixed) return undefined;

  return showView(cx, i, view, main);
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
