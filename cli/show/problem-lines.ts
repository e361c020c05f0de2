import type { Problem } from "../../notebook/problem.ts";
import { say } from "../../protocol/wording/say.ts";
import type { Ways } from "./failure-lines.ts";

/** `file:line:column: message` for each problem in order of place, warnings marked as such. Editors make links of it. */
export function problemLines(problems: readonly Problem[], file: string, { lang, paint }: Ways): string[] {
  return problems
    .toSorted((a, b) => a.line - b.line || a.column - b.column)
    .map(({ severity, code, args, line, column }) => {
      const place = paint.strong(`${file}:${line}:${column}:`);
      const message = say(lang, code, args);
      return severity === "error"
        ? `${place} ${paint.bad(message)}`
        : `${place} ${paint.warn(say(lang, "cli.level.warn"))} ${message}`;
    });
}
