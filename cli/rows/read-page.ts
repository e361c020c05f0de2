import type { Client } from "../../protocol/client.ts";
import type { RunId } from "../../protocol/ids.ts";
import { readBody, readRows } from "../../protocol/read-rows.ts";
import { decodePage, type Page } from "../../protocol/values/page.ts";

export type RowsOf = { run: RunId; result: number };

/**
 * A page of a result that begins at row `from` or before: at least `rows` rows where there are as many, at most 1 MB
 * when `rows` is absent.
 */
export async function readPage(
  client: Client,
  { run, result }: RowsOf,
  want: { from: number; rows?: number },
  signal?: AbortSignal,
): Promise<{ from: number; page: Page }> {
  const { from, ipc } = await readRows(client, { run, result, ...want }, signal);
  return { from, page: decodePage(ipc) };
}

/** One whole value of which the page holds only the beginning. */
export async function readWholeValue(
  client: Client,
  { run, result }: RowsOf,
  { row, column }: { row: number; column: number },
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const { body } = await client.ask({ t: "value", run, result, row, column }, signal);
  return readBody(client, body, signal);
}
