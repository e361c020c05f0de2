import type { Client } from "../../protocol/client.ts";
import type { RunId } from "../../protocol/ids.ts";
import type { ResultView, RunView } from "../../protocol/messages.ts";
import { waysOf, type Context } from "../context.ts";
import { previewOf } from "../rows/preview.ts";
import { readPage } from "../rows/read-page.ts";
import { jsonDisplay } from "./json-display.ts";
import { textDisplay, type RunDisplay } from "./run-display.ts";

/** Rows of each table that a run shows. */
const PREVIEW_ROWS = 10;

/** The way to show a run: lines for people, or `--json` for programs. */
export function displayFor(context: Context, client: Client, run: RunId, json: boolean): RunDisplay {
  if (json) return jsonDisplay(context.out, run, context.lang);
  const preview = async ({ notebook }: RunView, result: ResultView) => {
    const { page } = await readPage(client, { run, result: result.result }, { from: 0, rows: PREVIEW_ROWS });
    return previewOf(result, page, PREVIEW_ROWS, notebook.timezone);
  };
  return textDisplay(context.out, waysOf(context, context.out), preview);
}
