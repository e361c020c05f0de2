import { inlineYaml } from "./inline-yaml.ts";
import type { Author } from "./inline-yaml.ts";
import { isBlank, isLanguage, withLineFeeds } from "./lines.ts";
import { FORMAT_VERSION } from "./meta.ts";
import type { CellOptions, CodeCell, MarkdownCell, Meta, Notebook, ParameterSpec, SourceSpec } from "./notebook.ts";
import { authorParameter } from "./parameters.ts";
import { parse } from "./parse.ts";
import { renderCell } from "./render.ts";
import { defaultOptions } from "./options.ts";
import { authorSource } from "./sources.ts";

/** Front matter as a program gives it. */
export type NewMeta = Partial<Pick<Meta, "title" | "id" | "timezone" | "lang" | "engine">> & {
  params?: readonly ParameterSpec[];
  sources?: readonly Omit<SourceSpec, "line">[];
};

/** A notebook that has no file yet. Throws a TypeError for what the format does not allow, such as an unknown time zone. */
export function makeNotebook(meta: NewMeta, cells: Notebook["cells"], eol: "\n" | "\r\n" = "\n"): Notebook {
  const { params = [], sources = [], ...given } = meta;
  const lines = ["---", `between: ${FORMAT_VERSION}`, ...Object.entries(given).map(line)];
  if (params.length > 0)
    lines.push("params:", ...params.map((each) => `  ${line([each.name, authorParameter(each)])}`));
  if (sources.length > 0)
    lines.push("sources:", ...sources.map((each) => `  ${line([each.name, authorSource(each)])}`));
  const head = [...lines, "---", ""].join(eol);
  return { meta: readBack(head).notebook.meta, cells, source: { bom: false, eol, head, tail: "" } };
}

const line = ([key, value]: [string, Author]): string => `${inlineYaml(key)}: ${inlineYaml(value)}`;

/** A Markdown cell. Blank lines around the text do not belong to it. */
export function markdownCell(text: string, options: Partial<CellOptions> = {}): MarkdownCell {
  const lines = withLineFeeds(text).split("\n");
  const first = lines.findIndex((each) => !isBlank(each));
  const last = lines.findLastIndex((each) => !isBlank(each));
  const trimmed = first === -1 ? "" : lines.slice(first, last + 1).join("\n");
  return checked({ kind: "markdown", text: trimmed, options: { ...defaultOptions, ...options }, line: 0 });
}

/** A cell of any language (`[a-z][a-z0-9-]*`). */
export function codeCell(language: string, code: string, options: Partial<CellOptions> = {}): CodeCell {
  if (!isLanguage(language)) throw new TypeError(`not the name of a language: ${language}`);
  return checked({
    kind: "code",
    language,
    code: withLineFeeds(code),
    options: { ...defaultOptions, ...options },
    line: 0,
  });
}

export const sqlCell = (code: string, options: Partial<CellOptions> = {}): CodeCell => codeCell("sql", code, options);
export const pythonCell = (code: string, options: Partial<CellOptions> = {}): CodeCell =>
  codeCell("python", code, options);

/** The cell, when its written form reads back without errors. */
function checked<C extends MarkdownCell | CodeCell>(cell: C): C {
  readBack(renderCell(cell, true, "\n"));
  return cell;
}

function readBack(text: string) {
  const read = parse(text);
  const error = read.problems.find(({ severity }) => severity === "error");
  if (error) throw new TypeError(`${error.code} ${JSON.stringify(error.args)}`);
  return read;
}
