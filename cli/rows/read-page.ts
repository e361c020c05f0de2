import type { Client } from "../../protocol/client.ts";
import { BetweenError } from "../../protocol/errors.ts";
import type { RunId } from "../../protocol/ids.ts";
import { decodePage, type Page } from "../../protocol/values/page.ts";

export type RowsOf = { run: RunId; result: number };

/**
 * A page of a result that begins at row `from` or before: at least `rows` rows where there are as many, at most 1 MB
 * when `rows` is absent. Asks again when the connection is lost in between.
 */
export async function readPage(
  client: Client,
  { run, result }: RowsOf,
  want: { from: number; rows?: number },
  signal?: AbortSignal,
): Promise<{ from: number; page: Page }> {
  for (;;) {
    const { body, from } = await client.ask({ t: "rows", run, result, ...want }, signal);
    try {
      return { from, page: decodePage(await readBody(client, body, signal)) };
    } catch (thrown) {
      if (BetweenError.from(thrown).code !== "wire.body-lost") throw thrown;
    }
  }
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

/** The bytes of a body, all of them. */
export async function readBody(client: Client, body: number, signal?: AbortSignal): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of client.body(body, signal)) chunks.push(chunk);
  return Buffer.concat(chunks);
}
