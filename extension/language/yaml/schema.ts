import { cellOptionsSchema, frontMatterSchema } from "../../../notebook/json-schema.ts";
import type { JsonSchema } from "../../../notebook/shape.ts";

/** Which YAML: the front matter, or the options of the cell at a place in the document. */
export type YamlOf = { of: "front" } | { of: "options"; cell: number };

export const schemaOf = ({ of }: Pick<YamlOf, "of">): JsonSchema =>
  of === "front" ? frontMatterSchema : cellOptionsSchema;

/** What a schema says of the value behind these keys; none where it knows nothing of them. `[]` is an item of a list. */
export function schemaAt(root: JsonSchema, path: readonly string[]): JsonSchema | undefined {
  return path.reduce<JsonSchema | undefined>((schema, key) => schema && below(schema, key), root);
}

function below(schema: JsonSchema, key: string): JsonSchema | undefined {
  for (const each of [schema, ...(schema.anyOf ?? [])]) {
    const found = key === "[]" ? each.items : (own(each.properties, key) ?? each.additionalProperties);
    if (found) return found;
  }
  return undefined;
}

const own = (properties: JsonSchema["properties"], key: string): JsonSchema | undefined =>
  properties && Object.hasOwn(properties, key) ? properties[key] : undefined;

/** The keys that a map may have. */
export const propertiesOf = (schema: JsonSchema): readonly (readonly [string, JsonSchema])[] =>
  [schema, ...(schema.anyOf ?? [])].flatMap(({ properties }) => Object.entries(properties ?? {}));

/** The values that the schema itself lists. */
export function valuesOf(schema: JsonSchema): readonly string[] {
  const all = [schema, ...(schema.anyOf ?? [])];
  return all.flatMap((each) => (each.type === "boolean" ? ["true", "false"] : (each.enum ?? []).map(String)));
}

/** The names of all keys that a schema knows, from the outermost: `chart.type`, `expect[].level`. */
export function keyPaths(schema: JsonSchema, path: readonly string[] = []): string[] {
  const inner = schema.additionalProperties ? keyPaths(schema.additionalProperties, [...path, "*"]) : [];
  const items = schema.items ? keyPaths(schema.items, [...path, "[]"]) : [];
  const own = propertiesOf({ ...schema, anyOf: [] }).flatMap(([name, each]) => [
    [...path, name].join("."),
    ...keyPaths(each, [...path, name]),
  ]);
  return [...own, ...inner, ...items];
}
