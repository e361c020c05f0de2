import type { CellView, RunView } from "../../protocol/messages.ts";
import { isSettingUp } from "../../protocol/run-view.ts";
import { runningCells } from "../show/cell-lines.ts";

/** What of a run has been told already. */
export type Told = {
  readonly started: ReadonlySet<number>;
  readonly ended: ReadonlySet<number>;
  /** UTF-16 units of each cell's text output. */
  readonly text: ReadonlyMap<number, number>;
  readonly notes: number;
  /** Of each cell's notes, those that tell how far the set-up of its process is. */
  readonly settingUp: ReadonlyMap<number, number>;
};
export const nothingTold: Told = {
  started: new Set(),
  ended: new Set(),
  text: new Map(),
  notes: 0,
  settingUp: new Map(),
};

export type News =
  | { t: "note"; code: string; args: Readonly<Record<string, string | number>> }
  | { t: "started"; cell: number }
  | { t: "text"; cell: number; text: string }
  /** So many units of a cell's text were not kept by the server. */
  | { t: "text-left-out"; cell: number; units: number }
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
  const settingUp = new Map(told.settingUp);
  for (const { cell, ordinal } of runningCells(view)) {
    if (cell.state === undefined || cell.state === "queued" || ended.has(ordinal)) continue;
    if (!started.has(ordinal) && cell.state !== "skipped") {
      started.add(ordinal);
      news.push({ t: "started", cell: ordinal });
    }
    const steps = cell.notes.filter(isSettingUp);
    news.push(...steps.slice(settingUp.get(ordinal) ?? 0).map((note) => ({ t: "note", ...note }) as const));
    settingUp.set(ordinal, steps.length);
    const fresh = textAfter(cell, text.get(ordinal) ?? 0);
    text.set(ordinal, fresh.told);
    news.push(...fresh.news.map((item) => ({ ...item, cell: ordinal })));
    if (cell.state !== "running") {
      ended.add(ordinal);
      news.push({ t: "ended", cell: ordinal });
    }
  }
  return [{ started, ended, text, notes: view.notes.length, settingUp }, news];
}

type TextNews = { t: "text"; text: string } | { t: "text-left-out"; units: number };

/** What was printed behind the first `told` units: whole lines while the cell runs, so that nothing else lands inside of one. */
function textAfter({ text_out, state }: CellView, told: number): { told: number; news: TextNews[] } {
  const news: TextNews[] = [];
  let at = 0;
  for (const { text, cut = 0 } of text_out) {
    at += cut;
    if (cut > 0 && at > told) {
      news.push({ t: "text-left-out", units: at - Math.max(at - cut, told) });
      told = at;
    }
    const fresh = text.slice(Math.max(0, told - at));
    const whole = state === "running" ? fresh.slice(0, fresh.lastIndexOf("\n") + 1) : fresh;
    if (whole !== "") news.push({ t: "text", text: whole });
    told += whole.length;
    if (whole !== fresh) break;
    at += text.length;
  }
  return { told, news };
}
