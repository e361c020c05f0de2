import type { SaveSpec } from "../../notebook/notebook.ts";
import { BetweenError } from "../../protocol/errors.ts";
import type { CellContext } from "./cell-context.ts";
import { assertClear, assertNotReserved } from "../engine/reserved-place.ts";
import { takeLease } from "./lease.ts";
import type { MainResult } from "./main-result.ts";
import { placeName, recordSaved } from "./saved-index.ts";
import { queryRows } from "./query-rows.ts";
import { savedInputs } from "./saved-inputs.ts";
import { partitionColumns, replaceWhere, resultPlace } from "./save-target.ts";
import { quoteName } from "./sql-names.ts";
import { runStep } from "./run-step.ts";

/** More partitions than this in one result is surely a mistake, and too long a predicate. */
const MOST_PARTITIONS = 1000;

/** Writes a result to where `save` says when the run asks for it; else says what that would replace. */
export async function saveResult(cx: CellContext, main: MainResult, save: SaveSpec): Promise<void> {
  assertClear(save.to);
  const to = resultPlace(save.to, cx.results);
  assertNotReserved(to, cx.results, cx.own);
  const columns = partitionColumns(save, main.schema, cx.run.plan.params);
  const free = columns.filter((column) => !column.fixed);
  const { format, mode } = save;

  if (!cx.run.plan.save) {
    const note = (code: string, args: Record<string, string>) =>
      cx.tell({ t: "note", cell: cx.cell, code, args: { to, ...args } });
    if (mode === "append") return note("save.would-append", {});
    if (mode === "replace-all") return note("save.would-all", {});
    if (free.length > 0) return note("save.would-partitions", { columns: columns.map(({ name }) => name).join(", ") });
    return note("save.would-where", { where: replaceWhere(columns, []) });
  }

  const found = mode === "replace-partitions" && free.length > 0 ? await heldPartitions(cx, main, free) : [];
  // Tables have null for an empty text, so that the day could neither be replaced nor, where null is not allowed, be read.
  const empty =
    columns.find(({ fixed }) => fixed?.includes("")) ?? free.find((_, i) => found.some((row) => row[i] === ""));
  if (empty) throw new BetweenError("save.empty-partition", { column: empty.name });
  // Nothing is replaced by a result that holds no partition; an append of no rows still makes the table.
  const nothing = mode === "replace-partitions" && free.length > 0 && found.length === 0;
  const where = mode === "replace-partitions" && !nothing ? replaceWhere(columns, found) : undefined;
  const rows = await main.countRows();
  const wait = (holder: string) => cx.tell({ t: "note", cell: cx.cell, code: "save.busy", args: { to, holder } });
  const lease = await takeLease(cx.store, to, cx.run.id, wait, cx.signal);
  try {
    const work = runStep(cx, "save", {
      do: "write",
      relation: await main.relation(),
      to,
      format,
      mode: mode === "append" || nothing ? "append" : "overwrite",
      partition: columns.map(({ name }) => name),
      ...(where !== undefined && { replaceWhere: where }),
    });
    await Promise.race([work, whenAborted(lease.lost)]);
  } finally {
    await lease.release();
  }
  const replaced = mode === "replace-all" ? "*" : (where ?? "");
  cx.tell({ t: "saved", cell: cx.cell, result: main.held.result, to, format, rows: Number(rows), replaced });
  const { run, notebook, user } = cx.run.journal.view;
  const name = placeName(to, cx.results);
  const write = { to: name, format, rows: Number(rows), replaced, at: cx.now(), run, notebook: notebook.id, user };
  try {
    const inputs = savedInputs(cx.code, cx.run.plan.cells.values(), cx.run.plan.sources);
    await recordSaved(cx.store, { ...write, cell: cx.cell, inputs });
  } catch (thrown) {
    // The rows stand where they are to stand; only the list does not tell of them.
    const { code } = BetweenError.from(thrown);
    cx.tell({ t: "note", cell: cx.cell, code: "storage.unlisted", args: { to: name, reason: code } });
  }
}

async function heldPartitions(cx: CellContext, main: MainResult, free: readonly { name: string }[]) {
  const names = free.map(({ name }) => quoteName(name)).join(", ");
  const text = `select distinct ${names} from ${quoteName(await main.view())} order by ${names}`;
  const found = await queryRows(cx, "partitions", text, [], MOST_PARTITIONS + 1);
  if (found.length > MOST_PARTITIONS) throw new BetweenError("save.too-many", { limit: MOST_PARTITIONS });
  return found;
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const fail = () => reject(BetweenError.from(signal.reason));
    if (signal.aborted) fail();
    else signal.addEventListener("abort", fail, { once: true });
  });
}
