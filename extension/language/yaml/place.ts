import type { Span } from "../span.ts";

/**
 * A place in half-written YAML: the keys above it (`[]` for an item of a list), and whether a key or a value is written
 * there. `range` is what stands there already; `keys` are the others of the same map.
 */
export type YamlPlace = {
  path: readonly string[];
  at: "key" | "value";
  range: Span;
  text: string;
  keys: readonly string[];
  /** In braces or brackets, where an entry ends with a comma. */
  flow: boolean;
};

type Level = { indent: number; path: readonly string[]; keys: string[] };

/** Reads the YAML that front matter and options are made of; comments and texts of several lines have no place. */
export function yamlPlaceAt(text: string, offset: number): YamlPlace | undefined {
  let levels: Level[] = [{ indent: -1, path: [], keys: [] }];
  for (let at = 0; at <= offset;) {
    const feed = text.indexOf("\n", at);
    const end = feed === -1 ? text.length : feed;
    const line = readLine(text, at, end);
    if (offset > end && /^\s*(?:#.*)?$/.test(text.slice(at, end))) {
      at = end + 1;
      continue;
    }
    levels = levels.filter((level, i) => i === 0 || level.indent <= line.indent);
    const here = mapAt(levels, line);
    const inside = line.valueStart < end && /[{[]/.test(text[line.valueStart] ?? "");
    if (inside) {
      const path = line.key === undefined ? here.path : [...here.path, line.key];
      const flow = readFlow(text, line.valueStart, offset, path);
      if (flow.place && line.valueStart < offset) return flow.place;
      if (offset > end && flow.end > end) {
        here.keys.push(...(line.key === undefined ? [] : [line.key]));
        const next = text.indexOf("\n", flow.end);
        at = next === -1 ? text.length + 1 : next + 1;
        continue;
      }
    }
    if (offset <= end) return blockPlace(text, line, here, end, offset);
    if (line.key !== undefined) {
      here.keys.push(line.key);
      if (line.valueStart >= end) levels.push({ indent: line.indent + 1, path: [...here.path, line.key], keys: [] });
    }
    if (feed === -1) break;
    at = feed + 1;
  }
  return undefined;
}

type Line = {
  start: number;
  indent: number;
  dashes: number;
  keyStart: number;
  key: string | undefined;
  valueStart: number;
};

/** `  - key: value`, cut into its parts. Without a colon all of it is a key that is being written, or a value. */
function readLine(text: string, start: number, end: number): Line {
  const line = text.slice(start, end);
  const [lead = "", , marks = ""] =
    /^(( *)((?:- +|-$)*))/
      .exec(line)
      ?.slice(1)
      .map((each) => each ?? "") ?? [];
  const dashes = marks.split("-").length - 1;
  const indent = lead.length;
  const rest = line.slice(indent);
  const found = /^("[^"]*"|'[^']*'|[^\s#{}[\],:'"][^#{}[\]:]*?)\s*:(?:\s+|$)/.exec(rest);
  const keyStart = start + indent;
  if (!found) return { start, indent, dashes, keyStart, key: undefined, valueStart: keyStart };
  const key = (found[1] ?? "").replace(/^(['"])(.*)\1$/, "$2");
  return { start, indent, dashes, keyStart, key, valueStart: keyStart + found[0].length };
}

/** The map that a line belongs to; an item of a list begins one of its own. */
function mapAt(levels: Level[], line: Line): Level {
  const parent = levels.findLast((level) => level.indent <= line.indent - (line.dashes > 0 ? 1 : 0)) ?? levels[0];
  const base = parent ?? { indent: -1, path: [], keys: [] };
  if (line.dashes > 0) {
    const item = { indent: line.indent, path: [...base.path, "[]"], keys: [] };
    while (levels.length > 1 && (levels[levels.length - 1]?.indent ?? -1) >= line.indent) levels.pop();
    levels.push(item);
    return item;
  }
  return levels.findLast((level) => level.indent <= line.indent) ?? base;
}

function blockPlace(text: string, line: Line, here: Level, end: number, offset: number): YamlPlace | undefined {
  const comment = /(?:^|\s)#/.exec(text.slice(line.start, offset));
  if (comment && !/["'].*#/.test(text.slice(line.start, offset))) return undefined;
  const later = keysBelow(text, end, line.indent);
  if (line.key === undefined) {
    if (offset < line.keyStart) return undefined;
    const word = text.slice(line.keyStart, end).trimEnd();
    const range = { start: line.keyStart, end: Math.max(offset, line.keyStart + word.length) };
    const list = here.path[here.path.length - 1] === "[]" && line.dashes > 0;
    return {
      path: here.path,
      at: list ? "value" : "key",
      range,
      text: word,
      keys: [...here.keys, ...later],
      flow: false,
    };
  }
  if (offset < line.keyStart) return undefined;
  if (offset <= line.keyStart + line.key.length) {
    const range = { start: line.keyStart, end: line.keyStart + line.key.length };
    return { path: here.path, at: "key", range, text: line.key, keys: [...here.keys, ...later], flow: false };
  }
  if (offset < line.valueStart) return undefined;
  const value = text
    .slice(line.valueStart, end)
    .replace(/\s+#.*$/, "")
    .trimEnd();
  const range = { start: line.valueStart, end: Math.max(offset, line.valueStart + value.length) };
  return { path: [...here.path, line.key], at: "value", range, text: value, keys: [], flow: false };
}

/** Keys of the same map on the lines below. */
function keysBelow(text: string, end: number, indent: number): string[] {
  const keys: string[] = [];
  for (let at = end + 1; at < text.length;) {
    const feed = text.indexOf("\n", at);
    const stop = feed === -1 ? text.length : feed;
    const line = readLine(text, at, stop);
    if (line.indent < indent && line.keyStart < stop) break;
    if (line.indent === indent && line.key !== undefined) keys.push(line.key);
    at = stop + 1;
  }
  return keys;
}

type Frame = { map: boolean; path: readonly string[]; key: string | undefined; keys: string[]; start: number };

/** What stands in braces from `at` on. `end` is behind them, or the end of the text. */
function readFlow(
  text: string,
  at: number,
  offset: number,
  base: readonly string[],
): { end: number; place?: YamlPlace } {
  const frames: Frame[] = [];
  let place: YamlPlace | undefined;
  const valuePath = (frame: Frame | undefined): readonly string[] =>
    frame === undefined
      ? base
      : [...frame.path, ...(frame.map ? (frame.key === undefined ? [] : [frame.key]) : ["[]"])];
  for (let i = at; i <= text.length; i++) {
    const frame = frames[frames.length - 1];
    if (i === offset && frame) place = flowPlace(text, frame, offset, valuePath(frame));
    const char = text[i];
    if (char === "'" || char === '"') {
      const close = text.indexOf(char, i + 1);
      const line = text.indexOf("\n", i);
      const stop = close === -1 ? (line === -1 ? text.length : line) : close;
      if (frame && offset > i && offset <= stop) place = flowPlace(text, frame, offset, valuePath(frame));
      i = stop;
    } else if (char === "{" || char === "[") {
      frames.push({ map: char === "{", path: valuePath(frame), key: undefined, keys: [], start: i + 1 });
    } else if (char === "}" || char === "]") {
      frames.pop();
      if (frames.length === 0) return { end: i + 1, ...(place && { place }) };
    } else if (char === "," && frame) {
      frame.key = undefined;
      frame.start = i + 1;
    } else if (char === ":" && frame?.map && frame.key === undefined && /[\s,}\]]|^$/.test(text[i + 1] ?? "")) {
      frame.key = text
        .slice(frame.start, i)
        .trim()
        .replace(/^(['"])(.*)\1$/, "$2");
      frame.keys.push(frame.key);
      frame.start = i + 1;
    } else if (char === "\n" && place) break;
  }
  return { end: text.length, ...(place && { place }) };
}

function flowPlace(text: string, frame: Frame, offset: number, path: readonly string[]): YamlPlace {
  let start = frame.start;
  while (start < offset && /[ \n]/.test(text[start] ?? "")) start++;
  // A word on a line above is not the one that is being written.
  if (text.slice(start, offset).includes("\n")) start = offset;
  const word =
    /^(?:"[^"\n]*"?|'[^'\n]*'?|[^,:{}[\]\n]*(?::[^\s,{}[\]\n][^,{}[\]\n]*)*)/.exec(text.slice(start))?.[0].trimEnd() ??
    "";
  const at = frame.map && frame.key === undefined ? "key" : "value";
  const range = { start, end: Math.max(offset, start + word.length) };
  return { path: at === "key" ? frame.path : path, at, range, text: word, keys: frame.keys, flow: true };
}
