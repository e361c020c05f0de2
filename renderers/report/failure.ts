import type { CellView } from "../../protocol/messages.ts";
import type { WireError } from "../../protocol/errors.ts";
import { explain, say } from "../../protocol/wording/say.ts";
import type { Lang } from "../../protocol/wording/say.ts";
import { markup } from "../html.ts";
import type { Html } from "../html.ts";

/** An error in full: what happened, where in the code, what the engine said, what to do next. */
export function failureBox(error: WireError, lang: Lang, cell?: Pick<CellView, "text" | "line">): Html {
  const { message, engineText, hint } = explain(lang, error);
  return markup`<div class="failure" role="group" aria-label="${say(lang, "report.error")}">
    <p class="what">${message}</p>
    ${cell && error.at && excerpt(error.at, cell, lang)}${
      engineText !== undefined && markup`<pre class="engine">${engineText}</pre>`
    }${hint !== undefined && markup`<p class="hint">${hint}</p>`}
  </div>`;
}

function excerpt(
  at: NonNullable<WireError["at"]>,
  cell: Pick<CellView, "text" | "line">,
  lang: Lang,
): Html | undefined {
  const line = cell.text.split("\n")[at.line - 1];
  if (line === undefined) return undefined;
  const start = Math.max(0, at.column - 1);
  const end = at.endLine === undefined || at.endLine === at.line ? (at.endColumn ?? start + 2) - 1 : line.length;
  const stop = Math.max(end, start + 1);
  const place = say(lang, "report.at", { line: cell.line + at.line - 1, column: at.column });
  return markup`<pre class="where"><span class="line">${place}</span>${"\n"}${line.slice(0, start)}<mark>${
    line.slice(start, stop) || " "
  }</mark>${line.slice(stop)}</pre>`;
}
