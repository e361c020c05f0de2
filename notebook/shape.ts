import { isMap, isScalar, isSeq } from "yaml";
import type { Node } from "yaml";
import { parseDuration } from "./duration.ts";
import type { ProblemCode } from "./problem.ts";
import type { Reading } from "./yaml-text.ts";

/** The part of JSON Schema (draft 2020-12) that the format's tables need. */
export type JsonSchema = {
  $schema?: string;
  title?: string;
  description?: string;
  type?: string | readonly string[];
  enum?: readonly (string | number)[];
  pattern?: string;
  minimum?: number;
  maximum?: number;
  items?: JsonSchema;
  anyOf?: readonly JsonSchema[];
  properties?: Readonly<Record<string, JsonSchema>>;
  required?: readonly string[];
  additionalProperties?: JsonSchema;
  propertyNames?: JsonSchema;
  default?: string | number | boolean;
};

/**
 * What a value in front matter or options must look like: one description from which reading, messages and the JSON
 * Schema for editors come. `read` reports what does not fit and gives nothing then. `key` is the path of keys that
 * messages name, such as `chart.x`.
 */
export type Shape<T> = {
  schema: JsonSchema;
  read(node: Node, key: string, from: Reading): T | undefined;
};

/** Text is taken as written: `2.10` and `007` stay what they are, though YAML would make numbers of them. */
const writtenAs = (node: Node): string | undefined =>
  isScalar(node) && typeof node.source === "string" ? node.source : undefined;

const asWritten: JsonSchema = { type: ["string", "number", "boolean"] };

function wrong(from: Reading, node: Node, key: string, code: ProblemCode, more: Record<string, string | number> = {}) {
  from.report("error", code, { key, value: from.quote(node), ...more }, node);
  return undefined;
}

export const text: Shape<string> = {
  schema: asWritten,
  read: (node, key, from) => writtenAs(node) ?? wrong(from, node, key, "notebook.expected-text"),
};

/** Text of a given form; `code` says what is wrong with other text. */
export const textLike = (fits: (written: string) => boolean, code: ProblemCode, pattern?: string): Shape<string> => ({
  schema: { type: "string", ...(pattern !== undefined && { pattern }) },
  read(node, key, from) {
    const written = text.read(node, key, from);
    return written === undefined || fits(written) ? written : wrong(from, node, key, code);
  },
});

export const flag: Shape<boolean> = {
  schema: { type: "boolean" },
  read: (node, key, from) =>
    isScalar(node) && typeof node.value === "boolean"
      ? node.value
      : wrong(from, node, key, "notebook.expected-boolean"),
};

/** A whole number from `min` to `max`, written in decimal digits. */
export const integer = (min: number, max: number = Number.MAX_SAFE_INTEGER): Shape<number> => ({
  schema: { type: "integer", minimum: min, ...(max < Number.MAX_SAFE_INTEGER && { maximum: max }) },
  read(node, key, from) {
    const value =
      isScalar(node) && typeof node.value === "number" ? Number(/^\d+$/.exec(writtenAs(node) ?? "")?.[0]) : NaN;
    if (value >= min && value <= max) return value;
    if (max === Number.MAX_SAFE_INTEGER) return wrong(from, node, key, "notebook.expected-integer", { min });
    return wrong(from, node, key, "notebook.expected-integer-between", { min, max });
  },
});

/** Milliseconds of a duration such as `90s`, `10m` or `2h`. */
export const duration: Shape<number> = {
  schema: { type: "string", pattern: "^[0-9]{1,9}[smh]$" },
  read: (node, key, from) =>
    parseDuration(writtenAs(node) ?? "") ?? wrong(from, node, key, "notebook.expected-duration"),
};

export const oneOf = <const T extends string>(...values: readonly T[]): Shape<T> => ({
  schema: { type: "string", enum: values },
  read(node, key, from) {
    const written = writtenAs(node);
    const found = values.find((value) => value === written);
    return found ?? wrong(from, node, key, "notebook.expected-one-of", { values: values.join(", ") });
  },
});

/** A list; items that do not fit are reported and left out. */
export const list = <T>(item: Shape<T>): Shape<readonly T[]> => ({
  schema: { type: "array", items: item.schema },
  read(node, key, from) {
    if (!isSeq<Node>(node)) return wrong(from, node, key, "notebook.expected-list");
    return node.items.flatMap((each, i) => {
      const value = item.read(each, `${key}[${i + 1}]`, from);
      return value === undefined ? [] : [value];
    });
  },
});

/** A list, or one item that means a list of one. */
export const listOrOne = <T>(item: Shape<T>): Shape<readonly T[]> => ({
  schema: { anyOf: [item.schema, list(item).schema] },
  read(node, key, from) {
    if (isSeq(node)) return list(item).read(node, key, from);
    const one = item.read(node, key, from);
    return one === undefined ? undefined : [one];
  },
});

/** One text or a list of them, kept apart. */
export const textOrTexts: Shape<string | readonly string[]> = {
  schema: listOrOne(text).schema,
  read: (node, key, from) => (isSeq(node) ? list(text) : text).read(node, key, from),
};

/** Says what is wrong with a whole value; `field` names the key of it that the message points to. */
export type Fail = (code: ProblemCode, args?: Record<string, string | number>, field?: string) => undefined;

/** A shape whose values are checked as a whole and brought to their complete form. */
export const refine = <T, U>(
  shape: Shape<T>,
  complete: (value: T, fail: Fail, warn: Fail) => U | undefined,
): Shape<U> => ({
  schema: shape.schema,
  read(node, key, from) {
    const value = shape.read(node, key, from);
    if (value === undefined) return undefined;
    const say =
      (severity: "error" | "warning"): Fail =>
      (code, args, field) => {
        const named = field !== undefined && isMap<Node, Node>(node) ? node.get(field, true) : undefined;
        const at: Node = named ?? node;
        from.report(
          severity,
          code,
          { key: field === undefined ? key : `${key}.${field}`, value: from.quote(at), ...args },
          at,
        );
        return undefined;
      };
    return complete(value, say("error"), say("warning"));
  },
});
