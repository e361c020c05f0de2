import type { Client } from "../../protocol/client.ts";
import type { RunId } from "../../protocol/ids.ts";
import { decodePage, type Page } from "../../protocol/values/page.ts";
import { splitStream } from "./split-stream.ts";

export type RowsOf = { run: RunId; result: number };

/** The first rows of a result, at least `rows` of them where there are as many. */
export async function readFirstRows(
  client: Client,
  { run, result }: RowsOf,
  rows: number,
  signal?: AbortSignal,
): Promise<Page> {
  const { body } = await client.ask({ t: "rows", run, result, from: 0, rows }, signal);
  const chunks: Uint8Array[] = [];
  for await (const chunk of client.body(body, signal)) chunks.push(chunk);
  return decodePage(Buffer.concat(chunks));
}

/** All rows of a result, also those that are still to come, a stored batch at a time. */
export async function* readAllRows(client: Client, { run, result }: RowsOf, signal?: AbortSignal): AsyncIterable<Page> {
  const { body } = await client.ask({ t: "rows", run, result, from: 0, follow: true }, signal);
  for await (const ipc of splitStream(client.body(body, signal))) yield decodePage(ipc);
}
