import { sha256 } from "./sha256.ts";

/** What the hash of a cell is made from: its language and code. Option lines and white space at the ends do not count. */
export const hashedText = (language: string, code: string): string => `${language}\n${code.trim()}`;

export const hashCell = (language: string, code: string): Promise<string> => sha256(hashedText(language, code));

/** A code cell as far as its result needs to find it again. */
export type CellKey = { name?: string; hash: string };

/** The stored cell whose result belongs to a current cell; stale when that result is of other code. */
export type Match = { stored: number; stale: boolean };

/**
 * Which stored result belongs to which current code cell, in the order of `current`: the cell of the same name; else of
 * the same hash, the first with the first and so on; else, between two neighbours that were matched, the cell in the
 * same position, where as many are left over on both sides. The start and the end of the notebook are neighbours too.
 */
export function matchCells(stored: readonly CellKey[], current: readonly CellKey[]): (Match | undefined)[] {
  const of: (number | undefined)[] = current.map(() => undefined);
  const taken = new Set<number>();
  const match = (cell: number, found: number | undefined) => {
    if (found === undefined) return;
    of[cell] = found;
    taken.add(found);
  };
  const byName = new Map(stored.map((each, i) => [each.name, i] as const).reverse());
  current.forEach(({ name }, i) => {
    const found = name === undefined ? undefined : byName.get(name);
    if (found !== undefined && !taken.has(found)) match(i, found);
  });
  const byHash = new Map<string, number[]>();
  stored.forEach(({ hash }, i) => {
    if (!taken.has(i)) byHash.set(hash, [...(byHash.get(hash) ?? []), i]);
  });
  current.forEach(({ hash }, i) => {
    if (of[i] === undefined) match(i, byHash.get(hash)?.shift());
  });
  for (const gap of gaps(of)) {
    const before = of[gap.start - 1] ?? -1;
    const after = of[gap.end] ?? stored.length;
    const left = leftOver(stored, taken).filter((i) => i > before && i < after);
    if (left.length !== gap.end - gap.start) continue;
    left.forEach((found, k) => {
      const cell = gap.start + k;
      // Two names that differ are two cells, whatever their position.
      if (current[cell]?.name === undefined || stored[found]?.name === undefined) match(cell, found);
    });
  }
  return of.map((found, i) =>
    found === undefined ? undefined : { stored: found, stale: stored[found]?.hash !== current[i]?.hash },
  );
}

const leftOver = (stored: readonly CellKey[], taken: ReadonlySet<number>): number[] =>
  stored.map((_, i) => i).filter((i) => !taken.has(i));

/** Runs of cells that are not matched. */
function gaps(of: readonly (number | undefined)[]): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  for (let start = 0; start < of.length; start++) {
    if (of[start] !== undefined) continue;
    let end = start;
    while (end < of.length && of[end] === undefined) end++;
    found.push({ start, end });
    start = end;
  }
  return found;
}
