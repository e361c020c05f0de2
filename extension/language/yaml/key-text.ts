import type { Code } from "../../../protocol/errors.ts";
import { en } from "../../../protocol/wording/en.ts";
import { say } from "../../../protocol/wording/say.ts";
import type { Lang } from "../../../protocol/wording/say.ts";
import type { YamlOf } from "./schema.ts";

/** What a key is for, by the keys above it; none of keys that the format does not know. */
export function keyText(lang: Lang, { of }: Pick<YamlOf, "of">, path: readonly string[]): string | undefined {
  const code = keyCode(of, path);
  return code && say(lang, code);
}

/** The catalogue's code: `language.option.chart.x`, `language.front.params.*.type`. */
export function keyCode(of: YamlOf["of"], path: readonly string[]): Code | undefined {
  const [first, , ...rest] = path;
  const named = of === "front" && (first === "params" || first === "sources") && path.length > 1;
  const key = (named ? [first, "*", ...rest] : path).filter((each) => each !== "[]").join(".");
  const code = `language.${of === "front" ? "front" : "option"}.${key}`;
  return isCode(code) ? code : undefined;
}

const isCode = (code: string): code is Code => Object.hasOwn(en, code);
