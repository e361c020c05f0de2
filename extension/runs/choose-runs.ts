import { matchCells } from "../../notebook/cell-hash.ts";
import type { CellKey } from "../../notebook/cell-hash.ts";
import type { RunId } from "../../protocol/ids.ts";
import type { CellState, RunSummary, RunView } from "../../protocol/messages.ts";

/** A run as far as it is known: the cells that it was to run, or all code cells of its notebook (`isWhole`). */
export type KnownRun = {
  run: RunId;
  createdAt: number;
  isWhole: boolean;
  cells: readonly { cell: number; key: CellKey; state: CellState | undefined }[];
};

/** The run and the cell in it whose result a current cell shows. */
export type Chosen = { run: RunId; createdAt: number; cell: number; state: CellState };

export const knownBySummary = ({ run, createdAt, ran = [] }: RunSummary): KnownRun => ({
  run,
  createdAt,
  isWhole: false,
  cells: ran.map(({ cell, name, hash, state }) => ({
    cell,
    key: { ...(name !== undefined && { name }), hash },
    state,
  })),
});

export const knownByView = ({ run, createdAt, cells }: RunView): KnownRun => ({
  run,
  createdAt,
  isWhole: true,
  cells: cells.flatMap(({ kind, hash = "", options: { name }, state }, cell) =>
    kind === "code" ? [{ cell, key: { ...(typeof name === "string" && { name }), hash }, state }] : [],
  ),
});

/**
 * For each current code cell the newest run that says something of it. `unclear`: runs with cells that
 * only their whole notebook can place, by their neighbours, while there are current cells without a run.
 */
export function chooseRuns(
  current: readonly CellKey[],
  runs: readonly KnownRun[],
): { chosen: (Chosen | undefined)[]; unclear: RunId[] } {
  const chosen: (Chosen | undefined)[] = current.map(() => undefined);
  const unclear: RunId[] = [];
  // Ids tell runs of one second not apart.
  for (const { run, createdAt, isWhole, cells } of runs.toSorted((a, b) => b.createdAt - a.createdAt)) {
    const matches = matchCells(
      cells.map(({ key }) => key),
      current,
    );
    const placed = new Set<number>();
    matches.forEach((match, i) => {
      const found = match && cells[match.stored];
      if (!match || !found) return;
      // Among the cells of a part of a notebook a neighbour says nothing.
      const byKey = !match.stale || (found.key.name !== undefined && found.key.name === current[i]?.name);
      if (!isWhole && !byKey) return;
      placed.add(match.stored);
      if (found.state !== undefined && found.state !== "skipped")
        chosen[i] ??= { run, createdAt, cell: found.cell, state: found.state };
    });
    if (!isWhole && cells.some(({ state }, i) => state !== "skipped" && !placed.has(i))) unclear.push(run);
  }
  return { chosen, unclear: chosen.includes(undefined) ? unclear : [] };
}
