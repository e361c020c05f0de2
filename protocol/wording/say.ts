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

/** As `say`, where an editor says otherwise than a terminal, in the editor's words: it has views and commands in the place of options. */
export function sayInEditor(
  lang: Lang,
  code: Code | (string & {}),
  args: Readonly<Record<string, string | number>> = {},
): string {
  const own = `${code}.in-editor`;
  return say(lang, own in (catalogues[lang] ?? {}) ? own : code, args);
}

/** What is explained: an error, or a note, which has neither a place nor a word of the engine. */
type Explained = Pick<WireError, "args" | "engineText"> & { code: Code | (string & {}) };

/** What happened, what the engine said, and what to do next: the parts that every edge (terminal, editor, report) lays out its own way. */
export function explain(
  lang: Lang,
  error: Explained,
  words = say,
): { message: string; engineText?: string; hint?: string } {
  const hintCode = `${error.code}.hint`;
  return {
    message: words(lang, error.code, error.args),
    ...(error.engineText !== undefined && { engineText: error.engineText }),
    ...(hintCode in (catalogues[lang] ?? {}) && { hint: words(lang, hintCode, error.args) }),
  };
}

/** The same for an editor, where code cannot be shown as code: without the backticks around it. */
export function explainPlainly(lang: Lang, error: WireError): ReturnType<typeof explain> {
  return explain(lang, error, (...said) => plainly(sayInEditor(...said)));
}

export const plainly = (sentence: string): string => sentence.replaceAll(/`([^`\n]+)`/g, "$1");
