import { references } from "../../notebook/interpolate.ts";
import { placeOf } from "../../notebook/yaml-text.ts";
import { say } from "../../protocol/wording/say.ts";
import { frontMeta, isFront, isInOptions, partsOf, valueOfParameter } from "./knowledge.ts";
import type { Knowledge } from "./knowledge.ts";
import { codeSpan, plainMarkdown, sqlBlock } from "./markdown-text.ts";
import type { Span } from "./span.ts";
import { functionDocumentation } from "./sql/function-items.ts";
import { meaningInCell } from "./sql/meaning.ts";
import type { Meaning } from "./sql/meaning.ts";
import { columnList, tableFrom } from "./sql/table-text.ts";
import { keyText } from "./yaml/key-text.ts";
import { yamlPlaceAt } from "./yaml/place.ts";
import type { YamlOf } from "./yaml/schema.ts";

/** What is shown over a word: Markdown, and the word's place in the cell's text. */
export type Hover = { range: Span; markdown: string };

export function hover(know: Knowledge, cell: number, offset: number): Hover | undefined {
  const text = know.cells[cell];
  if (!text) return undefined;
  if (isFront(text)) return keyHover(know, { of: "front" }, text.value, offset);
  if (text.language === "markdown") return referenceHover(know, text.value, offset);
  if (isInOptions(text, offset)) {
    const { options } = partsOf(text);
    const line = options.lines.findLast((each) => each.offset <= offset);
    const found = line && keyHover(know, { of: "options", cell }, options.text, line.start + offset - line.offset);
    if (!found) return undefined;
    const start = placeOf(options, found.range.start).offset;
    return { ...found, range: { start, end: start + found.range.end - found.range.start } };
  }
  const meaning = meaningInCell(know, cell, offset);
  const markdown = meaning && describe(know, meaning);
  return meaning && markdown !== undefined ? { range: meaning.range, markdown } : undefined;
}

function keyHover(know: Knowledge, which: YamlOf, text: string, offset: number): Hover | undefined {
  const place = yamlPlaceAt(text, offset);
  if (place?.at !== "key" || place.text === "") return undefined;
  const said = keyText(know.lang, which, [...place.path, place.text]);
  return said === undefined ? undefined : { range: place.range, markdown: `${codeSpan(place.text)}: ${said}` };
}

function referenceHover(know: Knowledge, text: string, offset: number): Hover | undefined {
  const found = references(text).find(({ start, end }) => start <= offset && offset <= end);
  const markdown = found && !found.name.includes(".") ? parameterText(know, found.name) : undefined;
  return found && markdown !== undefined ? { range: { start: found.start, end: found.end }, markdown } : undefined;
}

function describe(know: Knowledge, meaning: Meaning): string | undefined {
  const { lang } = know;
  const columns = (all: Parameters<typeof columnList>[0]) =>
    all.length === 0 ? say(lang, "language.hover.no-columns") : columnList(all);
  switch (meaning.is) {
    case "parameter":
      return parameterText(know, meaning.name);
    case "function": {
      const { signature, returns } = meaning.call;
      const typed = returns === "" || returns.includes("$") ? signature : `${signature}: ${returns}`;
      return `${sqlBlock([typed])}\n${functionDocumentation(know, meaning.call)}`;
    }
    case "table": {
      const { name, of } = meaning.table;
      const head =
        of === "cell"
          ? say(lang, "language.hover.cell", { name: codeSpan(name) })
          : say(lang, "language.hover.source", {
              name: codeSpan(name),
              from: codeSpan(tableFrom(know, meaning.table)),
            });
      return `${head}\n\n${columns(meaning.columns)}`;
    }
    case "cte":
      return `${say(lang, "language.hover.with", { name: codeSpan(meaning.cte.name) })}\n\n${columns(meaning.columns)}`;
    case "alias": {
      const { relation, alias } = meaning.of;
      const head =
        relation.of === "name"
          ? `${codeSpan(alias)} = ${codeSpan(relation.parts.join("."))}`
          : say(lang, "language.hover.subquery", { name: codeSpan(alias) });
      return `${head}\n\n${columns(meaning.of.columns)}`;
    }
    case "column": {
      const from =
        meaning.table === "" ? "" : say(lang, "language.hover.column-of", { table: codeSpan(meaning.table) });
      return `${sqlBlock([meaning.type === "" ? meaning.name : `${meaning.name} ${meaning.type}`])}\n${from}`;
    }
  }
}

function parameterText(know: Knowledge, name: string): string | undefined {
  const { lang } = know;
  const spec = frontMeta(know.cells).params.find((each) => each.name === name);
  if (!spec) return undefined;
  const value = valueOfParameter(know, name);
  const isGiven = Object.hasOwn(know.values, name);
  const standard = spec.default === undefined ? [] : [[spec.default].flat().join(", ")];
  return [
    say(lang, "language.hover.parameter", { name: codeSpan(`:${name}`), type: spec.type }),
    ...(value === undefined ? [say(lang, "language.hover.no-value")] : []),
    ...(value !== undefined && isGiven ? [say(lang, "language.hover.value", { value: codeSpan(value) })] : []),
    ...standard.map((each) => say(lang, "language.hover.default", { value: codeSpan(each) })),
    ...[spec.label, spec.description].filter((each) => each !== undefined).map(plainMarkdown),
  ].join("\n\n");
}
