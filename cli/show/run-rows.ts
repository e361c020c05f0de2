import type { RunSummary } from "../../protocol/messages.ts";
import { say, type Lang } from "../../protocol/wording/say.ts";
import { shownUri } from "../notebook-file.ts";
import { duration } from "./amounts.ts";
import { stateWord } from "./cell-lines.ts";
import type { TextColumn } from "./text-table.ts";

/** A list of runs as a table. Times are those of this machine. `whole`: nothing is cut, for a program that reads it. */
export function runRows(
  runs: readonly RunSummary[],
  lang: Lang,
  { whole }: { whole: boolean },
): { columns: TextColumn[]; rows: string[][] } {
  const columns = (["run", "state", "started", "took", "cells", "notebook", "engine"] as const).map(
    (name): TextColumn => ({
      name: say(lang, `cli.column.${name}`),
      align: name === "took" || name === "cells" ? "right" : "left",
      whole: whole || (name !== "notebook" && name !== "engine"),
      cutFrom: name === "notebook" ? "middle" : "end",
    }),
  );
  const rows = runs.map((run) => [
    run.run,
    stateWord(lang, run.state),
    localTime(run.createdAt),
    run.endedAt === undefined ? "" : duration(run.endedAt - run.createdAt),
    String(run.cells),
    run.uri.startsWith("file:") ? shownUri(run.uri) : run.title,
    run.engine,
  ]);
  return { columns, rows };
}

/** `2026-11-22 14:05:41` on this machine's clock. */
export function localTime(ms: number): string {
  return new Date(ms).toLocaleString("sv-SE");
}
