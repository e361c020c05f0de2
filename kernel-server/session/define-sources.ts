import { BetweenError } from "../../protocol/errors.ts";
import type { Code } from "../../protocol/errors.ts";
import type { SourceSpec } from "../../notebook/notebook.ts";
import { missingTable } from "../engine/spark-connect/failure.ts";
import type { CellContext } from "./cell-context.ts";
import { placeIn } from "./place.ts";
import { type SentRoot, sentSource } from "./sent-paths.ts";
import { resultPlace } from "./save-target.ts";
import { runStep } from "./run-step.ts";

/** A word of a cell's code, which may name a source: UTF-16 units [start, end). */
export type Word = { name: string; start: number; end: number };

/** Stands in `defined` for a name that a cell has given: its rows are kept, or whoever reads it computes them again. */
export const GIVEN = { kept: "cell", computed: "cell, computed again" } as const;

/** How engines say that nothing is at a path. */
const missing = new Set<Code>(["engine.path-empty", "engine.path-missing", "engine.path-not-found"]);

/** Stands in `defined` for a source whose view is made for each cell that names it: one of a table keeps the version that it was made of. */
const ANEW = "anew";

/** What became of the sources that a cell names. `unmade`: those that could not be, and why. */
export type Defined = { sources: SourceSpec[]; unmade: ReadonlyMap<string, BetweenError> };

/**
 * Makes views of the sources that a cell names, where the engine's session does not have them yet as they are now. A word
 * may be a column's name too, or a word of a comment: a source that cannot be made fails the cell only when the engine misses
 * it (`orWhyUnmade`), or has something else under its name.
 */
export async function defineSources(cx: CellContext, words: readonly Word[]): Promise<Defined> {
  const { code } = cx.code;
  const sources: SourceSpec[] = [];
  const unmade = new Map<string, BetweenError>();
  for (const spec of cx.run.plan.sources) {
    const name = spec.name.toLowerCase();
    const at = words.find((word) => word.name.toLowerCase() === name);
    const there = cx.defined.get(name);
    if (!at || there === GIVEN.kept || there === GIVEN.computed) continue;
    try {
      const source = placedSource(spec, cx.results, cx.sent);
      const made = "result" in spec.from || spec.format === "delta" ? ANEW : await stateOf(cx, source);
      if (there !== made || made === ANEW) {
        await runStep(cx, `source:${name}`, { do: "view", name: spec.name, relation: { of: "source", source } });
        cx.defined.set(name, made);
      }
      sources.push(source);
    } catch (thrown) {
      const error = BetweenError.from(thrown);
      if (error.code === "engine.interrupted" || error.code === "engine.died") throw error;
      const [said, args] =
        "result" in spec.from && missing.has(error.code)
          ? (["source.unsaved", { result: spec.from.result, source: spec.name }] as const)
          : [error.code, error.args];
      const why = new BetweenError(said, args, {
        at: placeIn(code, cx.cell, at.start, at.end),
        ...(error.engineText !== undefined && { engineText: error.engineText }),
        cause: error.cause,
      });
      if (await isSomethingElse(cx, spec.name)) throw why;
      unmade.set(name, why);
    }
  }
  return { sources, unmade };
}

/** Whether the engine knows the name without the source: as an earlier state of it, or as a table of its catalogue. */
async function isSomethingElse({ engine, signal }: CellContext, name: string): Promise<boolean> {
  try {
    await engine.analyze({ of: "view", name }, signal);
    return true;
  } catch (thrown) {
    return BetweenError.from(thrown).code !== "engine.table-not-found";
  }
}

/** What a cell failed with; where the engine missed a source, why that could not be made. */
export function orWhyUnmade(error: BetweenError, unmade: Defined["unmade"]): BetweenError {
  if (unmade.size === 0) return error;
  const why = unmade.get(missedBy(error)?.toLowerCase() ?? "");
  if (!why) return error;
  const { at = why.at } = error;
  return new BetweenError(why.code, why.args, {
    ...(at && { at }),
    ...(why.engineText !== undefined && { engineText: why.engineText }),
    cause: error,
  });
}

/**
 * What a source means, and its files: on Spark a view keeps those that were there when it was made. They are looked at once in
 * a run, and again when the run has saved something.
 */
async function stateOf(cx: CellContext, { line: _, ...meaning }: SourceSpec): Promise<string> {
  const saves = cx.run.journal.view.cells.reduce((sum, { saved }) => sum + saved.length, 0);
  const key = JSON.stringify([meaning, saves]);
  const known = cx.run.looked.get(key);
  if (known !== undefined) return known;
  const path = "path" in meaning.from ? meaning.from.path : "";
  const files = await cx.engine.files(path, cx.signal).catch((thrown: unknown) => {
    if (cx.signal.aborted) throw thrown;
    // What only the engine can see is taken for new in each run; of what is wrong the view says the place.
    return cx.run.id;
  });
  const state = JSON.stringify([meaning, files]);
  cx.run.looked.set(key, state);
  return state;
}

/** What another notebook saved is found in the results folder, and what was sent among the sent files. */
export function placedSource(source: SourceSpec, results: string, sent?: SentRoot): SourceSpec {
  if ("result" in source.from) return { ...source, from: { path: resultPlace(source.from.result, results) } };
  return sent ? sentSource(source, sent) : source;
}

/** The table that an error says is not there: the engine's own, or what a client of it in a cell has thrown. */
function missedBy({ code, args, engineText = "" }: BetweenError): string | undefined {
  if (code === "engine.table-not-found") return String(args["name"]);
  return code === "engine.interrupted" ? undefined : missingTable([...Object.values(args), engineText].join("\n"));
}
