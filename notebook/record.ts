import { isMap, isScalar } from "yaml";
import type { Node, Pair, YAMLMap } from "yaml";
import { nearest } from "./nearest.ts";
import type { Shape } from "./shape.ts";
import type { Reading } from "./yaml-text.ts";

export type Field<T, Required extends boolean = boolean> = { shape: Shape<T>; description: string; required: Required };

export const required = <T>(shape: Shape<T>, description: string): Field<T, true> => ({
  shape,
  description,
  required: true,
});
export const optional = <T>(shape: Shape<T>, description: string): Field<T, false> => ({
  shape,
  description,
  required: false,
});

type Fields = Readonly<Record<string, Field<unknown>>>;
type Held<F> = F extends Field<infer T> ? T : never;
type RequiredKeys<F extends Fields> = { [K in keyof F]: F[K]["required"] extends true ? K : never }[keyof F];

/** What a record of these fields reads as. */
export type RecordOf<F extends Fields> = { [K in RequiredKeys<F>]: Held<F[K]> } & {
  [K in Exclude<keyof F, RequiredKeys<F>>]?: Held<F[K]>;
};

/**
 * Keys and values. An unknown key is kept in the file and warned about. A wrong value or a missing required one makes
 * the whole no value, unless `partly`: then what is right is read.
 */
export function record<const F extends Fields>(fields: F, { partly = false } = {}): Shape<RecordOf<F>> {
  const names = Object.keys(fields);
  return {
    schema: {
      type: "object",
      properties: Object.fromEntries(
        Object.entries(fields).map(([name, { shape, description }]) => [name, { ...shape.schema, description }]),
      ),
      required: names.filter((name) => fields[name]?.required),
    },
    read(node, key, from) {
      const values: Record<string, unknown> = {};
      const pairs = pairsOf(node, key, from);
      if (!pairs) return undefined;
      let whole = true;
      for (const pair of pairs) {
        const path = key === "" ? pair.name : `${key}.${pair.name}`;
        const field = Object.hasOwn(fields, pair.name) ? fields[pair.name] : undefined;
        if (!field) {
          const near = nearest(pair.name, names);
          if (near === undefined) from.report("warning", "notebook.unknown-key", { key: path }, pair.key);
          else from.report("warning", "notebook.unknown-key-nearest", { key: path, nearest: near }, pair.key);
        } else if (pair.value) {
          const value = field.shape.read(pair.value, path, from);
          if (value === undefined) whole = false;
          else values[pair.name] = value;
        }
      }
      const given = new Set(pairs.filter((pair) => pair.value).map((pair) => pair.name));
      const missing = names.filter((name) => fields[name]?.required && !given.has(name));
      for (const name of missing) from.report("error", "notebook.missing-key", { key, missing: name }, node);
      if (missing.length > 0 || (!whole && !partly)) return undefined;
      // SAFETY: each value was read by the shape of its own field, and none that is required is missing.
      return values as RecordOf<F>;
    },
  };
}

/** A thing with a name: an entry of `params` or `sources`. */
export type Entry<T> = { name: string; value: T; line: number };

/** Names of the author's own with a value each. Entries that do not fit are reported and left out. */
export const entries = <T>(item: Shape<T>, name: Shape<string>): Shape<readonly Entry<T>[]> => ({
  schema: { type: "object", additionalProperties: item.schema, propertyNames: name.schema },
  read(node, key, from) {
    return pairsOf(node, key, from)?.flatMap((pair) => {
      const path = `${key}.${pair.name}`;
      const named = name.read(pair.key, key, from);
      if (!pair.value) from.report("error", "notebook.expected-map", { key: path, value: "" }, pair.key);
      const value = pair.value && item.read(pair.value, path, from);
      if (named === undefined || value === undefined) return [];
      return [{ name: named, value, line: from.place(pair.key).line }];
    });
  },
});

type Named = { name: string; key: Node; value: Node | undefined };

/** Of a repeated key the last counts; one with nothing behind it counts as not given. */
function pairsOf(node: Node, key: string, from: Reading): Named[] | undefined {
  if (!isMap(node)) {
    const code = key === "" ? "notebook.not-a-map" : "notebook.expected-map";
    from.report("error", code, { key, value: from.quote(node) }, node);
    return undefined;
  }
  const seen = new Set<string>();
  // SAFETY: a map that was parsed, not built, holds nodes as keys, and nodes or null as values.
  return (node as YAMLMap<Node, Node | null>).items.map((pair: Pair<Node, Node | null>) => {
    const name = nameOf(pair.key, from);
    if (seen.has(name)) from.report("error", "notebook.duplicate-key", { key: name }, pair.key);
    seen.add(name);
    const empty = isScalar(pair.value) && pair.value.source === "" && pair.value.value === null;
    return { name, key: pair.key, value: empty ? undefined : (pair.value ?? undefined) };
  });
}

const nameOf = (key: Node, from: Reading): string =>
  isScalar(key) && typeof key.source === "string" ? key.source : from.quote(key);
