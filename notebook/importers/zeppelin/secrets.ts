import type { Remark } from "../imported.ts";
import { asList, asRecord, asWord, cleanText } from "../loose.ts";
import type { Loose } from "../loose.ts";
import { formsIn } from "./form-text.ts";
import type { FormText } from "./form-text.ts";

/** What a note keeps in its password forms. */
export type Secrets = {
  /** Forms whose values are left out: the password forms, and every other form that holds what one of them holds. */
  forms: ReadonlySet<string>;
  /** Every value of a password form, wherever the note keeps it: none may reach what is written. */
  values: ReadonlySet<string>;
};

/** A value of a form, where it stands: last given, declared, or written into the text. */
type Held = { form: string; password: boolean; value: string };

/**
 * A form is a password where its text says so, or where the note or any paragraph declares it as one: Zeppelin keeps the
 * declaration only where the form was last drawn, while the same name may stand plainly anywhere.
 */
export function secretsOf(note: Loose): Secrets {
  const held = heldIn(note);
  const passwords = new Set(held.filter(({ password }) => password).map(({ form }) => form));
  const values = new Set(
    held.flatMap(({ form, value }) => (passwords.has(form) && value.trim() !== "" ? [value.trim()] : [])),
  );
  const forms = new Set([
    ...passwords,
    ...held.flatMap(({ form, value }) => (tellsSecret(value, values) ? [form] : [])),
  ]);
  return { forms, values };
}

function heldIn(note: Loose): Held[] {
  const paragraphs = asList(note["paragraphs"]).map(asRecord);
  const settings = paragraphs.map((paragraph) => asRecord(paragraph["settings"]));
  const all = (places: readonly unknown[]) => places.flatMap((place) => Object.entries(asRecord(place)));
  const params = all([note["noteParams"], ...settings.map((each) => each["params"])]);
  const declared = all([note["noteForms"], ...settings.map((each) => each["forms"])]);
  const texts = paragraphs.flatMap(({ text }) => formsIn(cleanText(asWord(text) ?? "")));
  const holds = (form: string, password: boolean, found: readonly unknown[]): Held[] =>
    // The empty one says the kind of a form that holds nothing.
    ["", ...words(found)].map((value) => ({ form: form.trim(), password, value }));
  return [
    ...params.flatMap(([name, value]) => holds(name, false, [value])),
    ...declared.flatMap(([name, form]) => {
      const { type, defaultValue, options } = asRecord(form);
      const password = asWord(type)?.toLowerCase() === "password";
      return holds(name, password, [defaultValue, asList(options).map((option) => asRecord(option)["value"])]);
    }),
    ...texts.flatMap(({ name, kind, defaults, options }) =>
      holds(name, kind === "password", [defaults, options.map(({ value }) => value)]),
    ),
  ];
}

const words = (found: readonly unknown[]): string[] =>
  found.flat().flatMap((each) => {
    const word = asWord(each);
    return word === undefined ? [] : [cleanText(word)];
  });

/**
 * A shorter value counts only where it is a word of its own: `a1` stands inside of much that tells nothing (`data1`), and
 * `1` in every date, while nobody could tell by them what the password is.
 */
const INSIDE_WORDS_FROM = 6;

/** Finds a secret wherever it is told. */
function tellings(value: string): RegExp {
  const text = value.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  if (value.length >= INSIDE_WORDS_FROM) return new RegExp(text, "gu");
  const isWord = (end: RegExp) => end.test(value);
  const before = isWord(/^[\p{L}\p{N}_]/u) ? "(?<![\\p{L}\\p{N}_])" : "";
  const after = isWord(/[\p{L}\p{N}_]$/u) ? "(?![\\p{L}\\p{N}_])" : "";
  return new RegExp(`${before}${text}${after}`, "gu");
}

/** Whether any text in a piece of JSON tells one of the values. */
export function tellsSecret(json: unknown, values: ReadonlySet<string>): boolean {
  const found = [...values].map(tellings);
  const tells = (part: unknown): boolean =>
    typeof part === "string"
      ? found.some((telling) => part.search(telling) >= 0)
      : typeof part === "object" && part !== null && Object.values(part).some(tells);
  return tells(json);
}

/** The forms of a text, those that are secret as password forms. */
export const formsOf = (text: string, { forms }: Secrets): FormText[] =>
  formsIn(text).map((form) => (forms.has(form.name) ? { ...form, kind: "password" } : form));

/** Text in which no secret form says its value or its options. */
export function withoutSecrets(text: string, secrets: Secrets): string {
  let out = "";
  let at = 0;
  for (const { kind, start, end } of formsOf(text, secrets)) {
    const form = text.slice(start, end);
    out += text.slice(at, start) + (kind === "password" ? form.replace(/=[^}]*\}$/, "}") : form);
    at = end;
  }
  return out + text.slice(at);
}

/** What is said, with dots in place of each secret. */
export function discreet(remark: Remark, { values }: Secrets): Remark {
  // A value may hold another: the longer one first, or its rest would stay.
  const longestFirst = [...values].sort((a, b) => b.length - a.length);
  const conceal = (text: string) => longestFirst.reduce((rest, value) => rest.replaceAll(tellings(value), "•••"), text);
  const args: Record<string, string | number> = {};
  for (const [key, arg] of Object.entries(remark.args)) args[key] = typeof arg === "string" ? conceal(arg) : arg;
  return { ...remark, args };
}
