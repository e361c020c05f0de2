/** The candidate that a mistyped name most likely means, or none when nothing is near enough. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  const plain = plainly(name);
  let best: { candidate: string; distance: number } | undefined;
  for (const candidate of candidates) {
    if (plainly(candidate) === plain) return candidate;
    const allowed = Math.max(1, Math.floor(Math.min(name.length, candidate.length) / 3));
    if (Math.abs(name.length - candidate.length) > allowed) continue;
    const distance = editDistance(plain, plainly(candidate));
    if (distance <= allowed && (best === undefined || distance < best.distance)) best = { candidate, distance };
  }
  return best?.candidate;
}

/** `allowFailure`, `allow_failure` and `Allow-Failure` are the same word, written by habits of other tools. */
const plainly = (name: string): string => name.toLowerCase().replace(/[-_ ]/g, "");

/** Insertions, deletions, replacements and swaps of neighbours between two words of at most 64 characters. */
function editDistance(a: string, b: string): number {
  if (a.length > 64 || b.length > 64) return a === b ? 0 : 64;
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min(cell(above, j) + 1, cell(row, j - 1) + 1, cell(above, j - 1) + change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, cell(before, j - 2) + 1);
      row.push(cost);
    }
    before = above;
    above = row;
  }
  return cell(above, b.length);
}

const cell = (row: readonly number[], at: number): number => row[at] ?? Infinity;
