import { useState } from "preact/hooks";
import type { ShownResult } from "../../protocol/cell-output.ts";
import type { RendererUpdate } from "../../protocol/renderer-messages.ts";
import { say } from "../../protocol/wording/say.ts";
import type { Lang } from "../../protocol/wording/say.ts";
import type { OutputHost } from "../output-host.ts";
import { useAsked } from "./asked.ts";
import type { Asked } from "./asked.ts";
import type { GridColumn } from "./columns.ts";
import { copyArea } from "./copy-area.ts";
import type { CopyFormat } from "./copy-text.ts";
import type { FooterButton, Trouble, Work } from "./grid-footer.ts";
import { isEverything } from "./grid-order.ts";
import type { ExportFormat } from "./grid-overlay.ts";
import type { Spot } from "./popover.ts";
import { cellsOf } from "./selection.ts";
import type { Area } from "./selection.ts";
import type { ShownRows } from "./use-shown.ts";

type FooterOf = {
  host: OutputHost;
  shown: ShownRows;
  result: ShownResult;
  columns: readonly GridColumn[];
  timezone: string;
  lang: Lang;
};

/** A field for the row's number is of use when the rows do not fit a few screens. */
const ROWS_TO_GO = 100;

/** What goes on in a table beside showing rows: copying, exporting, and what the engine is asked. */
export function useFooter({ host, shown, result, columns, timezone, lang }: FooterOf) {
  const copied = useAsked<string>();
  const exported = useAsked<string>();
  const [told, tell] = useState<string>();
  const [going, setGoing] = useState(false);
  const { asked, model, ref } = shown;
  const { reachable } = result;
  const number = (value: number) => value.toLocaleString(lang);

  function copy(area: Area, format: CopyFormat): void {
    if (cellsOf(area) === 0) return;
    tell(undefined);
    const from = { host, ref, model, columns, timezone, reachable };
    copied.ask(async (signal, onUpdate) => {
      const cells = await copyArea(from, area, format, (rows) => onUpdate({ rows }), signal);
      return say(lang, cells === 1 ? "grid.copied-one" : "grid.copied", { cells: number(cells) });
    });
  }

  function copyText(text: string): void {
    tell(undefined);
    copied.ask(async (signal) => {
      await host.ask<"copy">({ t: "copy", text }, { signal });
      return say(lang, "grid.copied-one");
    });
  }

  function exportAs(format: ExportFormat): void {
    tell(undefined);
    const name = result.name ?? "result";
    exported.ask(async (signal, onUpdate) => {
      const ask = { t: "export", run: ref.run, result: ref.result, name, format } as const;
      const { file } = await host.ask<"export">(ask, { signal, onUpdate });
      return file === undefined ? "" : say(lang, "grid.exported", { file });
    });
  }

  function works(): Work[] {
    const work = (now: Asked<unknown> | undefined, code: string, cancel: () => void): Work[] =>
      now?.t === "working" ? [{ text: progressText(lang, code, now.update), share: shareOf(now.update), cancel }] : [];
    const filters = shown.wish.where.length > 0;
    return [
      ...work(asked.view.now, filters ? "grid.filtering" : "grid.sorting", asked.view.clear),
      ...work(asked.count.now, "grid.counting", asked.count.clear),
      ...work(asked.all.now, "grid.fetching", asked.all.clear),
      ...work(copied.now, "grid.copying", copied.clear),
      ...work(exported.now, "grid.exporting", exported.clear),
    ];
  }

  function troubles(): Trouble[] {
    const failed = (now: Asked<unknown> | undefined, dismiss: () => void): Trouble[] =>
      now?.t === "failed" ? [{ error: now.error, dismiss }] : [];
    return [
      ...(shown.unreadable ? [{ error: shown.unreadable }] : []),
      ...(model.fault ? [{ error: model.fault, retry: model.retry }] : []),
      ...failed(asked.view.now, asked.view.clear),
      ...failed(asked.count.now, asked.count.clear),
      ...failed(asked.all.now, asked.all.clear),
      ...failed(copied.now, copied.clear),
      ...failed(exported.now, exported.clear),
    ];
  }

  function buttons(openMenu: (at: Spot, menu: "copy" | "export") => void): FooterButton[] {
    const why = reachable ? undefined : say(lang, "grid.away");
    const coming = result.extent === undefined ? say(lang, "grid.still-coming") : undefined;
    const more = shown.shown.extent === "more" && isEverything(shown.wish);
    return [
      ...(shown.rows > ROWS_TO_GO ? [{ label: say(lang, "grid.go-to"), do: () => setGoing(true) }] : []),
      ...(more && asked.count.now === undefined && shown.shown.counted === undefined
        ? [{ label: say(lang, "grid.count"), why, do: shown.countAll }]
        : []),
      ...(more && asked.all.now === undefined ? [{ label: say(lang, "grid.fetch-all"), why, do: shown.fetchAll }] : []),
      { label: say(lang, "grid.copy"), menu: true, do: (at) => openMenu(at, "copy") },
      {
        label: say(lang, shown.wish.where.length > 0 ? "grid.export-these" : "grid.export-all"),
        why: why ?? coming,
        menu: true,
        do: (at) => openMenu(at, "export"),
      },
    ];
  }

  const done = [copied.now, exported.now].find((now) => now?.t === "done");
  return {
    copy,
    copyText,
    exportAs,
    tell,
    going,
    setGoing,
    parts: (openMenu: (at: Spot, menu: "copy" | "export") => void) => ({
      said: told ?? (done?.t === "done" ? done.value : undefined),
      works: works(),
      troubles: troubles(),
      buttons: buttons(openMenu),
    }),
  };
}

function progressText(lang: Lang, code: string, { rows, bytes, done, total }: RendererUpdate): string {
  const so = [say(lang, code)];
  if (rows) so.push(say(lang, "grid.rows-so-far", { rows: rows.toLocaleString(lang) }));
  else if (bytes) so.push(`${(bytes / 1_000_000).toLocaleString(lang, { maximumFractionDigits: 1 })} MB`);
  else if (done !== undefined && total) so.push(say(lang, "grid.steps", { done, total }));
  return so.join(" ");
}

const shareOf = ({ done, total }: RendererUpdate) => (done !== undefined && total ? done / total : undefined);
