import type { Followed } from "../../protocol/client.ts";
import { BetweenError } from "../../protocol/errors.ts";
import type { ResultView, RunView } from "../../protocol/messages.ts";
import { say } from "../../protocol/wording/say.ts";
import type { Output } from "../output.ts";
import { count, duration } from "../show/amounts.ts";
import { cellHeadline, cellLines, runningCells, stateMark, stateWord, type Preview } from "../show/cell-lines.ts";
import { failureLines, type Ways } from "../show/failure-lines.ts";
import { noteLines } from "../show/note-lines.ts";
import { runTitle } from "../show/run-title.ts";
import { printable, printableLines } from "../show/printable.ts";
import { frameLines } from "../show/run-frame.ts";
import { liveScreen } from "./live-screen.ts";
import { newsOf, nothingTold } from "./run-news.ts";

/** Shows a run while it goes on. */
export interface RunDisplay {
  show(followed: Followed): Promise<void>;
  /** One line about the line to the server, or about a Ctrl-C. */
  say(text: string): Promise<void>;
  close(view: RunView | undefined): Promise<void>;
}

/** For people: on a terminal with lines that change in place, elsewhere as plain lines. `preview` fetches a table's first rows. */
export function textDisplay(
  out: Output,
  ways: Ways,
  preview: (view: RunView, result: ResultView) => Promise<Preview>,
): RunDisplay {
  const screen = out.tty ? liveScreen(out) : undefined;
  const print = (lines: readonly string[]) =>
    screen ? screen.print(lines) : out.write(lines.map((line) => `${line}\n`).join(""));
  let told = nothingTold;
  let greeted = false;
  let news: string | undefined;

  return {
    show: async ({ view, event }) => {
      if (!greeted) await print([greeting(view, ways)]);
      greeted = true;
      const [next, items] = newsOf(told, view);
      told = next;
      // A set-up message is news only until something else happens.
      if (event?.t === "cell") news = undefined;
      screen?.frame(() => frameLines({ view, news, now: Date.now(), height: frameHeight(out.height) }, ways));
      for (const item of items) {
        if (item.t === "note") {
          if (screen && passing.has(item.code)) news = printable(say(ways.lang, item.code, item.args));
          else await print(noteLines(item, ways));
        } else if (item.t === "started") {
          if (!screen && view.cells[item.cell]?.state === "running")
            await print([`${stateMark("running", ways.paint)} ${startedLine(view, item.cell, ways)}`]);
        } else if (item.t === "text") {
          await print(printableLines(item.text).replace(/\n$/, "").split("\n"));
        } else if (item.t === "text-left-out") {
          await print([ways.paint.faint(say(ways.lang, "cli.text-left-out", { units: count(item.units) }))]);
        } else {
          await print(await endedLines(view, item.cell));
        }
      }
    },
    say: async (text) => {
      if (screen) news = text;
      else await print([text]);
    },
    close: async (view) => {
      await screen?.close();
      if (view) await out.write(`${[...runErrorLines(view, ways), summary(view, ways)].join("\n")}\n`);
    },
  };

  async function endedLines(view: RunView, ordinal: number): Promise<string[]> {
    const cell = view.cells[ordinal];
    const hidden = Array.isArray(cell?.options.hide) && cell.options.hide.includes("output");
    const previews: Preview[] = [];
    const failures: string[] = [];
    for (const result of hidden ? [] : (cell?.results ?? [])) {
      if (result.extent === undefined && result.rows === 0) continue;
      try {
        previews.push(await preview(view, result));
      } catch (thrown) {
        failures.push(...failureLines(BetweenError.from(thrown).toWire(), undefined, ways).map((line) => `  ${line}`));
      }
    }
    return [...cellLines(view, ordinal, previews, ways), ...failures];
  }
}

/** Notes of a start that goes on; on a terminal they stand only until something else happens. */
const passing: ReadonlySet<string> = new Set(["engine.setting-up", "spark.starting", "worker.setting-up"]);

/** Lines at the bottom may take a third of the screen, so that results stay in sight. */
const frameHeight = (height: number) => Math.max(3, Math.floor(height / 3));

function greeting(view: RunView, { paint }: Ways): string {
  return [`run ${paint.accent(view.run)}`, paint.strong(runTitle(view)), view.engine]
    .filter((part) => part !== "")
    .join(" · ");
}

function startedLine(view: RunView, ordinal: number, { lang, paint }: Ways): string {
  return `${cellHeadline(view, ordinal, lang, paint)} · ${stateWord(lang, "running")}`;
}

function runErrorLines({ error }: RunView, ways: Ways): string[] {
  return error ? failureLines(error, undefined, ways) : [];
}

/** `done in 3.2 s · 5 cells`, `failed in 1.1 s · 5 cells, 1 failed, 2 skipped`. */
export function summary(view: RunView, { lang, paint }: Ways): string {
  const cells = runningCells(view);
  const counted = (["failed", "interrupted", "skipped", "lost"] as const).flatMap((state) => {
    const n = cells.filter(({ cell }) => cell.state === state).length;
    return n > 0 ? [say(lang, "cli.cells.in-state", { count: count(n), state: stateWord(lang, state) })] : [];
  });
  const took = duration((view.endedAt ?? Date.now()) - (view.startedAt ?? view.createdAt));
  const all = say(lang, cells.length === 1 ? "cli.cells.one" : "cli.cells.many", { count: count(cells.length) });
  const dress = view.state === "done" ? paint.good : paint.bad;
  return `${dress(stateWord(lang, view.state))} · ${took} · ${[all, ...counted].join(", ")}`;
}
