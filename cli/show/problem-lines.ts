import type { Problem } from "../../notebook/problem.ts";
import { explain, say } from "../../protocol/wording/say.ts";
import { hintLines, type Ways } from "./failure-lines.ts";
import { printable } from "./printable.ts";

/**
 * `file:line:column: message` for each problem in order of place, warnings marked as such, and below it what to do next.
 * Editors make links of it. Keys and values of the file stand in the sentences, so that what a terminal would obey is
 * shown instead.
 */
export function problemLines(problems: readonly Problem[], file: string, ways: Ways): string[] {
  const { lang, paint } = ways;
  return problems
    .toSorted((a, b) => a.line - b.line || a.column - b.column)
    .flatMap(({ severity, code, args, line, column }) => {
      const place = paint.strong(printable(`${file}:${line}:${column}:`));
      const { message, hint } = explain(lang, { code, args });
      const shown = printable(message);
      const first =
        severity === "error"
          ? `${place} ${paint.bad(shown)}`
          : `${place} ${paint.warn(say(lang, "cli.level.warn"))} ${shown}`;
      return [first, ...hintLines(hint, ways)];
    });
}
