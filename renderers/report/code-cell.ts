import { interpolate } from "../../notebook/interpolate.ts";
import type { CellView, ResultView, RunRecord } from "../../protocol/messages.ts";
import { replacedText } from "../../protocol/replaced-text.ts";
import { inOrder } from "../../protocol/values/media.ts";
import { say } from "../../protocol/wording/say.ts";
import type { Lang } from "../../protocol/wording/say.ts";
import { Html, markup } from "../html.ts";
import { ansiHtml } from "./ansi.ts";
import { shownOptions } from "./cell-options.ts";
import type { ShownOptions } from "./cell-options.ts";
import { durationOf } from "./duration-of.ts";
import { failureBox } from "./failure.ts";
import { highlight } from "./highlight.ts";
import { drawMedia } from "./media.ts";
import { drawResult } from "./result.ts";

export type CellContext = {
  lang: Lang;
  timezone: string;
  values: Readonly<Record<string, string>>;
  tables: ReadonlyMap<number, RunRecord["tables"][number]>;
  /** Whether a script will make charts alive, which then need their rows with them. */
  alive: boolean;
};

/** Code of up to this many lines is part of the text; longer code folds. */
const OPEN_LINES = 12;

/** A code cell: its code, what it printed, its results, and how it ended. */
export async function drawCodeCell(
  cell: CellView,
  ordinal: number,
  stale: boolean,
  context: CellContext,
): Promise<Html> {
  const { lang } = context;
  const options = shownOptions(cell.options);
  const outputs: Html[] = [];
  if (!options.hidesOutput) {
    for (const { stream, text } of joinText(cell.text_out)) {
      outputs.push(markup`<pre class="printed ${stream}" tabindex="0">${ansiHtml(text)}</pre>`);
    }
    for (const one of inOrder(cell.results, cell.media ?? [])) {
      if ("media" in one) {
        outputs.push(drawMedia(one.media, one.index + 1, lang));
        continue;
      }
      const { result } = one;
      if (!hasRows(result)) continue;
      const id = `cell-${ordinal + 1}-result-${result.result}`;
      outputs.push(await drawResult(result, { ...context, id, ...captionOf(result, options, context) }));
    }
  }
  const said = [
    ...cell.checks.map(({ level, code, args }) =>
      remark(level, say(lang, "report.check", { sentence: say(lang, code, args) })),
    ),
    ...cell.saved.map(({ to, format, rows, replaced }) =>
      remark(
        "saved",
        say(lang, "report.saved", { to, format, rows: rows.toLocaleString(lang), replaced: replacedText(replaced) }),
      ),
    ),
    ...cell.notes.map(({ code, args }) => remark("info", say(lang, code, args))),
  ];
  return markup`<section class="cell ${cell.state ?? "never"}" id="cell-${ordinal + 1}">
    ${!options.hidesCode && code(cell, options, lang)}
    ${stale && remark("warn", say(lang, "report.stale"))}
    ${outputs}${said}${ending(cell, lang)}
  </section>`;
}

function code(cell: CellView, options: ShownOptions, lang: Lang): Html {
  const open = cell.state === "failed" || cell.text.trim().split("\n").length <= OPEN_LINES;
  return markup`<details class="code"${open && OPEN}>
    <summary>
      <b>${languageName(cell.language ?? "")}</b>
      ${options.name !== undefined && markup`<span>${options.name}</span>`}
      ${cell.ms !== undefined && markup`<span class="took">${durationOf(cell.ms, lang)}</span>`}
    </summary>
    <pre tabindex="0"><code>${highlight(cell.text, cell.language ?? "")}</code></pre>
  </details>`;
}

/** How a cell ended, where that is not simply well. */
function ending(cell: CellView, lang: Lang): Html | undefined {
  if (cell.error) return failureBox(cell.error, lang, cell);
  if (cell.state === "done") return undefined;
  return markup`<p class="ending ${cell.state ?? "never"}">${say(lang, `report.cell.${cell.state ?? "never"}`)}</p>`;
}

/** Title, chart and name mean the last statement that yields rows. */
function captionOf(result: ResultView, { title, name, chart }: ShownOptions, { values }: CellContext) {
  const caption = title === undefined ? undefined : interpolate(title, values, (value) => value);
  if (!result.main) return {};
  return {
    ...(caption !== undefined && { title: caption }),
    ...(name !== undefined && { name }),
    ...(chart && { chart }),
  };
}

/** A statement that was stopped before its first row has nothing to show; one that ended without rows has its columns. */
const hasRows = ({ rows, extent }: ResultView): boolean => rows > 0 || extent !== undefined;

/** What one stream printed without a break is one block. */
function joinText(pieces: CellView["text_out"]): { stream: "stdout" | "stderr"; text: string }[] {
  const joined: { stream: "stdout" | "stderr"; text: string }[] = [];
  for (const { stream, text } of pieces) {
    const last = joined.at(-1);
    if (last?.stream === stream) last.text += text;
    else joined.push({ stream, text });
  }
  return joined;
}

const remark = (level: string, sentence: string) => markup`<p class="remark ${level}">${sentence}</p>`;
const OPEN = new Html(" open");
const names: Readonly<Record<string, string>> = {
  sql: "SQL",
  python: "Python",
  scala: "Scala",
  "vega-lite": "Vega-Lite",
};
const languageName = (language: string) => names[language] ?? language;
