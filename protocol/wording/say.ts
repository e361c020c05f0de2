import type { Code, WireError } from "../errors.ts";
import { catalogues } from "#catalogues";

/** The languages of the catalogues. */
export type Lang = "en" | "ko";

/** A code's sentence with its arguments in place. An unknown code (a newer peer's) is shown as itself. */
export function say(
  lang: Lang,
  code: Code | (string & {}),
  args: Readonly<Record<string, string | number>> = {},
): string {
  const sentence = catalogues[lang]?.[code] ?? catalogues.en?.[code];
  if (sentence === undefined) return [code, ...Object.entries(args).map(([k, v]) => `${k}=${v}`)].join(" ");
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => (name in args ? String(args[name]) : whole));
}

/** What happened, what the engine said, and what to do next: the parts that every edge (terminal, editor, report) lays out its own way. */
export function explain(lang: Lang, error: WireError): { message: string; engineText?: string; hint?: string } {
  const hintCode = `${error.code}.hint`;
  return {
    message: say(lang, error.code, error.args),
    ...(error.engineText !== undefined && { engineText: error.engineText }),
    ...(hintCode in (catalogues[lang] ?? {}) && { hint: say(lang, hintCode, error.args) }),
  };
}
