import { h } from "preact";
import type { ComponentChild } from "preact";
import type { CellOutput } from "../../protocol/cell-output.ts";
import { replacedText } from "../../protocol/replaced-text.ts";
import { explain, say, sayInEditor } from "../../protocol/wording/say.ts";
import type { Lang } from "../../protocol/wording/say.ts";
import { countText } from "./amounts.ts";
import { AskButton } from "./ask-button.ts";
import { useOutput } from "./context.ts";
import { icon } from "./icon.ts";
import type { IconName } from "./icon.ts";
import { sentence } from "./sentence.ts";

/** What is said beside the results: checks that did not hold, what was saved and what was not, notes. */
export function Remarks({ output }: { output: CellOutput }): ComponentChild {
  const { lang, trusted } = useOutput();
  const { checks, saved, notes, saveable } = output;
  const unsaved = saveable && notes.find(({ code }) => code.startsWith("save.would-"));
  return [
    ...checks.map(({ level, code, args }) =>
      remark(level === "error" ? "error" : "warning", say(lang, "report.check", { sentence: say(lang, code, args) })),
    ),
    ...saved.map(({ to, format, rows, replaced }) =>
      remark(
        "check",
        say(lang, "report.saved", { to, format, rows: countText(rows, lang), replaced: replacedText(replaced) }),
      ),
    ),
    ...notes.filter((note) => note !== unsaved).map((note) => remark("info", noteText(lang, note))),
    saveable &&
      remark(
        "save",
        unsaved ? sayInEditor(lang, unsaved.code, unsaved.args) : say(lang, "output.not-saved", saveable),
        trusted && h(AskButton, { ask: "save-now", label: say(lang, "output.save-now"), look: "secondary" }),
      ),
  ];
}

/** What is to be known and what can be done. */
function noteText(lang: Lang, note: CellOutput["notes"][number]): string {
  const { message, hint } = explain(lang, note, sayInEditor);
  return hint === undefined ? message : `${message} ${hint}`;
}

export const remark = (name: IconName, text: string, action?: ComponentChild): ComponentChild =>
  h("div", { class: "remark" }, icon(name), h("span", {}, sentence(text)), action);
