import type { Field } from "../../../protocol/messages.ts";
import { say } from "../../../protocol/wording/say.ts";
import { structFields, typeNames } from "../ddl.ts";
import { plainMarkdown } from "../markdown-text.ts";
import { frontMeta, sameName, valueOfParameter } from "../knowledge.ts";
import type { Knowledge } from "../knowledge.ts";
import type { Suggestion, Suggestions } from "../suggestion.ts";
import { functionItems } from "./function-items.ts";
import { inCapitals, keywordsAt, quoted } from "./keywords.ts";
import { resolve } from "./output-columns.ts";
import { positionAt } from "./position.ts";
import type { Position } from "./position.ts";
import { scopeAt } from "./scope.ts";
import type { Scope } from "./scope.ts";
import { snippets } from "./snippets.ts";
import { columnList, tableFrom } from "./table-text.ts";
import { notebookTables } from "./tables.ts";
import type { NotebookTables } from "./tables.ts";

/** Columns of tables that the query does not name yet are offered up to this many. */
const MOST_LOOSE = 300;

const rank = {
  here: 10,
  column: 20,
  outer: 30,
  parameter: 35,
  alias: 36,
  loose: 50,
  function: 60,
  keyword: 70,
  snippet: 80,
  later: 90,
};

/** What can be written at a place in the SQL of a cell. Never throws, whatever the SQL is. */
export function completeSql(know: Knowledge, cell: number, code: string, offset: number): Suggestions {
  const position = positionAt(code, offset);
  const tables = notebookTables(know, cell);
  const scope = () => scopeAt(code, position.statement, position.range.start, tables.lookup);
  const keywords = keywordItems(code, position);
  const items = (): readonly Suggestion[] => {
    switch (position.at) {
      case "nowhere":
        return [];
      case "parameter":
        return parameterItems(know);
      case "type":
        return typeNames.map((name) => ({ label: name, kind: "type", insert: name, rank: rank.here }));
      case "member":
        return memberItems(position.owner, position.of, scope(), tables);
      case "table":
        return tableItems(know, cell, scope(), tables);
      case "start":
        return [...keywords, ...(position.within ? [] : snippets(know, tables))];
      case "over":
      case "behind":
        return keywords;
      case "value":
        return [
          ...columnItems(scope(), tables, position.clause),
          ...parameterItems(know).map((item) => ({ ...item, label: `:${item.label}`, insert: `:${item.insert}` })),
          ...functionItems(know, code, position, rank.function),
          ...keywords,
        ];
    }
  };
  const isQuoted = code[position.range.start] === "`";
  return { range: position.range, items: isQuoted ? inBackticks(items()) : items() };
}

