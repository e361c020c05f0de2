import { sqlTokens } from "../../notebook/sql-text.ts";

/** Words that may stand between `create` and what is created. */
const before = new Set(["OR", "REPLACE", "GLOBAL", "LOCAL", "TEMP", "TEMPORARY", "EXTERNAL"]);
const kinds = new Set(["VIEW", "TABLE", "FUNCTION", "DATABASE", "SCHEMA"]);
const guards = new Set(["IF", "NOT", "EXISTS"]);

/** The name that a statement makes or drops in the engine's session, as it was typed; `undefined` for other statements. */
export function nameInSession(text: string): { does: "makes" | "drops"; name: string } | undefined {
  const words: { kind: string; text: string }[] = [];
  for (const { kind, start, end } of sqlTokens(text)) {
    if (kind !== "space" && kind !== "comment") words.push({ kind, text: text.slice(start, end) });
    if (words.length === 16) break;
  }
  const verb = words[0]?.text.toUpperCase();
  if (verb !== "CREATE" && verb !== "DROP") return undefined;
  let at = 1;
  const skip = (set: ReadonlySet<string>) => {
    while (set.has(words[at]?.text.toUpperCase() ?? "")) at++;
  };
  skip(before);
  if (!kinds.has(words[at]?.text.toUpperCase() ?? "")) return undefined;
  at++;
  skip(guards);
  let name = "";
  for (; at < words.length; at++) {
    const word = words[at];
    const part = word?.kind === "word" || word?.kind === "quoted-name";
    const joined = name === "" || name.endsWith(".");
    if (!word || !(joined ? part : word.text === ".")) break;
    name += word.text;
  }
  return name === "" ? undefined : { does: verb === "CREATE" ? "makes" : "drops", name };
}
