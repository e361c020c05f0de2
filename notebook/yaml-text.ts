import { isMap, isScalar, parseDocument, YAMLParseError } from "yaml";
import type { Document, Node } from "yaml";
import type { Problem, ProblemCode } from "./problem.ts";

/** YAML as it lies in a file: in one piece (front matter), or line by line behind comment signs (cell options). */
export type YamlText = { text: string; lines: readonly YamlLine[] };

/** `start`: where the line begins in the YAML text; the rest: where its first character stands in the file. */
export type YamlLine = { start: number; offset: number; line: number; column: number };

export type Place = { offset: number; line: number; column: number };

/** What a shape reads with: takes down what is wrong, and where. */
export type Reading = {
  report(severity: Problem["severity"], code: ProblemCode, args: Problem["args"], at: Node): void;
  /** The author's own text of a node, cut to what a message can show. */
  quote(node: Node): string;
  place(node: Node): Place;
};

/** `sound`: free of syntax errors. */
export type Yaml = { document: Document.Parsed; reading: Reading; problems: Problem[]; sound: boolean };

/** The file's place of an offset in the YAML text. */
export function placeOf(yaml: YamlText, at: number): Place {
  let low = 0;
  let high = yaml.lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((yaml.lines[middle]?.start ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  const line = yaml.lines[low] ?? { start: 0, offset: 0, line: 1, column: 1 };
  const into = at - line.start;
  return { offset: line.offset + into, line: line.line, column: line.column + into };
}

/**
 * Reads YAML 1.2 without making values of it, so that `007` can stay `007`. Never throws: what the parser itself cannot
 * take (nesting so deep that the stack ends) is a problem too. Where the YAML has errors, they are all that is reported,
 * and what can be read still is.
 */
export function readYaml(yaml: YamlText): Yaml {
  const problems: Problem[] = [];
  const add = (severity: Problem["severity"], code: ProblemCode, args: Problem["args"], start: number, end: number) => {
    const from = placeOf(yaml, start);
    const to = placeOf(yaml, end);
    const endColumn = to.line === from.line && to.column > from.column ? to.column : undefined;
    problems.push({ severity, code, args, line: from.line, column: from.column, ...(endColumn && { endColumn }) });
  };
  const document = parsed(yaml.text);
  // Of syntax errors the first only: the others follow from it.
  for (const error of document.errors.slice(0, 1)) {
    add("error", "notebook.yaml", { reason: error.message }, error.pos[0], error.pos[0]);
  }
  for (const warning of document.warnings) {
    add("warning", "notebook.yaml", { reason: warning.message }, warning.pos[0], warning.pos[1]);
  }
  const sound = document.errors.length === 0;
  const reading: Reading = {
    report(severity, code, args, at) {
      const [start, end] = at.range ?? [0, 0];
      if (sound) add(severity, code, args, start, start + yaml.text.slice(start, end).trimEnd().length);
    },
    quote(node) {
      const [start, end] = node.range ?? [0, 0];
      const text = yaml.text.slice(start, end).trim().replace(/\s+/g, " ");
      return text.length > 60 ? `${text.slice(0, 59)}…` : text;
    },
    place: (node) => placeOf(yaml, node.range?.[0] ?? 0),
  };
  return { document, reading, problems, sound };
}

/** Where the text of a key of the outermost map begins, and the text. */
export function textAt({ document, reading }: Yaml, key: string): { text: string; place: Place } | undefined {
  const node: unknown = isMap(document.contents) ? document.contents.get(key, true) : undefined;
  return isScalar(node) && node.source !== undefined ? { text: node.source, place: reading.place(node) } : undefined;
}

/** The keys of the map that stands behind a key of the outermost map. */
export function keysAt({ document }: Yaml, key: string): string[] {
  const node: unknown = isMap(document.contents) ? document.contents.get(key, true) : undefined;
  return isMap(node) ? node.items.flatMap((pair) => (isScalar(pair.key) ? (pair.key.source ?? []) : [])) : [];
}

function parsed(text: string): Document.Parsed {
  try {
    // The library compares each key of a map with all before it: 100,000 keys took it five minutes. `record` looks itself.
    return parseDocument(text, { prettyErrors: false, logLevel: "silent", uniqueKeys: false });
  } catch (thrown) {
    const empty = parseDocument("", { prettyErrors: false });
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    empty.errors.push(new YAMLParseError([0, 0], "UNEXPECTED_TOKEN", message));
    return empty;
  }
}