/** Behind a backtick only names fit, which then have theirs. */
const inBackticks = (items: readonly Suggestion[]): Suggestion[] =>
  items
    .filter(({ kind, label }) => ["table", "cell", "column", "field"].includes(kind) && !label.includes("."))
    .map((item) => ({ ...item, insert: `\`${item.label.replaceAll("`", "``")}\``, filter: `\`${item.label}` }));

function keywordItems(code: string, position: Position): Suggestion[] {
  const capitals = inCapitals(code, position.prefix);
  return keywordsAt(position).map((word, i) => ({
    label: capitals ? word.toUpperCase() : word,
    kind: "keyword",
    insert: capitals ? word.toUpperCase() : word,
    rank: (position.at === "value" ? rank.keyword : rank.here) + i / 1000,
  }));
}

function parameterItems(know: Knowledge): Suggestion[] {
  return frontMeta(know.cells).params.map((spec) => {
    const value = valueOfParameter(know, spec.name);
    const about = [spec.label, spec.description]
      .flatMap((each) => (each === undefined ? [] : plainMarkdown(each)))
      .join("\n\n");
    return {
      label: spec.name,
      kind: "parameter",
      detail: value === undefined ? spec.type : `${spec.type} = ${value}`,
      ...(about !== "" && { documentation: () => about }),
      insert: spec.name,
      rank: rank.parameter,
    };
  });
}

function tableItems(know: Knowledge, cell: number, { ctes }: Scope, tables: NotebookTables): Suggestion[] {
  const common: Suggestion[] = ctes.map(({ cte, columns }) => ({
    label: cte.name,
    kind: "table",
    detail: "with",
    documentation: () => columnList(columns),
    insert: quoted(cte.name),
    rank: rank.here,
  }));
  const known = tables.list
    .filter(({ name }) => !ctes.some(({ cte }) => sameName(cte.name, name)))
    .map((table): Suggestion => {
      const later = table.cell !== undefined && table.cell > cell;
      const from = later ? say(know.lang, "language.later-cell") : tableFrom(know, table);
      return {
        label: table.name,
        kind: table.of === "source" ? "table" : "cell",
        detail: from,
        documentation: () => columnList(tables.columns(table)),
        insert: quoted(table.name),
        rank: later ? rank.later : table.of === "cell" ? rank.here + 1 : rank.here + 2,
      };
    });
  return [...common, ...known];
}

const columnItem = ({ name, type }: Field, from: string, order: number): Suggestion => ({
  label: name,
  kind: "column",
  ...(type !== "" && { detail: type }),
  ...(from !== "" && { from }),
  insert: quoted(name),
  rank: order,
});

function columnItems({ relations, block }: Scope, tables: NotebookTables, clause: string): Suggestion[] {
  if (relations.length === 0) {
    const loose = tables.list.flatMap((table) =>
      tables.columns(table).map((column) => columnItem(column, table.name, rank.loose)),
    );
    return unique(loose).slice(0, MOST_LOOSE);
  }
  const near = relations.filter(({ depth }) => depth === 0);
  const times = new Map<string, number>();
  for (const { columns } of near) for (const { name } of columns) times.set(name, (times.get(name) ?? 0) + 1);
  const columns = relations.flatMap(({ alias, columns: own, depth }) =>
    own.map((column, i): Suggestion => {
      const item = columnItem(column, alias, (depth === 0 ? rank.column : rank.outer + depth) + i / 1000);
      if ((times.get(column.name) ?? 0) < 2 || alias === "" || depth > 0) return item;
      return {
        ...item,
        label: `${alias}.${column.name}`,
        insert: `${quoted(alias)}.${item.insert}`,
        filter: `${column.name} ${alias}.${column.name}`,
      };
    }),
  );
  const aliases = near
    .filter(({ alias }) => alias !== "")
    .map(({ alias }): Suggestion => ({ label: alias, kind: "table", insert: quoted(alias), rank: rank.alias }));
  const made = ["group", "order", "having"].includes(clause) ? selectAliases(block) : [];
  return unique([...made, ...columns, ...aliases]);
}

/** Names that the query gives its columns, which ORDER BY and GROUP BY may use. */
function selectAliases(block: Scope["block"]): Suggestion[] {
  const items = block?.clauses.find(({ name }) => name === "select")?.items ?? [];
  return items.flatMap((item, i): Suggestion[] => {
    const before = items[i - 1];
    if (item.kind !== "word" || before?.kind !== "word" || before.word !== "as") return [];
    return [{ label: item.word, kind: "column", insert: quoted(item.word), rank: rank.here }];
  });
}

function unique(items: readonly Suggestion[]): Suggestion[] {
  const seen = new Set<string>();
  return items.filter(({ label }) => !seen.has(label) && seen.add(label));
}

/** Behind `l.` the columns of l, behind a column the fields of its struct. */
function memberItems(
  owner: readonly string[],
  of: "table" | "value",
  { relations }: Scope,
  tables: NotebookTables,
): Suggestion[] {
  if (of === "table") return [];
  const named = relations.find(({ alias }) => owner.length === 1 && sameName(alias, owner[0] ?? ""));
  if (named) return named.columns.map((column, i) => columnItem(column, named.alias, rank.column + i / 1000));
  const all = relations.flatMap(({ columns }) => columns);
  const type = resolve(owner, all, (alias) => relations.find((each) => sameName(each.alias, alias))?.columns);
  if (type !== undefined)
    return structFields(type).map((column, i) => ({
      ...columnItem(column, owner.join("."), rank.column + i / 1000),
      kind: "field",
    }));
  // `select logs.` is written before its FROM.
  const table = owner.length === 1 && relations.length === 0 ? tables.named(owner[0] ?? "") : undefined;
  return table ? tables.columns(table).map((column, i) => columnItem(column, table.name, rank.column + i / 1000)) : [];
}
