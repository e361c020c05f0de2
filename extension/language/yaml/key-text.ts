import { say } from "../../../protocol/wording/say.ts";
import type { Lang } from "../../../protocol/wording/say.ts";
import { schemaAt, schemaOf } from "./schema.ts";
import type { YamlOf } from "./schema.ts";

/** What a key is for, by the keys above it; none of keys that the format does not know. */
export function keyText(lang: Lang, which: Pick<YamlOf, "of">, path: readonly string[]): string | undefined {
  if (schemaAt(schemaOf(which), path)?.description === undefined) return undefined;
  const [first, , ...rest] = path;
  // Parameters and sources have names of the author's own.
  const named = which.of === "front" && (first === "params" || first === "sources") && path.length > 1;
  const key = (named ? [first, "*", ...rest] : path).filter((each) => each !== "[]").join(".");
  return say(lang, `language.${which.of === "front" ? "front" : "option"}.${key}`);
}
