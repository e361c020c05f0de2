/** A paragraph's text taken apart, as Zeppelin's ParagraphTextParser does. */
export type Magic = {
  /** What stands behind the `%`, such as `spark.sql`; absent where the note's default interpreter is meant. */
  interpreter?: string;
  /** `(limit=5, pool=a, flag)`: a flag without a value means its own name. */
  properties: ReadonlyMap<string, string>;
  code: string;
};

export function parseMagic(text: string): Magic {
  const magic = /^\s*%([\w.-]*\w)/.exec(text);
  if (!magic?.[1]) return { properties: new Map(), code: trimEnds(text) };
  const at = magic[0].length;
  const parenthesis = text[at] === "(" ? parseProperties(text, at + 1) : undefined;
  return {
    interpreter: magic[1],
    properties: parenthesis?.properties ?? new Map(),
    code: trimEnds(text.slice(parenthesis?.end ?? at)),
  };
}

/** Without the blank lines before and all white space behind: the first line keeps its indent. */
const trimEnds = (text: string): string => text.replace(/^(?:[^\S\n]*\n)+|^[^\S\n]+(?=\S)/, "").trimEnd();

/** Escapes `\,` `\=` `\n` `\t`, quotes around values. None where the parenthesis is never closed: then it is code. */
function parseProperties(text: string, start: number): { properties: Map<string, string>; end: number } | undefined {
  const properties = new Map<string, string>();
  let key: string | undefined;
  let word = "";
  const add = () => {
    const name = (key ?? word).trim();
    if (name !== "") properties.set(name, word.trim());
    key = undefined;
    word = "";
  };
  for (let i = start; i < text.length; i++) {
    const c = text[i] ?? "";
    if (c === "\\") {
      i++;
      word += { n: "\n", t: "\t" }[text[i] ?? ""] ?? text[i] ?? "";
    } else if (c === '"') {
      const close = text.indexOf('"', i + 1);
      if (close === -1) return undefined;
      word += text.slice(i + 1, close);
      i = close;
    } else if (c === "=" && key === undefined) {
      key = word;
      word = "";
    } else if (c === ",") add();
    else if (c === ")") {
      add();
      return { properties, end: i + 1 };
    } else word += c;
  }
  return undefined;
}
