import { isMap, isScalar } from "yaml";
import { foldCase } from "../../notebook/names.ts";
import { optionPrefix } from "../../notebook/lines.ts";
import type { Meta } from "../../notebook/notebook.ts";
import { parse } from "../../notebook/parse.ts";
import type { YamlLine, YamlText } from "../../notebook/yaml-text.ts";
import { readYaml, textAt } from "../../notebook/yaml-text.ts";
import type { Field } from "../../protocol/messages.ts";
import type { Lang } from "../../protocol/wording/say.ts";
import { FRONT_LANGUAGE } from "../documents/document.ts";
import type { Span } from "./span.ts";

/** A cell's text in the editor, option lines first. What is read from it is kept with the object: the same text, the same object. */
export type CellText = { language: string; value: string };

/** A source, or the result of a named cell. `cell`: its place in the document. `rows`: of a result that is shown whole. */
export type KnownTable = {
  name: string;
  of: "source" | "cell";
  cell?: number;
  columns: readonly Field[];
  rows?: number;
};

/** All that completion, hover and the rest know of a notebook at a moment. */
export type Knowledge = {
  lang: Lang;
  /** The document's cells, the front matter among them. */
  cells: readonly CellText[];
  tables: readonly KnownTable[];
  /** What the cells show, by their place in the document. */
  results: readonly ({ columns: readonly Field[] } | undefined)[];
  /** The user's values for parameters; those that are not here have their default. */
  values: Readonly<Record<string, string | readonly string[]>>;
  engines: readonly string[];
};

export type CellParts = {
  /** The option lines as YAML; the offsets of its lines are those of the cell's text, its line numbers count from 1. */
  options: YamlText;
  code: string;
  /** Where the code begins in the cell's text. */
  codeStart: number;
  /** `--|` of SQL. */
  prefix: string;
};

/** Reads something from a cell once. */
function once<T>(read: (cell: CellText) => T): (cell: CellText) => T {
  const known = new WeakMap<CellText, { value: T }>();
  return (cell) => {
    const found = known.get(cell);
    if (found) return found.value;
    const value = read(cell);
    known.set(cell, { value });
    return value;
  };
}

/** Whether a place is in an option line, its comment sign included. */
export function isInOptions(cell: CellText, offset: number): boolean {
  return cell.value.lastIndexOf("\n", offset - 1) + 1 < partsOf(cell).codeStart;
}

/** A cell's option lines and what stands behind them. */
export const partsOf = once(({ language, value }): CellParts => {
  const prefix = optionPrefix(language);
  const lines: YamlLine[] = [];
  let text = "";
  let at = 0;
  while (at < value.length && value.startsWith(prefix, at)) {
    const feed = value.indexOf("\n", at);
    const end = feed === -1 ? value.length : feed;
    const skip = prefix.length + (value[at + prefix.length] === " " ? 1 : 0);
    lines.push({ start: text.length, offset: at + skip, line: lines.length + 1, column: skip + 1 });
    text += `${value.slice(at + skip, end)}\n`;
    at = feed === -1 ? value.length : feed + 1;
  }
  return { options: { text, lines }, code: value.slice(at), codeStart: at, prefix };
});

/** A cell's name, and where it stands in the cell's text. */
export const cellName = once((cell): { name: string; start: number } | undefined => {
  if (isFront(cell) || cell.language === "markdown") return undefined;
  const { options } = partsOf(cell);
  if (!options.text.includes("name")) return undefined;
  const found = textAt(readYaml(options), "name");
  return found && { name: found.text, start: found.place.offset };
});

const noMeta: Meta = { between: 1, timezone: "UTC", requirements: [], params: [], sources: [] };

const metaOf = once(({ value }): Meta => parse(`---\n${value}\n---\n`).notebook.meta);

/** Where the names of parameters and sources are declared in the front matter's text. */
export const frontNames = once(({ value }): Record<"params" | "sources", ReadonlyMap<string, Span>> => {
  const { document } = readYaml({ text: value, lines: [] });
  const names = (key: string) => {
    const map: unknown = isMap(document.contents) ? document.contents.get(key, true) : undefined;
    const keys = isMap(map) ? map.items.map((pair) => pair.key) : [];
    return new Map(
      keys.flatMap((node): [string, Span][] => {
        if (!isScalar(node) || node.source === undefined || !node.range) return [];
        return [[node.source, { start: node.range[0], end: node.range[1] }]];
      }),
    );
  };
  return { params: names("params"), sources: names("sources") };
});

export const isFront = ({ language }: CellText): boolean => language === FRONT_LANGUAGE;

/** The notebook's front matter, with defaults where it has none. */
export function frontMeta(cells: readonly CellText[]): Meta {
  const front = cells.find(isFront);
  return front ? metaOf(front) : noMeta;
}

export const sameName = (a: string, b: string): boolean => foldCase(a) === foldCase(b);

/** A parameter's value as text, the user's before the default; none where it has neither. */
export function valueOfParameter(know: Knowledge, name: string): string | undefined {
  const spec = frontMeta(know.cells).params.find((each) => each.name === name);
  const value = (Object.hasOwn(know.values, name) ? know.values[name] : undefined) ?? spec?.default;
  return typeof value === "string" || value === undefined ? value : value.join(", ");
}
