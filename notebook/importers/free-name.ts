import { foldCase } from "../names.ts";
import { cleanLine } from "./loose.ts";

/** A name of a cell made from any text, not among `names` (in lower case), which gets it. */
export function freeName(text: string, names: Set<string>): string {
  const slug = cleanLine(text)
    .replace(/[^\p{L}\p{N}_]+/gu, "_")
    .replace(/^_+|_+$/g, "");
  const base = slug === "" ? "result" : /^[\p{L}_]/u.test(slug) ? slug : `t_${slug}`;
  let name = base;
  for (let i = 2; names.has(foldCase(name)); i++) name = `${base}_${i}`;
  names.add(foldCase(name));
  return name;
}
