import { interpolate } from "../../notebook/interpolate.ts";
import type { RunRecord } from "../../protocol/messages.ts";
import { knownZone } from "../../protocol/values/zone.ts";
import { say } from "../../protocol/wording/say.ts";
import type { Lang } from "../../protocol/wording/say.ts";
import { markup } from "../html.ts";
import type { Html } from "../html.ts";
import { drawCodeCell } from "./code-cell.ts";
import type { CellContext } from "./code-cell.ts";
import { page } from "./page.ts";
import { drawMarkdown } from "./markdown.ts";
import type { ReportImage } from "./markdown.ts";
import { header, statusBanner } from "./header.ts";

export type ReportOptions = {
  /** The notebook's own when absent. */
  lang?: Lang;
  /** The bundled `client/main.ts`, which makes charts answer to the pointer. Absent: a report without any script. */
  script?: string;
  /** Pictures that the Markdown refers to, by path as written there. Others are named, never loaded. */
  images?: ReadonlyMap<string, ReportImage>;
  /** Ordinals of cells whose code has changed since the run. */
  stale?: ReadonlySet<number>;
};

/** Draws the record of a run as one HTML document that needs nothing else: no network, no engine, and no script to be read. */
export async function renderReport(record: RunRecord, options: ReportOptions = {}): Promise<string> {
  const { view } = record;
  const lang = options.lang ?? view.notebook.lang;
  const title = interpolate(view.notebook.title, view.values, (value) => value);
  const texts = view.cells.flatMap((cell) => (cell.kind === "markdown" ? [cell.text] : []));
  const markdown = drawMarkdown(texts, {
    title,
    values: view.values,
    images: options.images ?? new Map(),
    missingImage: (alt) => say(lang, "report.missing-image", { alt }),
  });

  const context: CellContext = {
    lang,
    timezone: knownZone(view.notebook.timezone),
    values: view.values,
    tables: new Map(record.tables.map((table) => [table.result, table])),
    alive: options.script !== undefined,
  };
  const body: Html[] = [];
  let drawn = 0;
  for (const [ordinal, cell] of view.cells.entries()) {
    if (cell.kind === "markdown") body.push(markup`<section class="prose">${markdown.cells[drawn++]}</section>`);
    else body.push(await drawCodeCell(cell, ordinal, options.stale?.has(ordinal) ?? false, context));
  }

  return page({
    lang,
    title,
    header: header(view, title, context),
    headings: markdown.headings,
    main: markup`${statusBanner(view, lang)}${body}`,
    ...(options.script !== undefined && { script: options.script }),
  });
}
