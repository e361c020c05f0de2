import { references } from "./interpolate.ts";
import { escapeMarkdownLine, languagesThatRun } from "./lines.ts";
import { foldCase } from "./names.ts";
import { nearest } from "./nearest.ts";
import type { Notebook } from "./notebook.ts";
import { parse } from "./parse.ts";
import type { Problem, ProblemCode } from "./problem.ts";
import { scan } from "./scan.ts";
import type { Piece, Scan } from "./scan.ts";
import { namedParameters } from "./sql-text.ts";
import { placesIn } from "./text-places.ts";
import type { TextPlace } from "./text-places.ts";
import { keysAt, readYaml, textAt } from "./yaml-text.ts";

/**
 * Everything that can be said about a notebook without running it, in the order of the file: what `parse` says, and
 * names that nothing stands behind. `declared`: parameters that the command line adds; `engine`: the one that it names.
 */
export function check(text: string, declared: readonly string[] = [], engine?: string): Problem[] {
  const { notebook, problems } = parse(text);
  const scanned = scan(text);
  const known = namesIn(notebook, scanned, declared);
  const found = scanned.pieces.flatMap((piece) => [...checkPiece(piece, known), ...checkTitle(piece, known)]);
  const cluster = checkEngine(scanned, engine ?? notebook.meta.engine);
  return [...problems, ...checkMetaTitle(scanned, known), ...found, ...cluster].sort(
    (a, b) => a.line - b.line || a.column - b.column,
  );
}

/** The engine that runs no Scala, by the name that it has where nobody gives it another. */
export const EMBEDDED = "embedded";

type CodePiece = Extract<Piece, { kind: "code" }>;
type Known = {
  parameters: ReadonlySet<string>;
  cells: ReadonlyMap<string, string>;
};

/** A parameter that has something wrong with it is declared all the same. */
const namesIn = ({ cells }: Notebook, { front }: Scan, declared: readonly string[]): Known => ({
  parameters: new Set([...(front ? keysAt(readYaml(front.yaml), "params") : []), ...declared]),
  cells: new Map(cells.flatMap(({ options: { name } }) => (name === undefined ? [] : [[foldCase(name), name]]))),
});

function checkPiece(piece: Piece, known: Known): Problem[] {
  if (piece.kind === "markdown") {
    const shifts = piece.text.split("\n").map((line) => escapeMarkdownLine(line).length - line.length);
    const placeOf = placesIn(piece.text);
    return checkReferences(piece.text, known, (offset) => {
      const { line, column } = placeOf(offset);
      return { line: piece.textLine + line - 1, column: column + (shifts[line - 1] ?? 0) };
    });
  }
  const { language } = piece;
  const onFence = fenceOf(piece);
  if (language === "sql") return checkParameters(piece.code, piece.codeLine, known);
  if (language === "python" || language === "scala") return [];
  if (language === "vega-lite") {
    return [{ severity: "warning", code: "notebook.needs-editor", args: { language }, ...onFence }];
  }
  const near = nearest(language, languagesThatRun);
  const code: ProblemCode = near === undefined ? "notebook.unknown-language" : "notebook.unknown-language-nearest";
  const args = { language, ...(near !== undefined && { nearest: near }) };
  return [{ severity: "warning", code, args, ...onFence }];
}

const fenceOf = ({ line, ticks, language }: CodePiece) => ({
  line,
  column: ticks + 2,
  endColumn: ticks + 2 + language.length,
});

/** Said once, at the first cell: one engine runs them all. Which one a server chooses by itself only the server knows. */
function checkEngine({ pieces }: Scan, engine = EMBEDDED): Problem[] {
  const scala = pieces.filter((piece) => piece.kind === "code").filter(({ language }) => language === "scala");
  const [first] = scala;
  if (!first || engine !== EMBEDDED) return [];
  const args = { count: scala.length };
  return [{ severity: "warning", code: "notebook.needs-cluster", args, ...fenceOf(first) }];
}

function checkParameters(code: string, firstLine: number, { parameters }: Known): Problem[] {
  const placeOf = placesIn(code);
  return namedParameters(code)
    .filter(({ name }) => !parameters.has(name))
    .map(({ name, start, end }): Problem => {
      const { line, column } = placeOf(start);
      const near = nearest(name, parameters);
      return {
        severity: "error",
        code: near === undefined ? "notebook.undeclared-parameter" : "notebook.undeclared-parameter-nearest",
        args: { name, ...(near !== undefined && { nearest: near }) },
        line: firstLine + line - 1,
        column,
        endColumn: column + end - start,
      };
    });
}

function checkReferences(
  text: string,
  { parameters, cells }: Known,
  placeOf: (offset: number) => TextPlace,
): Problem[] {
  return references(text).flatMap(({ name, start, end }): Problem[] => {
    const cell = /^([^.]+)\./.exec(name)?.[1];
    if (cell === undefined ? parameters.has(name) : cells.has(foldCase(cell))) return [];
    const place = placeOf(start);
    const near = nearest(cell ?? name, cell === undefined ? parameters : cells.values());
    return [
      {
        severity: "warning",
        code: near === undefined ? "notebook.unknown-reference" : "notebook.unknown-reference-nearest",
        args: {
          name,
          ...(near !== undefined && { nearest: cell === undefined ? near : near + name.slice(cell.length) }),
        },
        ...place,
        endColumn: place.column + end - start,
      },
    ];
  });
}

/** Of a title the message points to where it begins: in YAML the same text can be written in several ways. */
function checkTitle(piece: Piece, known: Known): Problem[] {
  const yaml = piece.kind === "code" ? piece.options : piece.separator;
  return yaml?.text.includes("{{") ? titleProblems(yaml, known) : [];
}

const checkMetaTitle = ({ front }: Scan, known: Known): Problem[] =>
  front?.yaml.text.includes("{{") ? titleProblems(front.yaml, known) : [];

function titleProblems(yaml: NonNullable<Scan["front"]>["yaml"], known: Known): Problem[] {
  const title = textAt(readYaml(yaml), "title");
  if (!title) return [];
  const { line, column } = title.place;
  return checkReferences(title.text, known, () => ({ line, column })).map(({ endColumn: _, ...problem }) => problem);
}
