import { say } from "../../protocol/wording/say.ts";
import { frontMeta, valueOfParameter } from "./knowledge.ts";
import type { Knowledge } from "./knowledge.ts";
import { notebookTables } from "./sql/tables.ts";
import type { Suggestion, Suggestions } from "./suggestion.ts";

/** In Markdown, behind `{{`: parameters, and the columns of results of one row. */
export function completeMarkdown(know: Knowledge, text: string, offset: number): Suggestions | undefined {
  const found = referencesAt(know, text.slice(0, offset), 0);
  if (!found) return undefined;
  const closed = /^[^{}\n]*\}\}/.exec(text.slice(offset))?.[0].length ?? 0;
  return { range: { start: found.start, end: offset + closed }, items: found.items };
}

/** What fits behind the last `{{` of a text that is not closed; `start` is behind the braces. */
export function referencesAt(
  know: Knowledge,
  before: string,
  from: number,
): { start: number; items: Suggestion[] } | undefined {
  const open = before.lastIndexOf("{{");
  if (open < from || /[}\n]/.test(before.slice(open + 2))) return undefined;
  const parameters = frontMeta(know.cells).params.map(({ name, type }): Suggestion => {
    const value = valueOfParameter(know, name);
    return {
      label: name,
      kind: "parameter",
      detail: value === undefined ? type : `${type} = ${value}`,
      insert: `${name}}}`,
      rank: 10,
    };
  });
  const tables = notebookTables(know, undefined);
  const columns = tables.list
    // Of a result that is not shown the number of rows is not known, and it may be one.
    .filter(({ of, rows }) => of === "cell" && (rows === undefined || rows === 1))
    .flatMap((table) =>
      tables.columns(table).map((column): Suggestion => {
        const name = `${table.name}.${column.name}`;
        const detail = table.rows === 1 ? column.type : say(know.lang, "language.if-one-row");
        return { label: name, kind: "column", detail, insert: `${name}}}`, rank: table.rows === 1 ? 20 : 30 };
      }),
    );
  return { start: open + 2, items: [...parameters, ...columns] };
}
