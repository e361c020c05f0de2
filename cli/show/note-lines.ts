import type { Args } from "../../protocol/errors.ts";
import { explain } from "../../protocol/wording/say.ts";
import { hintLines, type Ways } from "./failure-lines.ts";
import { printable } from "./printable.ts";

/** What is to be known of a run or a cell and is no error, and below it what can be done. */
export function noteLines({ code, args }: { code: string; args: Args }, { lang, paint, width }: Ways): string[] {
  const { message, hint } = explain(lang, { code, args });
  return [paint.warn(printable(message)), ...hintLines(hint, { width })];
}
