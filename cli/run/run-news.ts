import type { RunView } from "../../protocol/messages.ts";
import { runningCells } from "../show/cell-lines.ts";

/** What of a run has been told already. */
export type Told = {
  readonly started: ReadonlySet<number>;
  readonly ended: ReadonlySet<number>;
  /** Characters of each cell's text output. */
  readonly text: ReadonlyMap<number, number>;
  readonly notes: number;
};
export const nothingTold: Told = { started: new Set(), ended: new Set(), text: new Map(), notes: 0 };

export type News =
  | { t: "note"; code: string; args: Readonly<Record<string, string | number>> }
  | { t: "started"; cell: number }
  | { t: "text"; cell: number; text: string }
  | { t: "ended"; cell: number };

/**
 * What a view has that was not told yet, in the order to tell it. It compares views and not events, because after a
 * reconnect the server may send the run as it stands instead of the events that were missed.
 */
export function newsOf(told: Told, view: RunView): [Told, News[]] {
  const news: News[] = view.notes.slice(told.notes).map(({ code, args }) => ({ t: "note", code, args }));
  const started = new Set(told.started);
  const ended = new Set(told.ended);
  const text = new Map(told.text);
  for (const { cell, ordinal } of runningCells(view)) {
    if (cell.state === undefined || cell.state === "queued" || ended.has(ordinal)) continue;
    if (!started.has(ordinal) && cell.state !== "skipped") {
      started.add(ordinal);
      news.push({ t: "started", cell: ordinal });
    }
    const all = cell.text_out.map((part) => part.text).join("");
    const fresh = all.slice(text.get(ordinal) ?? 0);
    // Whole lines only, so that nothing else lands in the middle of one; the rest comes when the cell has ended.
    const whole = cell.state === "running" ? fresh.slice(0, fresh.lastIndexOf("\n") + 1) : fresh;
    if (whole !== "") {
      text.set(ordinal, (text.get(ordinal) ?? 0) + whole.length);
      news.push({ t: "text", cell: ordinal, text: whole });
    }
    if (cell.state !== "running") {
      ended.add(ordinal);
      news.push({ t: "ended", cell: ordinal });
    }
  }
  return [{ started, ended, text, notes: view.notes.length }, news];
}
