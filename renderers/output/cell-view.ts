import { h } from "preact";
import type { ComponentChild } from "preact";
import type { CellOutput } from "../../protocol/cell-output.ts";
import { inOrder } from "../../protocol/values/media.ts";
import { say } from "../../protocol/wording/say.ts";
import { DoingLine } from "./doing-line.ts";
import { ErrorView } from "./error-view.ts";
import { MediaBlock } from "./media-block.ts";
import { Remarks } from "./remarks.ts";
import { ResultView } from "./result-view.ts";
import { StaleBanner } from "./stale-banner.ts";
import { TextOutput } from "./text-output.ts";

/** The whole of what a cell shows, top to bottom: what it does, what it printed, its results, how it ended. */
export function CellView({ output }: { output: CellOutput }): ComponentChild {
  const { doing, stale, text, results, error, cell, codeLine = 1, lang, state, media = [], mediaLeftOut = 0 } = output;
  const isPlain =
    text.length +
      results.length +
      media.length +
      mediaLeftOut +
      output.checks.length +
      output.saved.length +
      output.notes.length ===
    0;
  return h(
    "div",
    { class: "out" },
    stale && h(StaleBanner, { stale, startedAt: output.startedAt }),
    doing && h(DoingLine, { doing }),
    text.length > 0 && h(TextOutput, { printed: text }),
    inOrder(results, media).map((one) =>
      "media" in one
        ? h(MediaBlock, { key: `media ${one.index}`, media: one.media, number: one.index + 1 })
        : h(ResultView, {
            key: one.index,
            result: one.result,
            run: output.run,
            index: one.index,
            of: results.length,
            tableHeight: output.tableHeight,
          }),
    ),
    mediaLeftOut > 0 && h("p", { class: "dim" }, say(lang, "media.left-out", { count: mediaLeftOut })),
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
