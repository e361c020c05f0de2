import type { CellView, RunView } from "../../protocol/messages.ts";
import { say } from "../../protocol/wording/say.ts";
import { bytes, count, duration } from "./amounts.ts";
import { cellHeadline, runningCells, stateMark } from "./cell-lines.ts";
import type { Ways } from "./failure-lines.ts";
import { cut } from "./text-width.ts";

const spinner = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";

/** What changes while a run goes on: the running cell with its progress, the waiting ones, and one line of news. */
export type Frame = { view: RunView; news: string | undefined; now: number; height: number };

/** The lines below everything printed so far: never more than `height`, never wider than the terminal. */
export function frameLines({ view, news, now, height }: Frame, ways: Ways): string[] {
  const { lang, paint, width } = ways;
  const plain = (text: string, dress: (text: string) => string) => dress(cut(text, width - 4));
  const open = runningCells(view).filter(({ cell }) => cell.state === "running" || cell.state === "queued");
  const room = Math.max(1, height - (news === undefined ? 1 : 2));
  const lines = open.slice(0, room).map(({ cell, ordinal }) => {
    const label = cellHeadline(view, ordinal, lang, noPaint);
    if (cell.state !== "running") return ` ${stateMark("queued", paint)} ${plain(label, paint.faint)}`;
    const turn = spinner[Math.floor(now / 100) % spinner.length] ?? "";
    return ` ${paint.accent(turn)} ${plain([label, ...progress(cell, now)].join(" · "), (text) => text)}`;
  });
  const waiting = open.length - lines.length;
  return [
    ...lines,
    ...(waiting > 0 ? [plain(`   ${say(lang, "cli.cells-waiting", { count: count(waiting) })}`, paint.faint)] : []),
    ...(news === undefined ? [] : [` ${plain(news, paint.warn)}`]),
  ];
}

/** How far a running cell is: time, share of the engine's tasks, bytes read. Rows stand in its headline. */
function progress({ startedAt, progress }: CellView, now: number): string[] {
  const share = progress && progress.total > 0 ? `${Math.floor((100 * progress.done) / progress.total)} %` : undefined;
  return [
    ...(startedAt === undefined ? [] : [duration(Math.max(0, Math.floor((now - startedAt) / 100) * 100))]),
    ...(share === undefined ? [] : [share]),
    ...(progress?.bytesRead === undefined ? [] : [bytes(progress.bytesRead)]),
  ];
}

const same = (text: string) => text;
const noPaint = { good: same, bad: same, warn: same, faint: same, strong: same, accent: same };
