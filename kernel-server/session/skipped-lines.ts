import { BetweenError } from "../../protocol/errors.ts";
import type { SourceSpec } from "../../notebook/notebook.ts";
import type { CellView } from "../../protocol/messages.ts";
import type { CellContext } from "./cell-context.ts";
import { queryRows } from "./query-rows.ts";
import { quoteName } from "./sql-names.ts";
import { runStep } from "./run-step.ts";

/** Counting takes one more reading of the files, which below this many bytes takes about a second. */
const MOST_BYTES = 256e6;

/**
 * Says how many lines of the sources that a cell is the first of its run to read are left out by `on-malformed: skip`, as far
 * as they are small enough to be read once more; of larger ones that it was not counted. Files that have not changed are
 * counted once in a session.
 */
export async function tellSkipped(cx: CellContext, sources: readonly SourceSpec[]): Promise<void> {
  for (const source of sources) {
    if (source.onMalformed !== "skip" || !("path" in source.from)) continue;
    const { name } = source;
    const isTold = ({ code, args }: CellView["notes"][number]) =>
      code.startsWith("source.skipped") && args["source"] === name;
    if (cx.run.journal.view.cells.some(({ notes }) => notes.some(isTold))) continue;
    const note = (code: string, args: Record<string, string | number>) =>
      cx.tell({ t: "note", cell: cx.cell, code, args: { source: name, ...args } });
    try {
      const looked = await cx.engine.files(source.from.path, cx.signal);
      const { bytes } = looked;
      if (bytes > MOST_BYTES) {
        note("source.skipped-uncounted", { megabytes: Math.round(bytes / 1e6) });
        continue;
      }
      const { line: _, ...meaning } = source;
      const key = JSON.stringify([meaning, looked]);
      const counted = cx.skipped.get(key) ?? (await count(cx, source));
      cx.skipped.set(key, counted);
      if (counted.skipped > 0) note("source.skipped", counted);
    } catch (thrown) {
      const { code } = BetweenError.from(thrown);
      if (cx.signal.aborted || code === "engine.died" || code === "engine.session-gone") throw thrown;
      // The rows are right without the count.
      note("source.skipped-unknown", {});
    }
  }
}

async function count(cx: CellContext, source: SourceSpec): Promise<{ skipped: number; lines: number }> {
  const { name } = source;
  const view = `__between_skipped_${name.toLowerCase()}`;
  const kept = { ...source, name: view, onMalformed: "keep" } as const;
  await runStep(cx, `skipping:${name}`, { do: "view", name: view, relation: { of: "source", source: kept } });
  const text = `select count(_malformed), count(*) from ${quoteName(view)}`;
  const [row] = await queryRows(cx, `skipped:${name}`, text, [], 1);
  return { skipped: Number(row?.[0] ?? 0), lines: Number(row?.[1] ?? 0) };
}
