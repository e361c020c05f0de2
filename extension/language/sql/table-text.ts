import type { Field } from "../../../protocol/messages.ts";
import { say } from "../../../protocol/wording/say.ts";
import { frontMeta, sameName } from "../knowledge.ts";
import type { Knowledge, KnownTable } from "../knowledge.ts";
import { sqlBlock } from "../markdown-text.ts";

/** Where a table comes from, in a few words. */
export function tableFrom(know: Knowledge, table: KnownTable): string {
  if (table.of === "cell") return say(know.lang, "language.result-of-cell");
  const source = frontMeta(know.cells).sources.find(({ name }) => sameName(name, table.name));
  if (!source) return say(know.lang, "language.source");
  return "path" in source.from ? `${source.format} ${source.from.path}` : source.from.result;
}

/** Columns and types as Markdown. */
export function columnList(columns: readonly Field[]): string {
  const shown = columns.slice(0, 40).map(({ name, type }) => `${name}${type === "" ? "" : ` ${type}`}`);
  if (columns.length > shown.length) shown.push("…");
  return shown.length === 0 ? "" : sqlBlock(shown);
}
