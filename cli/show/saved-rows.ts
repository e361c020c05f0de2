import type { SavedResult } from "../../protocol/messages.ts";
import { replacedText } from "../../protocol/replaced-text.ts";
import { say, type Lang } from "../../protocol/wording/say.ts";
import { count } from "./amounts.ts";
import { localTime } from "./run-rows.ts";
import type { TextColumn } from "./text-table.ts";

/** Writes to places as a table: of several places (`list`), or of one (`history`). */
export function savedRows(
  results: readonly SavedResult[],
  of: "list" | "history",
  lang: Lang,
): { columns: TextColumn[]; rows: string[][] } {
  const own = of === "list" ? (["place", "format"] as const) : (["replaced"] as const);
  const names = [...own, "rows", "saved", "user", "notebook", "run"] as const;
  const columns = names.map((name): TextColumn => ({
    name: say(lang, `cli.saved.${name}`),
    align: name === "rows" ? "right" : "left",
    whole: name === "place" || name === "rows" || name === "saved" || name === "run",
  }));
  const rows = results.map((one) => {
    const cells = {
      place: one.to,
      format: one.format,
      replaced: replacedWords(one.replaced, lang),
      rows: count(one.rows),
      saved: localTime(one.at),
      user: one.user,
      notebook: one.notebook,
      run: one.run,
    };
    return names.map((name) => cells[name]);
  });
  return { columns, rows };
}

/** `*`: everything; "": nothing was replaced, the rows were added; else the predicate of what was. */
export function replacedWords(replaced: string, lang: Lang): string {
  if (replaced === "*") return say(lang, "cli.saved.all");
  return replaced === "" ? say(lang, "cli.saved.added") : replacedText(replaced);
}
