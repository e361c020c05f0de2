import {
  asMap,
  at,
  entryOf,
  indentOf,
  insertAt,
  isEmpty,
  linesOf,
  pair,
  replaceValue,
  setInBraces,
} from "./edit-yaml.ts";
import type { Entries, Splice } from "./edit-yaml.ts";
import type { Author } from "./inline-yaml.ts";
import { lineAt, optionPrefix } from "./lines.ts";
import type { Problem, ProblemCode } from "./problem.ts";
import type { CodePiece, MarkdownPiece, Scan } from "./scan.ts";
import { placeOf } from "./yaml-text.ts";
import type { YamlText } from "./yaml-text.ts";

/** A place in a file that holds keys: front matter, option lines, or a line `<!-- cell … -->`. */
export type Site = {
  yaml: YamlText;
  body: string;
  eol: string;
  /** Adds a key where the map is not written in braces, or is not there. `lines`: the entry, one line or more. */
  insert(map: Entries | undefined, lines: readonly string[]): Splice[];
  /** Takes away an entry of a map that is not written in braces. */
  remove(map: Entries, key: string): Splice[];
};

export function setEntry(site: Site, map: Entries | undefined, key: string, value: Author | undefined): Splice[] {
  if (map?.flow) return setInBraces(site.yaml, map, key, value);
  const entry = entryOf(map, key);
  if (value === undefined) return map && entry ? site.remove(map, key) : [];
  return entry ? [replaceValue(site.yaml, entry, value)] : site.insert(map, [pair(key, value)]);
}

export function addedSource(site: Site, map: Entries | undefined, name: string, value: Author): Splice[] | Problem {
  const entry = entryOf(map, "sources");
  if (!entry) {
    return map?.flow
      ? setInBraces(site.yaml, map, "sources", { [name]: value })
      : site.insert(map, ["sources:", `  ${pair(name, value)}`]);
  }
  const logs = asMap(entry.value);
  const known = entryOf(logs, name);
  if (known) return problemAt(site.yaml, known.key.range?.[0] ?? 0, "notebook.source-exists", { name });
  if (logs?.flow) return setInBraces(site.yaml, logs, name, value);
  if (map?.flow || !(logs || isEmpty(entry))) {
    return problemAt(site.yaml, entry.key.range?.[0] ?? 0, "notebook.expected-map", { key: "sources", value: "" });
  }
  const indent = logs ? indentOf(site.yaml, logs) : `${map ? indentOf(site.yaml, map) : ""}  `;
  return [insertAt(linesOf(site.yaml, site.body, entry).end, `${indent}${pair(name, value)}${site.eol}`)];
}

function problemAt(yaml: YamlText, offset: number, code: ProblemCode, args: Problem["args"]): Problem {
  const { line, column } = placeOf(yaml, offset);
  return { severity: "error", code, args, line, column };
}

/** New keys stand last, above the closing `---`. */
export function frontSite({ body, eol, front }: Scan): Site {
  const yaml = front?.yaml ?? { text: "", lines: [] };
  return linesSite(body, eol, yaml, front?.closingStart ?? 0, "");
}

/** New options stand below the others. */
export function optionSite({ body, eol }: Scan, piece: CodePiece): Site {
  const yaml = piece.options ?? { text: "", lines: [] };
  const last = yaml.lines[yaml.lines.length - 1];
  const below = last ? lineAt(body, last.offset).next : piece.bodyStart;
  return linesSite(body, eol, yaml, below, `${optionPrefix(piece.language)} `);
}

function linesSite(body: string, eol: string, yaml: YamlText, below: number, sign: string): Site {
  const gap = below > 0 && body[below - 1] !== "\n" ? eol : "";
  return {
    yaml,
    body,
    eol,
    insert(map, lines) {
      const indent = map ? indentOf(yaml, map) : "";
      return [insertAt(below, gap + lines.map((line) => sign + indent + line + eol).join(""))];
    },
    remove(map, key) {
      const entry = entryOf(map, key);
      return entry ? [{ ...linesOf(yaml, body, entry), text: "" }] : [];
    },
  };
}

/** Options of a Markdown cell stand on one line, so they are put in braces as soon as there is more than one. */
export function separatorSite({ body, eol }: Scan, piece: MarkdownPiece): Site {
  const yaml = piece.separator ?? { text: "", lines: [] };
  const end = yaml.text.length;
  return {
    yaml,
    body,
    eol,
    insert(map, lines) {
      const written = lines.join(", ");
      if (!piece.separator) return [insertAt(piece.start, `<!-- cell {${written}} -->${eol}`)];
      if (map) return [at(yaml, 0, 0, "{"), at(yaml, end, end, `, ${written}}`)];
      const spaced = yaml.lines[0]?.column === "<!-- cell".length + 1 ? " " : "";
      return [at(yaml, 0, end, `${spaced}{${written}} `)];
    },
    remove: () => [at(yaml, 0, end, "")],
  };
}
