import { BetweenError } from "../../protocol/errors.ts";
import type { SourceSpec } from "../../notebook/notebook.ts";
import type { CellContext } from "./cell-context.ts";
import { placeIn } from "./place.ts";
import { resultPlace } from "./save-target.ts";

/** A word of a cell's code, which may name a source: UTF-16 units [start, end). */
export type Word = { name: string; start: number; end: number };

/** Stands in `defined` for a name that a cell has given: its rows are kept, or whoever reads it computes them again. */
export const GIVEN = { kept: "cell", computed: "cell, computed again" } as const;

/** Makes views of the sources that a cell names, where the engine's session does not have them yet as they are now. */
export async function defineSources(cx: CellContext, words: readonly Word[]): Promise<void> {
  const { code } = cx.code;
  for (const spec of cx.run.plan.sources) {
    const name = spec.name.toLowerCase();
    const at = words.find((word) => word.name.toLowerCase() === name);
    const source = placedSource(spec, cx.results);
    const { line: _, ...meaning } = source;
    const made = JSON.stringify(meaning);
    const there = cx.defined.get(name);
    if (!at || there === made || there === GIVEN.kept || there === GIVEN.computed) continue;
    try {
      await cx.steps.run(`source:${name}`, { do: "view", name: spec.name, relation: { of: "source", source } });
    } catch (thrown) {
      const error = BetweenError.from(thrown);
      if (error.code === "engine.interrupted" || error.code === "engine.died") throw error;
      throw new BetweenError(error.code, error.args, {
        at: placeIn(code, cx.cell, at.start, at.end),
        ...(error.engineText !== undefined && { engineText: error.engineText }),
        cause: error.cause,
      });
    }
    cx.defined.set(name, made);
  }
}

/** What another notebook saved is found in the results folder. */
export function placedSource(source: SourceSpec, results: string): SourceSpec {
  return "result" in source.from ? { ...source, from: { path: resultPlace(source.from.result, results) } } : source;
}
