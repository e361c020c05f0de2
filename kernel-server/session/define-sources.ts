import { BetweenError } from "../../protocol/errors.ts";
import type { SourceSpec } from "../../notebook/notebook.ts";
import type { CellContext } from "./cell-context.ts";
import { placeIn } from "./place.ts";
import { type SentRoot, sentSource } from "./sent-paths.ts";
import { resultPlace } from "./save-target.ts";

/** A word of a cell's code, which may name a source: UTF-16 units [start, end). */
export type Word = { name: string; start: number; end: number };

/** Stands in `defined` for a name that a cell has given: its rows are kept, or whoever reads it computes them again. */
export const GIVEN = { kept: "cell", computed: "cell, computed again" } as const;

/**
 * Makes views of the sources that a cell names, where the engine's session does not have them yet as they are now. Gives those
 * that were made.
 */
export async function defineSources(cx: CellContext, words: readonly Word[]): Promise<SourceSpec[]> {
  const { code } = cx.code;
  const fresh: SourceSpec[] = [];
  for (const spec of cx.run.plan.sources) {
    const name = spec.name.toLowerCase();
    const at = words.find((word) => word.name.toLowerCase() === name);
    const there = cx.defined.get(name);
    if (!at || there === GIVEN.kept || there === GIVEN.computed) continue;
    try {
      const source = placedSource(spec, cx.results, cx.sent);
      const { line: _, ...meaning } = source;
      const made = JSON.stringify(meaning);
      if (there === made) continue;
      await cx.steps.run(`source:${name}`, { do: "view", name: spec.name, relation: { of: "source", source } });
      cx.defined.set(name, made);
      fresh.push(source);
    } catch (thrown) {
      const error = BetweenError.from(thrown);
      if (error.code === "engine.interrupted" || error.code === "engine.died") throw error;
      throw new BetweenError(error.code, error.args, {
        at: placeIn(code, cx.cell, at.start, at.end),
        ...(error.engineText !== undefined && { engineText: error.engineText }),
        cause: error.cause,
      });
    }
  }
  return fresh;
}

/** What another notebook saved is found in the results folder, and what was sent among the sent files. */
export function placedSource(source: SourceSpec, results: string, sent?: SentRoot): SourceSpec {
  if ("result" in source.from) return { ...source, from: { path: resultPlace(source.from.result, results) } };
  return sent ? sentSource(source, sent) : source;
}
