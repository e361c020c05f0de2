/** What tools write into front matter and options: plain values, lists and keys, always on one line. */
export type Author = string | number | boolean | readonly Author[] | { readonly [key: string]: Author };

/** YAML on one line, in the form an author would use: `{type: line, x: day}`. */
export function inlineYaml(value: Author): string {
  if (typeof value === "string") return inlineText(value);
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (isList(value)) return `[${value.map(inlineYaml).join(", ")}]`;
  const pairs = Object.entries(value).map(([key, each]) => `${inlineText(key)}: ${inlineYaml(each)}`);
  return `{${pairs.join(", ")}}`;
}

const isList = (value: Author): value is readonly Author[] => Array.isArray(value);

/** Text that no YAML reader could take for anything else stands without quotes. */
function inlineText(text: string): string {
  const plain = /^[\p{L}\p{N}_./][\p{L}\p{N}_./=*-]*(?: [\p{L}\p{N}_./=*-]+)*$/u;
  if (plain.test(text) && !looksLikeAnotherType(text)) return text;
  // JSON is YAML. What YAML does not print is escaped, and so is what would end a comment around it.
  return JSON.stringify(text)
    .replace(/[\x7f-\x9f\u2028\u2029\ufeff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .replaceAll("-->", "--\\u003e");
}

/** Numbers, booleans and nulls of YAML 1.2 and 1.1. */
const looksLikeAnotherType = (text: string): boolean =>
  /^(?:null|true|false|yes|no|on|off|\.inf|\.nan|0[xob].*|[0-9_.]+(?:e[0-9]*)?)$/i.test(text);
