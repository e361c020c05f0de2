import { rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { BetweenError } from "../../protocol/errors.ts";
import { newRunId } from "../../protocol/ids.ts";
import { hasEnded } from "../../protocol/run-view.ts";
import { Journal } from "./journal/journal.ts";
import { planRun } from "./plan-run.ts";
import { readRun } from "./run-shelf.ts";
import type { StoredRun } from "./run-shelf.ts";
import { Run } from "./run.ts";

/** Stands in the folder of a run whose record is written: nothing is left to do about it. */
export const settledFile = (folder: string) => join(folder, "settled");
export const settle = (folder: string) => writeFile(settledFile(folder), "");

/** Those of the named runs in a server's folder that are not settled, in the order of their beginning; folders without a journal are removed. */
export async function* unsettledRuns(runs: string, names: readonly string[]): AsyncGenerator<StoredRun> {
  for (const name of [...names].sort()) {
    const folder = join(runs, name);
    const settled = await stat(settledFile(folder)).then(
      () => true,
      () => false,
    );
    if (settled) continue;
    const stored = await readRun(folder);
    if (stored) yield stored;
    else await rm(folder, { recursive: true, force: true });
  }
}

/** Those of the named runs that began after an instant. */
export async function* recentRuns(runs: string, names: readonly string[], after: number): AsyncGenerator<StoredRun> {
  const first = newRunId(new Date(after)).slice(0, "20261122T052341".length);
  for (const name of names.filter((run) => run >= first)) {
    const folder = join(runs, name);
    const stored = await readRun(folder);
    if (stored) yield stored;
  }
}

/** A run of a dead server in a new epoch of its journal, so that this server can write on. */
export function reopen(stored: StoredRun, now: number): Run {
  const { folder, header, view } = stored;
  const journal = Journal.create(folder, { ...header, epoch: header.epoch + 1, at: now, view, marks: stored.marks });
  if (header.ask.t !== "run") throw new BetweenError("internal", { reason: "a journal of no run" });
  const { plan } = planRun(header.ask, new Date(now), view.params);
  return new Run(folder, journal, plan, stored.marks);
}

/** What ran when the server died is lost, what waited is skipped. */
export function loseRun({ journal }: Run, now: number): void {
  if (hasEnded(journal.view.state)) return;
  const error = new BetweenError("run.lost").toWire();
  journal.view.cells.forEach((cell, i) => {
    if (cell.state === "running") journal.append({ t: "cell", cell: i, at: now, state: "lost", error });
    else if (cell.state === "queued") journal.append({ t: "cell", cell: i, at: now, state: "skipped" });
  });
  journal.append({ t: "run", at: now, state: "lost", error });
}
