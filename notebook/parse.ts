import { optionPrefix } from "./lines.ts";
import { completeMeta, frontMatter } from "./meta.ts";
import { foldCase } from "./names.ts";
import type { Cell, CellOptions, Meta, Parsed } from "./notebook.ts";
import { cellOptionNames, cellOptions, completeOptions, defaultOptions } from "./options.ts";
import type { Problem } from "./problem.ts";
import { scan } from "./scan.ts";
import type { Piece, Scan } from "./scan.ts";
import type { Shape } from "./shape.ts";
import { readYaml, textAt } from "./yaml-text.ts";
import type { YamlText } from "./yaml-text.ts";

/**
 * Reads the text of a `.between-nb` file. Never throws and never loses text: whatever the text is, `print` of the
 * notebook gives it back, and what is wrong with it is in `problems`, in the order of the file.
 */
export function parse(text: string): Parsed {
  const scanned = scan(text);
  const { bom, eol, body, front, pieces } = scanned;
  const problems: Problem[] = [];
  const meta = readMeta(scanned, problems);
  const starts = pieces.map(({ start }, i) => (i === 0 && !front ? 0 : start));
  const names: NameAt[] = [];
  const cells = pieces.map((piece, i) => {
    const raw = body.slice(starts[i], starts[i + 1] ?? piece.end);
    return readCell(piece, raw, names, problems);
  });
  const all = [...problems, ...repeatedNames(meta, names)].sort((a, b) => a.line - b.line || a.column - b.column);
  const head = front ? body.slice(0, starts[0] ?? front.end) : "";
  const source = { bom, eol, head, tail: body.slice(pieces[pieces.length - 1]?.end ?? head.length) };
  return { notebook: { meta, cells, source }, problems: all };
}

/** The name of a cell where it is written. */
type NameAt = { name: string; line: number; column: number };

function readMeta({ front, frontUnclosed }: Scan, problems: Problem[]): Meta {
  if (frontUnclosed) {
    problems.push({
      severity: "error",
      code: "notebook.front-matter-unclosed",
      args: {},
      line: 1,
      column: 1,
      endColumn: 4,
    });
  }
  return completeMeta((front && readShape(frontMatter, front.yaml, problems).shaped) ?? {});
}

function readCell(piece: Piece, raw: string, names: NameAt[], problems: Problem[]): Cell {
  const yaml = piece.kind === "markdown" ? piece.separator : piece.options;
  const options = yaml ? readOptions(yaml, names, problems) : defaultOptions;
  if (piece.kind === "markdown") return { kind: "markdown", text: piece.text, options, line: piece.textLine, raw };
  const { language, ticks, closed, code, codeLine, lateOption } = piece;
  if (!closed) {
    const endColumn = ticks + language.length + 3;
    problems.push({
      severity: "error",
      code: "notebook.fence-unclosed",
      args: { language },
      line: piece.line,
      column: 1,
      endColumn,
    });
  }
  const late = lateOption && /^ *([\w-]+) *:/.exec(lateOption.text)?.[1];
  if (lateOption && late && cellOptionNames.includes(late)) {
    const args = { key: late, prefix: optionPrefix(language) };
    problems.push({ severity: "warning", code: "notebook.option-too-late", args, line: lateOption.line, column: 1 });
  }
  return { kind: "code", language, code, options, line: codeLine, raw };
}

function readOptions(yaml: YamlText, names: NameAt[], problems: Problem[]): CellOptions {
  const { shaped, found } = readShape(cellOptions, yaml, problems);
  const options = shaped ? completeOptions(shaped) : defaultOptions;
  const at = options.name === undefined ? undefined : found("name");
  if (options.name !== undefined && at) names.push({ name: options.name, line: at.line, column: at.column });
  return options;
}

function readShape<T>(shape: Shape<T>, yaml: YamlText, problems: Problem[]) {
  const read = readYaml(yaml);
  const root = read.document.contents;
  const shaped = root ? shape.read(root, "", read.reading) : undefined;
  for (const problem of read.problems) problems.push(problem);
  return { shaped, found: (key: string) => textAt(read, key)?.place };
}

/** Cells and sources become views of one session, where a later one would silently replace an earlier. */
function repeatedNames(meta: Meta, names: readonly NameAt[]): Problem[] {
  const logs = new Map(meta.sources.map(({ name, line }) => [foldCase(name), line]));
  const seen = new Map<string, number>();
  return names.flatMap(({ name, line, column }): Problem[] => {
    const key = foldCase(name);
    const first = logs.get(key) ?? seen.get(key);
    seen.set(key, first ?? line);
    if (first === undefined) return [];
    const code = logs.has(key) ? "notebook.name-of-source" : "notebook.duplicate-name";
    return [{ severity: "error", code, args: { name, first }, line, column }];
  });
}
