import { isMap, isScalar } from "yaml";
import type { Node, Pair, YAMLMap } from "yaml";
import { inlineYaml } from "./inline-yaml.ts";
import type { Author } from "./inline-yaml.ts";
import { lineAt } from "./lines.ts";
import { placeOf } from "./yaml-text.ts";
import type { YamlText } from "./yaml-text.ts";

/** A change to a text: what stands between two offsets gives way to `text`. */
export type Splice = { start: number; end: number; text: string };

export type Entries = YAMLMap<Node, Node | null>;
type Entry = Pair<Node, Node | null>;

export function splice(text: string, splices: readonly Splice[]): string {
  return [...splices]
    .sort((a, b) => b.start - a.start)
    .reduce((out, { start, end, text: by }) => out.slice(0, start) + by + out.slice(end), text);
}

export function asMap(node: Node | null | undefined): Entries | undefined {
  // SAFETY: a map that was parsed, not built, holds nodes as keys, and nodes or null as values.
  return isMap(node) ? (node as Entries) : undefined;
}

export const entryOf = (map: Entries | undefined, key: string): Entry | undefined =>
  map?.items.find((entry) => isScalar(entry.key) && entry.key.value === key);

/** True for `key:` with nothing behind it. */
export const isEmpty = (entry: Entry): boolean =>
  entry.value === null || (isScalar(entry.value) && entry.value.source === "" && entry.value.value === null);

/** Gives an entry another value, on the line of its key. */
export function replaceValue(yaml: YamlText, entry: Entry, value: Author): Splice {
  const keyEnd = entry.key.range?.[1] ?? 0;
  const colon = yaml.text.indexOf(":", keyEnd);
  const written = inlineYaml(value);
  if (isEmpty(entry)) return at(yaml, colon + 1, colon + 1, ` ${written}`);
  const [start, end] = extent(yaml, entry.value);
  const sameLine = placeOf(yaml, keyEnd).line === placeOf(yaml, start).line;
  return sameLine ? at(yaml, start, end, written) : at(yaml, colon + 1, end, ` ${written}`);
}

/** Adds an entry to a map written in braces. */
function insertInBraces(yaml: YamlText, map: Entries, key: string, value: Author): Splice {
  const written = pair(key, value);
  const last = map.items[map.items.length - 1];
  const end = last ? entryEnd(yaml, last) : (map.range?.[0] ?? 0) + 1;
  return at(yaml, end, end, last ? `, ${written}` : written);
}

/** Takes an entry out of a map written in braces, with the comma that parts it from its neighbour. */
function removeInBraces(yaml: YamlText, map: Entries, entry: Entry): Splice {
  const i = map.items.indexOf(entry);
  const next = map.items[i + 1];
  const before = map.items[i - 1];
  const start = next || !before ? (entry.key.range?.[0] ?? 0) : entryEnd(yaml, before);
  return at(yaml, start, next ? (next.key.range?.[0] ?? 0) : entryEnd(yaml, entry), "");
}

/** The whole lines of the file that an entry stands on, as offsets. */
export function linesOf(yaml: YamlText, body: string, entry: Entry): { start: number; end: number } {
  const first = placeOf(yaml, entry.key.range?.[0] ?? 0).offset;
  const last = placeOf(yaml, Math.max(0, entryEnd(yaml, entry) - 1)).offset;
  return { start: body.lastIndexOf("\n", first - 1) + 1, end: lineAt(body, Math.max(first, last)).next };
}

/** Spaces in front of the keys of a map written in lines. */
export const indentOf = (yaml: YamlText, map: Entries): string => {
  const start = map.items[0]?.key.range?.[0] ?? 0;
  return yaml.text.slice(yaml.text.lastIndexOf("\n", start - 1) + 1, start).replace(/[^ ]/g, "");
};

export const pair = (key: string, value: Author): string => `${inlineYaml(key)}: ${inlineYaml(value)}`;

export const insertAt = (offset: number, text: string): Splice => ({ start: offset, end: offset, text });

/** Sets or takes away an entry of a map written in braces. */
export function setInBraces(yaml: YamlText, map: Entries, key: string, value: Author | undefined): Splice[] {
  const entry = entryOf(map, key);
  if (value === undefined) return entry ? [removeInBraces(yaml, map, entry)] : [];
  return [entry ? replaceValue(yaml, entry, value) : insertInBraces(yaml, map, key, value)];
}

export const at = (yaml: YamlText, start: number, end: number, text: string): Splice => ({
  start: placeOf(yaml, start).offset,
  end: placeOf(yaml, end).offset,
  text,
});

function entryEnd(yaml: YamlText, entry: Entry): number {
  const keyEnd = entry.key.range?.[1] ?? 0;
  if (!isEmpty(entry)) return extent(yaml, entry.value)[1];
  const colon = yaml.text.indexOf(":", keyEnd);
  return colon === -1 ? keyEnd : colon + 1;
}

/** Without the line ends that belong to a value written over several lines. */
function extent(yaml: YamlText, node: Node | null): [number, number] {
  const [start, end] = node?.range ?? [0, 0];
  return [start, start + yaml.text.slice(start, end).trimEnd().length];
}
