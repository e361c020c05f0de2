import { createHash } from "node:crypto";
import { basename, extname } from "node:path";
import { BetweenError } from "../../protocol/errors.ts";
import type { Args, Code, Place } from "../../protocol/errors.ts";
import type { RunId } from "../../protocol/ids.ts";
import type { RunView } from "../../protocol/messages.ts";
import { emptyRunView } from "../../protocol/run-view.ts";
import type { AskOf } from "../../protocol/service.ts";
import { en } from "../../protocol/wording/en.ts";
import { hashedText } from "../../notebook/cell-hash.ts";
import type { CodeCell, Notebook, ParameterValue, SourceSpec } from "../../notebook/notebook.ts";
import { resolveParameters } from "../../notebook/parameters.ts";
import { parse } from "../../notebook/parse.ts";
import type { SessionFacts } from "./journal/journal-lines.ts";

/** What running a notebook takes: its code cells that are to run, by their place in the notebook. */
export type Plan = {
  cells: ReadonlyMap<number, CodeCell>;
  params: readonly ParameterValue[];
  sources: readonly SourceSpec[];
  /** Python packages that its cells need. */
  requirements: readonly string[];
  timezone: string;
  keepGoing: boolean;
  /** Results are written to where `save` says. */
  save: boolean;
};

/** Reads the notebook and checks the parameters. Throws the first problem, with its place in the file. */
export function planRun(
  ask: AskOf<"run">,
  now: Date,
  known?: readonly ParameterValue[],
): { plan: Plan; notebook: Notebook } {
  const { notebook, problems } = parse(ask.text);
  const [problem] = problems.filter(({ severity }) => severity === "error");
  if (problem) throw refusal(problem.code, problem.args, { line: problem.line, column: problem.column });
  const resolved = known ? { values: known } : resolveParameters(notebook.meta, ask.params, ask.declare ?? [], now);
  if ("problems" in resolved) {
    const [first] = resolved.problems;
    throw first ? refusal(first.code, first.args) : new BetweenError("internal", { reason: "no parameters" });
  }
  const wanted = ask.cells && new Set(ask.cells);
  const cells = new Map<number, CodeCell>();
  notebook.cells.forEach((cell, i) => {
    if (cell.kind === "code" && (wanted?.has(i) ?? true)) cells.set(i, cell);
  });
  const absent = ask.cells?.find((cell) => !cells.has(cell));
  if (absent !== undefined) throw new BetweenError("run.no-cell", { cell: absent });
  const { timezone, sources, requirements } = notebook.meta;
  return {
    notebook,
    plan: { cells, params: resolved.values, sources, requirements, timezone, keepGoing: ask.keepGoing, save: ask.save },
  };
}

/** The run before anything happened: the cells that are to run are queued, parameters have their values. */
export function firstView(
  run: RunId,
  ask: AskOf<"run">,
  { plan, notebook }: { plan: Plan; notebook: Notebook },
  facts: SessionFacts,
  engine: string,
  now: Date,
): RunView {
  const { meta } = notebook;
  const file = basename(ask.uri, extname(ask.uri));
  const view = emptyRunView({
    run,
    session: facts.session,
    notebook: {
      uri: ask.uri,
      id: meta.id ?? file,
      title: meta.title ?? file,
      timezone: meta.timezone,
      lang: meta.lang ?? "en",
      ...(ask.commit !== undefined && { commit: ask.commit }),
    },
    engine,
    user: facts.user,
    params: plan.params.map(({ name, type, value }) => ({
      name,
      type,
      value: typeof value === "string" ? value : [...value],
    })),
    createdAt: now.getTime(),
    cells: notebook.cells.map((cell) =>
      cell.kind === "markdown"
        ? { kind: cell.kind, text: cell.text, line: cell.line, options: { ...cell.options } }
        : {
            kind: cell.kind,
            language: cell.language,
            text: cell.code,
            line: cell.line,
            options: { ...cell.options },
            hash: hashCell(cell.language, cell.code),
          },
    ),
  });
  return {
    ...view,
    values: Object.fromEntries(
      plan.params.map(({ name, value }) => [name, typeof value === "string" ? value : value.join(", ")]),
    ),
    cells: view.cells.map((cell, i) => (plan.cells.has(i) ? { ...cell, state: "queued" } : cell)),
  };
}

/** As `hashCell` of the notebook room, which is for browsers too and so not synchronous. */
const hashCell = (language: string, code: string): string =>
  createHash("sha256").update(hashedText(language, code)).digest("hex");

function refusal(code: string, args: Args, at?: Place): BetweenError {
  return isCode(code) ? new BetweenError(code, args, at && { at }) : new BetweenError("internal", { reason: code });
}

/** Codes of the notebook room are made there as plain strings; a test there holds the catalogues to them. */
const isCode = (code: string): code is Code => code in en;
