import { check } from "../../notebook/check.ts";
import { escapeMarkdownLine } from "../../notebook/lines.ts";
import type { Problem } from "../../notebook/problem.ts";
import { scan } from "../../notebook/scan.ts";
import type { Piece } from "../../notebook/scan.ts";
import { explainPlainly, say } from "../../protocol/wording/say.ts";
import type { Lang } from "../../protocol/wording/say.ts";
import type { Args, Code, WireError } from "../../protocol/errors.ts";
import { frontValue, inEditor } from "../documents/cell-text.ts";
import { splitFront } from "../documents/split-front.ts";
import { frontNames, isFront, partsOf } from "./knowledge.ts";
import type { CellText, Knowledge } from "./knowledge.ts";
import { missingNameFix } from "./sql/missing-name.ts";

/** A place in a cell's text; lines and columns count from 0. */
export type LinePlace = { line: number; column: number };

/** Something wrong in a cell. `fix`: what would put it right, in the place of the whole range. */
export type Finding = {
  /** The cell's place in the document. */
  cell: number;
  start: LinePlace;
  end: LinePlace;
  severity: "error" | "warning";
  code: string;
  message: string;
  fix?: { title: string; text: string };
};

/** A document as its file: `ordinals` are the file's cells by their place in the document. */
export type FileText = { text: string; ordinals: readonly (number | undefined)[] };

/** What the command line says of a language, and the editor knows better. */
const notHere = new Set(["notebook.needs-editor", "notebook.needs-cluster"]);

/** What is wrong with a notebook's text, found without running anything. */
export function textFindings(lang: Lang, { text, ordinals }: FileText, cells: readonly CellText[]): Finding[] {
  const problems = check(text).filter(({ code }) => !notHere.has(code));
  const ofFront = frontFindings(lang, text, cells);
  if (problems.length === 0) return ofFront;
  const { pieces } = scan(text);
  const front = cells.findIndex(isFront);
  const found = problems.flatMap((problem): Finding[] => {
    const ordinal = pieces.findLastIndex(({ line }) => line <= problem.line);
    const piece = pieces[ordinal];
    const cell = piece ? ordinals.indexOf(ordinal) : front;
    if (cell === -1) return [];
    const value = cells[cell]?.value ?? "";
    // A second front matter is no language that is written wrong.
    if (piece && cells[cell] && isFront(cells[cell])) return [];
    const at = piece ? inPiece(piece, problem, value) : { line: problem.line - 2, column: problem.column - 1 };
    return [finding(lang, problem, cell, value, at)];
  });
  return [...found, ...ofFront];
}

/** What a front matter cell holds that the file's cannot: a line that ends it; and a second one, of which a file has none. */
function frontFindings(lang: Lang, text: string, cells: readonly CellText[]): Finding[] {
  const [first, ...others] = cells.flatMap((cell, at) => (isFront(cell) ? [at] : []));
  if (first === undefined) return [];
  const onLine = (cell: number, line: number, code: Code, args: Args): Finding => {
    const end = cells[cell]?.value.split("\n")[line]?.length ?? 0;
    const { message, hint } = explainPlainly(lang, { code, args });
    const start = { line, column: 0 };
    return {
      cell,
      start,
      end: { line, column: end },
      severity: "error",
      code,
      message: `${message} ${hint ?? ""}`.trim(),
    };
  };
  const value = cells[first]?.value ?? "";
  const inFile = frontValue(scan(text).front?.yaml.text ?? "");
  const { line } = inFile === inEditor(value) ? {} : splitFront(value);
  return [
    ...(line === undefined ? [] : [onLine(first, line, "language.front-ends", {})]),
    ...others.map((cell) => onLine(cell, 0, "language.second-front", { cell: first + 1 })),
  ];
}

/** Where in a cell's text a place of the file is; none on the lines around it that the editor does not show. */
function inPiece(piece: Piece, { line, column }: Problem, value: string): LinePlace | undefined {
  if (piece.kind === "code") return line > piece.line ? { line: line - piece.line - 1, column: column - 1 } : undefined;
  if (line < piece.textLine || piece.text === "") return undefined;
  const written = value.split("\n")[line - piece.textLine] ?? "";
  const shift = escapeMarkdownLine(written).length - written.length;
  return { line: line - piece.textLine, column: Math.max(0, column - 1 - shift) };
}

