import type { JsonSchema } from "../../../notebook/shape.ts";
import { timeZoneNames } from "../../../notebook/zoned-time.ts";
import { referencesAt } from "../complete-references.ts";
import { frontMeta } from "../knowledge.ts";
import type { Knowledge } from "../knowledge.ts";
import { ownColumns } from "../sql/tables.ts";
import type { Suggestion, Suggestions } from "../suggestion.ts";
import { keyText } from "./key-text.ts";
import { yamlPlaceAt } from "./place.ts";
import type { YamlPlace } from "./place.ts";
import { propertiesOf, schemaAt, schemaOf, valuesOf } from "./schema.ts";
import type { YamlOf } from "./schema.ts";

/** What can be written at a place in front matter or options. `range` is in the YAML text. */
export function completeYaml(know: Knowledge, which: YamlOf, text: string, offset: number): Suggestions | undefined {
  const place = yamlPlaceAt(text, offset);
  if (!place) return undefined;
  if (place.at === "value" && place.path[place.path.length - 1] === "title") {
    const references = referencesAt(know, text.slice(0, offset), place.range.start);
    if (references) return { range: { start: references.start, end: offset }, items: references.items };
  }
  const schema = schemaAt(schemaOf(which), place.path);
  // `- ` begins a map where a list holds maps.
  const inList = !place.flow && place.path[place.path.length - 1] === "[]" && schema && propertiesOf(schema).length > 0;
  const items =
    place.at === "key" || inList ? keyItems(know, which, place, schema) : valueItems(know, which, place, schema);
  return { range: place.range, items };
}

function keyItems(know: Knowledge, which: YamlOf, place: YamlPlace, schema: JsonSchema | undefined): Suggestion[] {
  if (!schema) return [];
  const path = place.path.join(".");
  if (which.of === "front" && (path === "params" || path === "sources")) return entryItems(path, place);
  const others = new Set(place.keys.filter((key) => key !== place.text));
  return propertiesOf(schema)
    .filter(([name]) => !others.has(name))
    .map(([name, each], i): Suggestion => {
      const full = [...place.path, name];
      const shape = snippetOf(full.join("."), each, place.flow);
      return {
        label: name,
        kind: "key",
        documentation: () => keyText(know.lang, which, full) ?? "",
        insert: `${name}: ${shape.insert}`,
        ...(shape.snippet && { snippet: true }),
        then: "suggest",
        rank: 10 + i / 100,
      };
    });
}

/** Maps that nearly always hold the same keys, as snippets. */
const forms: Readonly<Record<string, readonly string[]>> = {
  chart: ["{type: ${1|bar,line,area,scatter,pie|}, x: $2, y: $3}"],
  save: ["{to: ${1:folder/name}, partition: [${2:day}]}"],
  expect: ["[{rows: {min: ${1:1}}}]", "[{column: $1, unique: true, not-null: true}]"],
  "expect.[]": ["{rows: {min: ${1:1}}}", "{column: $1, unique: true, not-null: true}"],
};

function snippetOf(path: string, schema: JsonSchema, flow: boolean): { insert: string; snippet?: boolean } {
  const form = forms[path]?.[0];
  if (form !== undefined && !flow) return { insert: form, snippet: true };
  return schema.additionalProperties ? { insert: "\n  $0", snippet: true } : { insert: "" };
}

/** A snippet as it looks with what stands in its places. */
const shownForm = (form: string): string =>
  form.replaceAll(
    /\$\{\d\|(\w+)[^}]*\}|\$\{\d:([^}]*)\}|\$\d/g,
    (_, first?: string, other?: string) => first ?? other ?? "…",
  );

/** Entries of `params` and `sources` have names of their own. */
function entryItems(of: "params" | "sources", { flow }: YamlPlace): Suggestion[] {
  if (flow) return [];
  const entries =
    of === "sources"
      ? [
          "logs: {path: ${1:./logs/*.json.gz}, format: ${2|json,csv,text,parquet,delta|}}",
          "saved: {result: ${1:folder/name}}",
        ]
      : [
          "day: {type: date, default: yesterday}",
          "limit: {type: integer, default: ${1:100}}",
          "platform: {type: choice, options: [${1:android, ios}], default: ${2:android}}",
          "text: {type: text, default: ${1:value}}",
        ];
  return formItems(entries);
}

const formItems = (all: readonly string[]): Suggestion[] =>
  all.map((form, i) => ({ label: shownForm(form), kind: "snippet", insert: form, snippet: true, rank: 10 + i }));

const values: Readonly<Record<string, readonly string[]>> = {
  timeout: ["30s", "1m", "10m", "1h", "2h"],
  preview: ["3", "100", "1000", "10000"],
  width: ["3", "4", "6", "8", "12"],
  between: ["1"],
};

function valueItems(know: Knowledge, which: YamlOf, place: YamlPlace, schema: JsonSchema | undefined): Suggestion[] {
  const path = place.path.join(".");
  const plain = (all: readonly string[], detail?: string): Suggestion[] =>
    all.map((value, i) => ({
      label: value,
      kind: "value",
      ...(detail !== undefined && { detail }),
      insert: value,
      rank: 10 + i / 1000,
    }));
  if (which.of === "options") {
    if (/^(?:chart\.(?:x|y|y\.\[\]|series)|save\.partition(?:\.\[\])?|expect\.\[\]\.column)$/.test(path)) {
      return ownColumns(know, which.cell).map(({ name, type }, i) => ({
        label: name,
        kind: "column",
        ...(type !== "" && { detail: type }),
        insert: yamlText(name),
        rank: 10 + i / 1000,
      }));
    }
  } else {
    if (path === "timezone") return plain(timeZoneNames());
    if (path === "engine") return plain(know.engines);
    const parameter = /^params\.(.+)\.default(?:\.\[\])?$/.exec(path)?.[1];
    if (parameter !== undefined) return plain(defaultsOf(know, parameter));
  }
  const form = which.of === "options" && place.text === "" ? forms[path] : undefined;
  if (form) return formItems(form);
  const listed = schema ? valuesOf(schema) : [];
  if (listed.length > 0) return plain([...new Set(listed)]);
  return plain(values[path] ?? []);
}

/** Values that the default of a parameter may have. */
function defaultsOf(know: Knowledge, name: string): readonly string[] {
  const spec = frontMeta(know.cells).params.find((each) => each.name === name);
  switch (spec?.type) {
    case "date":
      return ["yesterday", "today", "today-7d", "today-30d"];
    case "boolean":
      return ["true", "false"];
    case "choice":
      return spec.options ?? [];
    default:
      return spec ? [] : ["yesterday", "today"];
  }
}

/** Text as YAML takes it without meaning anything else. */
const yamlText = (text: string): string =>
  /^[\p{L}_][\p{L}\p{N}_ ]*$/u.test(text) && !/^(?:true|false|null|yes|no|on|off)$/i.test(text)
    ? text
    : JSON.stringify(text);
