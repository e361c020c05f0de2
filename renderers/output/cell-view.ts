import { h } from "preact";
import type { ComponentChild } from "preact";
import type { CellOutput } from "../../protocol/cell-output.ts";
import { say } from "../../protocol/wording/say.ts";
import { DoingLine } from "./doing-line.ts";
import { ErrorView } from "./error-view.ts";
import { Remarks } from "./remarks.ts";
import { ResultView } from "./result-view.ts";
import { StaleBanner } from "./stale-banner.ts";
import { TextOutput } from "./text-output.ts";

/** The whole of what a cell shows, top to bottom: what it does, what it printed, its results, how it ended. */
export function CellView({ output }: { output: CellOutput }): ComponentChild {
  const { doing, stale, text, results, error, cell, codeLine = 1, lang, state } = output;
  const isPlain = text.length + results.length + output.checks.length + output.saved.length + output.notes.length === 0;
  return h(
    "div",
    { class: "out" },
    stale && h(StaleBanner, { stale, startedAt: output.startedAt }),
    doing && h(DoingLine, { doing }),
    text.length > 0 && h(TextOutput, { printed: text }),
    results.map((result, index) =>
      h(ResultView, {
        key: index,
        result,
        run: output.run,
        index,
        of: results.length,
        tableHeight: output.tableHeight,
      }),
    ),
    error && h(ErrorView, { error, cell, codeLine }),
    h(Remarks, { output }),
    !doing && !error && isPlain && !output.saveable && h("p", { class: "ending dim" }, endingOf(state, lang)),
    !doing &&
      !error &&
      !isPlain &&
      state !== "done" &&
      state !== "running" &&
      h("p", { class: "ending dim" }, endingOf(state, lang)),
  );
}

const endingOf = (state: CellOutput["state"], lang: CellOutput["lang"]): string =>
  state === "done" ? say(lang, "output.done-empty") : say(lang, `report.cell.${state}`);
