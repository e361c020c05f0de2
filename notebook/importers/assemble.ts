import { codeCell, makeNotebook, markdownCell } from "../make.ts";
import type { ParameterSpec } from "../notebook.ts";
import { parse } from "../parse.ts";
import { print } from "../print.ts";
import { namedParameters } from "../sql-text.ts";
import type {
  CellResults,
  Draft,
  DraftCell,
  DraftParagraph,
  Imported,
  ImportProblem,
  Outcome,
  ParagraphReport,
  Remark,
} from "./imported.ts";

/** The draft as a file that reads back as what it says, with the report of what became of each paragraph. */
export function assemble(draft: Draft, schedule?: string): Imported | { problem: ImportProblem } {
  const { format, title, timezone, place } = draft;
  const declared = withFreeParameters(draft);
  const cells = declared.paragraphs.flatMap((paragraph) => paragraph.cells);
  const meta = { ...(title !== "" && { title }), ...(timezone !== undefined && { timezone }), params: declared.params };
  const notebook = makeNotebook(meta, cells.map(cellOf));
  const printed = print(notebook);
  const text = printed.replace("\n", () => `\n# ${draft.provenance}\n`);
  const back = parse(text);
  const error = back.problems.find(({ severity }) => severity === "error");
  if (error || back.notebook.cells.length !== cells.length)
    return { problem: { code: "import.cannot-write", args: { reason: error?.code ?? `${cells.length}` } } };

  let ordinal = 0;
  const paragraphs = declared.paragraphs.map(
    ({ title: heading, language, cells: held, remarks }, i): ParagraphReport => {
      const ordinals = held.map(() => ordinal++);
      const outcome = outcomeOf(held, remarks);
      return {
        index: i + 1,
        ...(heading !== undefined && { title: heading }),
        language,
        outcome,
        cells: ordinals,
        remarks,
      };
    },
  );
  const finished = cells.flatMap(({ results }) => results?.finishedAt ?? []);
  const results = cells.flatMap(({ results: held }, cell): CellResults[] => {
    if (!held) return [];
    const { finishedAt: _, ...result } = held;
    return [{ cell, ...result }];
  });
  return {
    format,
    text,
    ...(schedule !== undefined && { schedule }),
    ...(results.length > 0 && {
      results: {
        cells: results,
        ...(finished.length > 0 && { finishedAt: finished.reduce((a, b) => Math.max(a, b)) }),
      },
    }),
    place,
    report: { format, notes: draft.notes, paragraphs },
  };
}

function cellOf({ language, text, options }: DraftCell) {
  return language === undefined ? markdownCell(text, options) : codeCell(language, text, options);
}

/** The worst of what is said about it; dropped as a whole only where nothing of it is left. */
function outcomeOf(cells: readonly DraftCell[], remarks: readonly Remark[]): Outcome {
  if (remarks.every(({ outcome }) => outcome === "converted")) return "converted";
  return cells.length === 0 ? "dropped" : "approximated";
}

/** SQL in which `:x` stood for something else than a parameter of ours would not run without one: it is declared, and said. */
function withFreeParameters(draft: Draft): Draft {
  const known = new Map(draft.params.map(({ name }) => [name, true]));
  const added: ParameterSpec[] = [];
  const paragraphs = draft.paragraphs.map((paragraph): DraftParagraph => {
    const free = paragraph.cells
      .filter(({ language }) => language === "sql")
      .flatMap(({ text }) => namedParameters(text).map(({ name }) => name))
      .filter((name) => !known.has(name));
    const names = [...new Set(free)];
    if (names.length === 0) return paragraph;
    for (const name of names) {
      known.set(name, true);
      if (/^[A-Za-z_]\w*$/.test(name)) added.push({ name, type: "text" });
    }
    const remark: Remark = {
      outcome: "approximated",
      code: "import.free-parameter",
      args: { names: names.join(", ") },
    };
    return { ...paragraph, remarks: [...paragraph.remarks, remark] };
  });
  return { ...draft, params: [...draft.params, ...added], paragraphs };
}
