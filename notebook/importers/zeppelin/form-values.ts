import { asList, asRecord, asWord, cleanText, own } from "../loose.ts";
import type { Loose } from "../loose.ts";
import { formsIn } from "./form-text.ts";
import type { FormText } from "./form-text.ts";

/** The values that forms were last given: `settings` of a paragraph, `noteParams` of a note. */
export function valueOf(form: FormText, settings: Loose, note: Loose): readonly string[] | undefined {
  const given = own(form.ofNote ? asRecord(note["noteParams"]) : asRecord(settings["params"]), form.name);
  if (Array.isArray(given)) return given.map(asWord).filter((word) => word !== undefined);
  const word = asWord(given);
  return word === undefined ? undefined : [word];
}

/** Every value of a password form, wherever a note keeps it: none of them may reach what is written. */
export function secretsOf(note: Loose): Set<string> {
  const secrets = new Set<string>();
  const add = (value: unknown) => {
    for (const one of Array.isArray(value) ? value : [value]) {
      const word = asWord(one);
      if (word !== undefined && word.trim() !== "") secrets.add(cleanText(word));
    }
  };
  const read = (params: unknown, forms: unknown, texts: readonly FormText[]) => {
    const names = new Set(texts.filter(({ kind }) => kind === "password").map(({ name }) => name));
    for (const [name, form] of Object.entries(asRecord(forms))) {
      const { type, defaultValue } = asRecord(form);
      if (String(asWord(type)).toLowerCase() !== "password") continue;
      names.add(name);
      add(defaultValue);
    }
    for (const name of names) add(own(asRecord(params), name));
    for (const { kind, defaults } of texts) if (kind === "password") add(defaults);
  };
  const paragraphs = asList(note["paragraphs"]).map(asRecord);
  const texts = paragraphs.map(({ text }) => formsIn(asWord(text) ?? ""));
  read(note["noteParams"], note["noteForms"], texts.flat());
  paragraphs.forEach(({ settings }, i) => {
    const { params, forms } = asRecord(settings);
    read(params, forms, texts[i] ?? []);
  });
  return secrets;
}

/** Code in which no password form says its value. */
export function withoutSecrets(code: string): string {
  let out = "";
  let at = 0;
  for (const { kind, start, end } of formsIn(code)) {
    const form = code.slice(start, end);
    out += code.slice(at, start) + (kind === "password" ? form.replace(/=[^}]*\}$/, "}") : form);
    at = end;
  }
  return out + code.slice(at);
}
