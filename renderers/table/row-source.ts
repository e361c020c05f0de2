import type { ResultRef } from "../../protocol/renderer-messages.ts";
import { fromBase64 } from "../../protocol/values/base64.ts";
import { decodePage } from "../../protocol/values/page.ts";
import type { OutputHost } from "../output-host.ts";
import type { LoadedPage } from "./page-cache.ts";

/** Where rows come from: a page that begins at row `from` or before it, of `rows` rows or more or fewer. */
export type RowSource = (from: number, rows: number, signal: AbortSignal) => Promise<LoadedPage>;

/** The rows of a result as the host reads them from the server. */
export function hostRows(host: OutputHost, { run, result }: ResultRef): RowSource {
  return async (from, rows, signal) => {
    const answer = await host.ask<"rows">({ t: "rows", run, result, from, rows }, { signal });
    return loadedPage(answer.from, answer.arrow);
  };
}

/** A page as it travels in JSON: an Arrow IPC stream in base64. Throws BetweenError: `values.unreadable`. */
export function loadedPage(from: number, base64: string): LoadedPage {
  const bytes = fromBase64(base64);
  return { from, page: decodePage(bytes), bytes: bytes.byteLength };
}