function finding(lang: Lang, problem: Problem, cell: number, value: string, at: LinePlace | undefined): Finding {
  const { message, hint } = explainPlainly(lang, { code: problem.code, args: problem.args });
  const lines = value.split("\n");
  const start = at ?? { line: 0, column: 0 };
  const length = lines[start.line]?.length ?? 0;
  const given = at && problem.endColumn !== undefined ? start.column + problem.endColumn - problem.column : undefined;
  const nearest = problem.args["nearest"];
  const fix = given !== undefined && nearest !== undefined ? replacement(problem.code, String(nearest)) : undefined;
  return {
    cell,
    start,
    end: { line: start.line, column: Math.min(length, given ?? length) },
    severity: problem.severity,
    code: problem.code,
    message: [message, ...(hint === undefined ? [] : [hint])].join(" "),
    ...(fix !== undefined && { fix: { title: say(lang, "language.fix.replace", { name: fix }), text: fix } }),
  };
}

/** The nearest name as it stands in the range that the problem has. */
function replacement(code: Problem["code"], nearest: string): string | undefined {
  switch (code) {
    case "notebook.undeclared-parameter-nearest":
      return `:${nearest}`;
    case "notebook.unknown-reference-nearest":
      return `{{${nearest}}}`;
    case "notebook.unknown-key-nearest":
    case "notebook.unknown-timezone-nearest":
      return nearest;
    default:
      return undefined;
  }
}

/** What the engine found wrong in a query or a source that was not run. `cell`: its place in the document. */
export type AnalysedProblem = { cell?: number; source?: string; error: WireError };

export function analysisFindings(know: Knowledge, problems: readonly AnalysedProblem[]): Finding[] {
  return problems.flatMap(({ cell, source, error }): Finding[] => {
    const { message, hint, engineText } = explainPlainly(know.lang, error);
    const told = [
      "engine.column-not-found",
      "engine.column-not-found-near",
      "engine.table-not-found",
      "engine.function-not-found",
    ].includes(error.code);
    const said = [
      message,
      ...(told || engineText === undefined ? [] : [engineText]),
      ...(hint === undefined ? [] : [hint]),
    ].join(" ");
    const shared = { severity: "error" as const, code: error.code };
    if (cell === undefined)
      return source === undefined ? [] : sourceFinding(know, source, { ...shared, message: said });
    const text = know.cells[cell];
    if (!text) return [];
    const { start, end } = placeInCode(text, error.at);
    const fix = missingNameFix(know, cell, error, start);
    return [
      {
        ...shared,
        cell,
        message: said,
        start,
        end,
        ...(fix !== undefined && { fix: { title: say(know.lang, "language.fix.replace", { name: fix }), text: fix } }),
      },
    ];
  });
}

function sourceFinding(
  know: Knowledge,
  source: string,
  shared: Pick<Finding, "severity" | "code" | "message">,
): Finding[] {
  const cell = know.cells.findIndex(isFront);
  const front = know.cells[cell];
  const span = front && frontNames(front).sources.get(source);
  if (!front || !span) return [];
  const before = front.value.slice(0, span.start).split("\n");
  const start = { line: before.length - 1, column: before[before.length - 1]?.length ?? 0 };
  const message = say(know.lang, "language.problem-of-source", { problem: shared.message, source });
  return [{ ...shared, message, cell, start, end: { line: start.line, column: start.column + span.end - span.start } }];
}

/** A place of an error counts from 1 in the code behind the option lines. Without one it is the code's first line. */
function placeInCode(text: CellText, at: WireError["at"]): { start: LinePlace; end: LinePlace } {
  const { code, options } = partsOf(text);
  const lines = code.split("\n");
  const above = options.lines.length;
  const line = Math.min(Math.max(0, (at?.line ?? 1) - 1), lines.length - 1);
  const column = Math.min(Math.max(0, (at?.column ?? 1) - 1), lines[line]?.length ?? 0);
  const rest = lines[line]?.slice(column) ?? "";
  const word = /^(?:`[^`]*`|[\p{L}\p{N}_]+(?:\.[\p{L}\p{N}_]+)*)/u.exec(rest)?.[0].length ?? rest.length;
  const start = { line: line + above, column };
  if (!at) return { start, end: { line: start.line, column: lines[line]?.length ?? 0 } };
  if (at.endLine === undefined || at.endColumn === undefined)
    return { start, end: { line: start.line, column: column + Math.max(1, word) } };
  return { start, end: { line: Math.max(start.line, at.endLine - 1 + above), column: Math.max(0, at.endColumn - 1) } };
}
