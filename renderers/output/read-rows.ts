import type { ResultRef } from "../../protocol/renderer-messages.ts";
import { fromBase64 } from "../../protocol/values/base64.ts";
import { concatPages, decodePage } from "../../protocol/values/page.ts";
import type { Page } from "../../protocol/values/page.ts";
import type { OutputHost } from "../output-host.ts";

/** The first `rows` rows of a result, page by page. Throws BetweenError: the host's, and `values.*`. */
export async function readRows(host: OutputHost, ref: ResultRef, rows: number, signal: AbortSignal): Promise<Page> {
  const pages: Page[] = [];
  for (let from = 0; from < rows;) {
    const answer = await host.ask({ t: "rows", ...ref, from, rows: rows - from }, { signal });
    const page = decodePage(fromBase64(answer.arrow));
    // A page begins where a stored batch does, which is where the one before ended.
    if (page.rows === 0) break;
    pages.push(page);
    from = answer.from + page.rows;
  }
  return concatPages(pages);
}

/** What is decoded once of an output, however often it is drawn. */
const decoded = new WeakMap<object, Page>();

/** The rows that an output holds itself. Throws BetweenError: `values.*`. */
export function heldPage(held: { rows: number; arrow: string }): Page {
  const known = decoded.get(held);
  if (known) return known;
  const page = decodePage(fromBase64(held.arrow));
  decoded.set(held, page);
  return page;
}
