import type { CellOutput, Doing, ShownResult, Stale } from "../../protocol/cell-output.ts";
import type { Code } from "../../protocol/errors.ts";
import { say } from "../../protocol/wording/say.ts";
import type { Lang } from "../../protocol/wording/say.ts";
import { references } from "../../notebook/interpolate.ts";
import { bytes, count, duration } from "./amounts.ts";

/** An item of the line under a cell. */
export type StatusText = { text: string; tooltip?: string; does?: "run" | "save" };

/** Of a code cell: what it does, or how it ended; whether that is stale; what it could save. */
export function codeStatus(
  output: CellOutput | undefined,
  doing: Doing | undefined,
  stale: Stale | undefined,
  save: { to: string } | undefined,
  lang: Lang,
): StatusText[] {
  const saveNow: StatusText[] = save
    ? [
        {
          text: `$(save) ${say(lang, "cells.status.save-now")}`,
          tooltip: say(lang, "cells.status.save-now-tip", save),
          does: "save",
        },
      ]
    : [];
  if (doing) return [{ text: doingText(doing, lang) }];
  if (!output) return saveNow;
  const ended = endedText(output, lang);
  return [
    ...(ended === "" ? [] : [{ text: ended, ...(output.ms !== undefined && { tooltip: duration(output.ms) }) }]),
    ...(stale ? [staleStatus(stale, lang)] : []),
    ...(stale || output.saved.length === 0 ? saveNow : []),
  ];
}

/** Of a Markdown cell: the values that it will show. */
export function markdownStatus(text: string, values: Readonly<Record<string, string>>, lang: Lang): StatusText[] {
  const names = [...new Set(references(text).map(({ name }) => name))];
  const tooltip = say(lang, "cells.status.values-tip");
  return names.map((name) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) return { text: say(lang, "cells.status.no-value", { name }), tooltip };
    const short = value.length > 40 ? `${value.slice(0, 39)}…` : value;
    return { text: say(lang, "cells.status.value", { name, value: short }), tooltip };
  });
}

export function doingText(doing: Doing, lang: Lang): string {
  switch (doing.t) {
    case "queued":
      if (doing.before === 0) return say(lang, "cells.status.queued");
      return say(lang, "cells.status.queued-behind", { count: doing.before });
    case "starting-engine":
      return [say(lang, "cells.status.starting"), doing.detail].filter(Boolean).join(" · ");
    case "running":
      return progressText(doing, lang);
    case "cancelling":
      return say(lang, doing.forceable ? "cells.status.forceable" : "cells.status.cancelling");
    case "reconnecting":
      return say(lang, "cells.status.reconnecting");
  }
}

function progressText({ done, total, bytesRead, rows }: Extract<Doing, { t: "running" }>, lang: Lang): string {
  const percent = done !== undefined && total !== undefined && total > 0 ? Math.floor((100 * done) / total) : undefined;
  const facts = [
    ...(percent === undefined ? [] : [say(lang, "cells.status.percent", { percent })]),
    ...(bytesRead === undefined ? [] : [say(lang, "cells.status.read", { size: bytes(bytesRead, lang) })]),
    ...(rows === undefined ? [] : [rowsText({ rows }, lang)]),
  ];
  return facts.length > 0 ? facts.join(" · ") : say(lang, "cells.plain.running");
}

const told: Partial<Record<CellOutput["state"], Code>> = {
  failed: "cells.status.failed",
  interrupted: "cells.status.interrupted",
  lost: "cells.status.lost",
};

/** "12,345 rows": the time stands beside it already, as VS Code shows it. */
export function endedText({ state, results, saved }: CellOutput, lang: Lang): string {
  const main = results.findLast((result) => result.main) ?? results.at(-1);
  const code = told[state];
  return [
    ...(code ? [say(lang, code)] : []),
    ...(main && state === "done" ? [rowsText(main, lang)] : []),
    ...(saved.length > 0 ? [say(lang, "cells.status.saved")] : []),
  ].join(" · ");
}

export function rowsText({ rows, extent }: Pick<ShownResult, "rows" | "extent">, lang: Lang): string {
  if (extent === "more") return say(lang, "cells.status.rows-first", { rows: count(rows, lang) });
  return rows === 1 ? say(lang, "cells.status.row") : say(lang, "cells.status.rows", { rows: count(rows, lang) });
}

const staleStatus = (stale: Stale, lang: Lang): StatusText => ({
  text: `$(history) ${say(lang, "cells.status.stale")}`,
  tooltip: say(lang, `cells.status.stale-${stale.why}`, stale.why === "code" ? {} : { names: stale.names.join(", ") }),
  does: "run",
});
