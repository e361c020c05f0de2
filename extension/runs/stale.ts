import type { Stale } from "../../protocol/cell-output.ts";
import type { RunView } from "../../protocol/messages.ts";
import { resolveParameters } from "../../notebook/parameters.ts";
import type { Outline } from "./outline.ts";

/** What a shown cell is of: the code, the time and the parameters of its run. */
export type Ran = { hash: string; startedAt: number; done: boolean; params: RunView["params"] };

/** A parameter's value as one text, so that two can be compared; a list's items may hold anything. */
const valueKey = (value: string | readonly string[]): string => JSON.stringify(value);

/**
 * Which of the shown cells are of other code, of other parameters (their own, or those of cells that they read from), or
 * older than what they read from; and why, the nearest cause first. `ran` has a place for each cell of the document.
 */
export function staleCells(
  outline: Outline,
  ran: readonly (Ran | undefined)[],
  given: Readonly<Record<string, string | readonly string[]>>,
  now: Date,
): (Stale | undefined)[] {
  const valuesNow = parametersNow(outline, given, now);
  const byName = new Map(
    outline.cells.flatMap((cell, i) => (cell?.name === undefined ? [] : [[cell.name, i] as const])),
  );
  const params = paramsUsed(outline, byName);
  const known = new Map<number, Stale | undefined>();

  const judge = (at: number, path: ReadonlySet<number>): Stale | undefined => {
    if (known.has(at)) return known.get(at);
    const cell = outline.cells[at];
    const mine = ran[at];
    if (!cell || !mine) return undefined;
    const found = causeOf(at, path);
    known.set(at, found);
    return found;
  };
  const causeOf = (at: number, path: ReadonlySet<number>): Stale | undefined => {
    const cell = outline.cells[at];
    const mine = ran[at];
    if (!cell || !mine) return undefined;
    if (cell.hash !== mine.hash) return { why: "code" };
    const then = new Map(mine.params.map(({ name, value }) => [name, valueKey(value)]));
    const names = [...(params.get(at) ?? [])].filter((name) => {
      const before = then.get(name);
      const value = valuesNow.get(name);
      return before !== undefined && value !== undefined && before !== value;
    });
    if (names.length > 0) return { why: "parameters", names };
    const older = cell.reads.filter((name) => {
      const above = byName.get(name);
      const source = above === undefined ? undefined : ran[above];
      // Cells that read from each other in a circle are no cause of each other.
      if (above === undefined || !source || path.has(above)) return false;
      return (
        (source.done && source.startedAt > mine.startedAt) || judge(above, new Set([...path, above])) !== undefined
      );
    });
    return older.length > 0 ? { why: "upstream", names: older } : undefined;
  };
  return outline.cells.map((_, at) => judge(at, new Set([at])));
}

/** Values that cannot be taken now (a wrong one, or none) are left out: nothing is said of results that depend on them. */
function parametersNow(
  { meta }: Outline,
  given: Readonly<Record<string, string | readonly string[]>>,
  now: Date,
): Map<string, string> {
  const values = new Map<string, string>();
  for (const spec of meta.params) {
    const own = given[spec.name];
    const only = { params: [spec], timezone: meta.timezone };
    const resolved = resolveParameters(only, own === undefined ? {} : { [spec.name]: own }, [], now);
    if ("values" in resolved) for (const { name, value } of resolved.values) values.set(name, valueKey(value));
  }
  return values;
}

/** The parameters of each cell and of all that it reads from. */
function paramsUsed(outline: Outline, byName: ReadonlyMap<string, number>): Map<number, Set<string>> {
  const of = (at: number, seen: Set<number>): string[] => {
    const cell = outline.cells[at];
    if (!cell || seen.has(at)) return [];
    seen.add(at);
    const above = cell.reads.flatMap((name) => byName.get(name) ?? []);
    return [...cell.params, ...above.flatMap((each) => of(each, seen))];
  };
  return new Map(outline.cells.map((_, at) => [at, new Set(of(at, new Set()))]));
}
