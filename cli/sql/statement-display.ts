import type { WireError } from "../../protocol/errors.ts";
import type { ResultView, RunView } from "../../protocol/messages.ts";
import { say } from "../../protocol/wording/say.ts";
import { waysOf, type Context } from "../context.ts";
import { liveScreen } from "../run/live-screen.ts";
import { previewOf } from "../rows/preview.ts";
import { duration } from "../show/amounts.ts";
import { previewLines, stateWord, type Preview } from "../show/cell-lines.ts";
import { failureLines, type Ways } from "../show/failure-lines.ts";
import { printable } from "../show/printable.ts";
import { rowsNote } from "../show/rows-note.ts";
import { frameLines } from "../show/run-frame.ts";
import type { RowSink } from "./row-sink.ts";
import { resultOf } from "./run-statement.ts";

/** A quick answer should not be preceded by a flash of progress. */
const QUIET_MS = 300;

/** Progress of one statement on standard error: lines that change on a terminal, notes elsewhere. */
export function statementProgress(context: Context) {
  const ways = waysOf(context, context.err);
  const began = Date.now();
  const screen = context.err.tty ? liveScreen(context.err) : undefined;
  let told = 0;
  return {
    onView: async (view: RunView): Promise<void> => {
      const notes = view.notes.slice(told).map(({ code, args }) => printable(say(ways.lang, code, args)));
      told = view.notes.length;
      if (!screen) for (const note of notes) await context.err.write(`${note}\n`);
      const last = view.notes.at(-1);
      const news =
        last && view.cells[0]?.state === "queued" ? printable(say(ways.lang, last.code, last.args)) : undefined;
      const now = () => Date.now();
      screen?.frame(() => (now() - began < QUIET_MS ? [] : frameLines({ view, news, now: now(), height: 3 }, ways)));
    },
    close: () => screen?.close() ?? Promise.resolve(),
  };
}

/** Gathers the first `limit` rows of a result for a table. */
export function tableSink(limit: number, timezone: string): RowSink & { preview(): Preview | undefined } {
  let begun: ResultView | undefined;
  let gathered: Preview | undefined;
  return {
    begin: (result) => {
      begun = result;
      return Promise.resolve();
    },
    take: (page, first) => {
      if (!begun) return Promise.resolve();
      const missing = limit - (gathered?.rows.length ?? 0);
      if (missing <= 0) return Promise.resolve();
      const more = previewOf(begun, page, first + missing, timezone);
      gathered = { ...more, rows: [...(gathered?.rows ?? []), ...more.rows.slice(first)] };
      return Promise.resolve();
    },
    preview: () =>
      gathered ??
      (begun && {
        result: begun.result,
        columns: begun.schema.map(({ name, type }) => ({ name, type, align: "left" })),
        rows: [],
      }),
  };
}

/** What a statement did: its table with the exact note, or that it is done, and how long it took. */
export function outcomeLines(view: RunView, preview: Preview | undefined, context: Context): string[] {
  const ways = waysOf(context, context.out);
  const { lang, paint } = ways;
  const took = duration(view.cells[0]?.ms ?? (view.endedAt ?? Date.now()) - view.createdAt);
  const result = resultOf(view);
  if (!preview || !result) return [paint.faint(`${stateWord(lang, view.state)} · ${took}`), ...noteLines(view, ways)];
  const lines = previewLines(preview, result, ways);
  const note = rowsNote(lang, result, preview.rows.length);
  return [
    ...lines.map((line) => (line === paint.faint(note) ? paint.faint(`${note} · ${took}`) : line)),
    ...noteLines(view, ways),
  ];
}

/** What to know about a statement beside its rows. */
function noteLines({ cells: [cell] }: RunView, { lang, paint }: Ways): string[] {
  return cell?.notes.map(({ code, args }) => paint.warn(printable(say(lang, code, args)))) ?? [];
}

/** Why a statement failed, with its place in what was typed. `line`: where the statement begins in it. */
export function failureLinesOf(
  view: RunView,
  { name, line, text }: { name: string; line: number; text: string },
  context: Context,
): string[] {
  const ways = waysOf(context, context.err);
  const error = errorOf(view);
  return [
    ...noteLines(view, ways),
    ...(error
      ? failureLines(error, { file: name, line, text }, ways, !hintsAtNotebook(view))
      : [stateWord(ways.lang, view.state)]),
  ];
}

/** Why a statement did not go well. */
export const errorOf = ({ cells: [cell], error }: RunView): WireError | undefined => cell?.error ?? error;

/** Codes that mean that the engine's session is gone with its names. */
const engineEnded = /^(engine\.(died|not-stopping|session-gone)|session\.(stopped|unknown))$/;
export const endedEngine = (view: RunView): boolean => engineEnded.test(errorOf(view)?.code ?? "");

/** Codes whose hints tell to run a notebook, which is none here. */
const ofNotebooks = /^(engine\.(not-stopping|session-gone)|session\.unknown)$/;
export const hintsAtNotebook = (view: RunView): boolean => ofNotebooks.test(errorOf(view)?.code ?? "");
