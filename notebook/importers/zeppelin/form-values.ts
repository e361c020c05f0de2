import { asRecord, asWord, own } from "../loose.ts";
import type { Loose } from "../loose.ts";
import type { FormText } from "./form-text.ts";

/** The values that forms were last given: `settings` of a paragraph, `noteParams` of a note. */
export function valueOf(form: FormText, settings: Loose, note: Loose): readonly string[] | undefined {
  const given = own(form.ofNote ? asRecord(note["noteParams"]) : asRecord(settings["params"]), form.name);
  if (Array.isArray(given)) return given.map(asWord).filter((word) => word !== undefined);
  const word = asWord(given);
  return word === undefined ? undefined : [word];
}
