import { cleanLine } from "./loose.ts";

/**
 * A name that SQL takes as `:name`, made from any text and not among those that are taken. Names in other scripts have no
 * letters that it could use, and are numbered.
 */
export function parameterNameFor(text: string, taken: ReadonlySet<string>): string {
  const slug = cleanLine(text)
    .replace(/[^A-Za-z0-9_]+/g, "_")
    .replace(/^_+|_+$/g, "");
  const base = slug === "" ? "param" : /^\d/.test(slug) ? `p_${slug}` : slug;
  let name = slug === "" ? `${base}_1` : base;
  for (let i = 2; taken.has(name); i++) name = `${base}_${i}`;
  return name;
}
