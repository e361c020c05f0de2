import { references } from "../../notebook/interpolate.ts";
import { identifiers, namedParameters } from "../../notebook/sql-text.ts";
import { BetweenError } from "../../protocol/errors.ts";
import { cellName, frontMeta, frontNames, isFront, isInOptions, partsOf, sameName } from "./knowledge.ts";
import type { Knowledge } from "./knowledge.ts";
import type { Span } from "./span.ts";
import { quoted } from "./sql/keywords.ts";
import { meaningInCell } from "./sql/meaning.ts";

/** A place in a cell's text; `cell` is its place in the document. `as`: how a name is written there. */
export type NamePlace = Span & { cell: number; as: "sql" | "plain" };

/** What is named in several cells. */
export type Named = { is: "table" | "parameter"; name: string };

/** Where the name at a place is made: a cell's option, an entry of the front matter, or the query itself. */
export function definition(know: Knowledge, cell: number, offset: number): NamePlace | undefined {
  const meaning = meaningInCell(know, cell, offset);
  const here = (span: Span): NamePlace => {
    const codeStart = know.cells[cell] ? partsOf(know.cells[cell]).codeStart : 0;
    return { start: span.start + codeStart, end: span.end + codeStart, cell, as: "sql" };
  };
  if (meaning?.is === "cte") return here(meaning.cte);
  if (meaning?.is === "alias") return here(meaning.of.relation.alias ?? meaning.of.relation);
  const named = namedAt(know, cell, offset);
  return named && declaration(know, named);
}

/** The cell, source or parameter that is named at a place of any cell. */
export function namedAt(know: Knowledge, cell: number, offset: number): (Named & { at: Span }) | undefined {
  const text = know.cells[cell];
  if (!text) return undefined;
  if (isFront(text)) return frontNameAt(text, offset);
  const meaning = isInOptions(text, offset) ? undefined : meaningInCell(know, cell, offset);
  if (meaning?.is === "parameter") {
    return { is: "parameter", name: meaning.name, at: { start: meaning.range.start + 1, end: meaning.range.end } };
  }
  if (meaning?.is === "table") return { is: "table", name: meaning.table.name, at: meaning.range };
  const own = cellName(text);
  if (own && own.start <= offset && offset <= own.start + own.name.length) {
    return { is: "table", name: own.name, at: { start: own.start, end: own.start + own.name.length } };
  }
  const reference = referencesIn(text.value).find(({ start, end }) => start <= offset && offset <= end);
  return reference && { is: reference.is, name: reference.name, at: reference };
}

function frontNameAt(text: Knowledge["cells"][number], offset: number): (Named & { at: Span }) | undefined {
  const { params, sources } = frontNames(text);
  const hit = (names: ReadonlyMap<string, Span>) =>
    [...names].find(([, { start, end }]) => start <= offset && offset <= end);
  const parameter = hit(params);
  if (parameter) return { is: "parameter", name: parameter[0], at: parameter[1] };
  const source = hit(sources);
  return source && { is: "table", name: source[0], at: source[1] };
}

/** `{{day}}` and `{{dau.users}}`: the part of each that is a name. */
function referencesIn(text: string): (Named & Span)[] {
  return references(text).map(({ name, start, text: written }) => {
    const [first = "", ...rest] = name.split(".");
    const at = start + written.indexOf(first);
    return { is: rest.length === 0 ? "parameter" : "table", name: first, start: at, end: at + first.length };
  });
}

function declaration(know: Knowledge, { is, name }: Named): NamePlace | undefined {
  const front = know.cells.findIndex(isFront);
  const text = know.cells[front];
  const names = text && frontNames(text)[is === "parameter" ? "params" : "sources"];
  const found = names && [...names].find(([each]) => (is === "parameter" ? each === name : sameName(each, name)));
  if (found) return { ...found[1], cell: front, as: "plain" };
  if (is === "parameter") return undefined;
  const cell = know.cells.findIndex((each) => sameName(cellName(each)?.name ?? "", name));
  const own = know.cells[cell] && cellName(know.cells[cell]);
  return own && { start: own.start, end: own.start + own.name.length, cell, as: "plain" };
}

/** Every place where something is named, its declaration first. */
export function placesOf(know: Knowledge, named: Named): NamePlace[] {
  const made = declaration(know, named);
  const used = know.cells.flatMap((text, cell): NamePlace[] => {
    const inText = referencesIn(
      isFront(text) || text.language === "markdown" ? text.value : text.value.slice(0, partsOf(text).codeStart),
    )
      .filter((each) => each.is === named.is && same(named, each.name))
      .map(({ start, end }): NamePlace => ({ start, end, cell, as: "plain" }));
    return [
      ...inText,
      ...(text.language === "sql" ? placesInSql(know, cell, named) : []),
      ...placesInSpec(text, cell, named),
    ];
  });
  return made ? [made, ...used] : used;
}

/** Names of parameters are told apart by case, those of tables are not. */
const same = ({ is, name }: Named, other: string): boolean =>
  is === "parameter" ? name === other : sameName(name, other);

function placesInSql(know: Knowledge, cell: number, named: Named): NamePlace[] {
  const text = know.cells[cell];
  if (!text) return [];
  const { code, codeStart } = partsOf(text);
  if (named.is === "parameter") {
    return namedParameters(code)
      .filter(({ name }) => name === named.name)
      .map(({ start, end }) => ({ start: start + 1 + codeStart, end: end + codeStart, cell, as: "plain" }));
  }
  return identifiers(code)
    .filter(({ name }) => sameName(name, named.name))
    .flatMap(({ start, end }): NamePlace[] => {
      const meaning = meaningInCell(know, cell, start + codeStart);
      if (meaning?.is !== "table") return [];
      return [{ start: start + codeStart, end: end + codeStart, cell, as: "sql" }];
    });
}

/** A Vega-Lite specification draws over a result by its name. */
function placesInSpec({ language, value }: Knowledge["cells"][number], cell: number, { is, name }: Named): NamePlace[] {
  if (language !== "vega-lite" || is !== "table") return [];
  return [...value.matchAll(/"name"\s*:\s*"([^"\\]*)"/g)].flatMap((match): NamePlace[] => {
    if (!sameName(match[1] ?? "", name)) return [];
    const end = match.index + match[0].length - 1;
    return [{ start: end - name.length, end, cell, as: "plain" }];
  });
}

export type NameEdit = Span & { cell: number; text: string };

/** Gives a cell, source or parameter another name everywhere. Throws `language.name-not-allowed`, `language.name-taken`. */
export function rename(know: Knowledge, named: Named, to: string): NameEdit[] {
  const allowed = named.is === "parameter" ? /^[A-Za-z_][A-Za-z0-9_]*$/ : /^[\p{L}_][\p{L}\p{N}_]*$/u;
  if (!allowed.test(to)) throw new BetweenError("language.name-not-allowed", { name: to });
  const taken =
    named.is === "parameter"
      ? frontMeta(know.cells).params.some(({ name }) => name === to && name !== named.name)
      : know.tables.some(({ name }) => sameName(name, to) && !sameName(name, named.name));
  if (taken) throw new BetweenError("language.name-taken", { name: to });
  return placesOf(know, named).map(({ start, end, cell, as }) => ({
    start,
    end,
    cell,
    text: as === "sql" ? quoted(to) : to,
  }));
}
