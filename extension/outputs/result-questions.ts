import { commandId } from "../../protocol/ids.ts";
import type { Client } from "../../protocol/client.ts";
import { BetweenError } from "../../protocol/errors.ts";
import type { ResultQuery, RunView } from "../../protocol/messages.ts";
import type { QueryAnswer, RendererUpdate, ResultRef } from "../../protocol/renderer-messages.ts";

/** Above this a value is no longer read by anybody, and would take the webview's memory. */
const VALUE_BYTES = 64_000_000;

/** Rows from `from` on: whole stored batches, about 1 MB at most, as base64 of one Arrow IPC stream. */
export async function readRows(client: Client, { run, result }: ResultRef, from: number, signal: AbortSignal) {
  // Without a number of rows the server sends at most 1 MB; with one it would send as many megabytes as they take.
  const answer = await client.ask({ t: "rows", run, result, from }, signal);
  const bytes = await gather(client.body(answer.body, signal), Infinity);
  return { from: answer.from, arrow: bytes.toString("base64") };
}

/** One whole value: text as text, binary as base64 besides. */
export async function readValue(
  client: Client,
  { run, result }: ResultRef,
  at: { row: number; column: number },
  signal: AbortSignal,
): Promise<{ text: string; base64?: string }> {
  const answer = await client.ask({ t: "value", run, result, row: at.row, column: at.column }, signal);
  const bytes = await gather(client.body(answer.body, signal), VALUE_BYTES);
  try {
    return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    // Bytes that are no text are shown as bytes.
    return { text: new TextDecoder().decode(bytes), base64: bytes.toString("base64") };
  }
}

/** Asks the engine about a whole result and waits for the answer. Stopping to wait interrupts it on the engine. */
export async function askQuery(
  client: Client,
  about: ResultRef & { query: ResultQuery },
  signal: AbortSignal,
  onUpdate: (update: RendererUpdate) => void,
): Promise<QueryAnswer> {
  const command = () => commandId(crypto.randomUUID());
  const { run } = await client.ask({ t: "query", command: command(), ...about }, signal);
  const ref = { run, result: 0 };
  let view: RunView | undefined;
  try {
    for await (const followed of client.follow(run, undefined, signal)) {
      view = followed.view;
      onUpdate(updateOf(view, ref));
    }
  } catch (thrown) {
    if (signal.aborted) {
      // Nobody waits for it any more, so it matters to nobody whether the server can still be reached.
      client.ask({ t: "interrupt", command: command(), run }).catch(() => {});
    }
    throw thrown;
  }
  return answerOf(view, ref);
}

function updateOf(view: RunView, ref: ResultRef): RendererUpdate {
  const [cell] = view.cells;
  const [result] = cell?.results ?? [];
  return {
    ...(cell?.progress && { done: cell.progress.done, total: cell.progress.total }),
    ...(cell?.progress?.bytesRead !== undefined && { bytes: cell.progress.bytesRead }),
    ...(result && { rows: result.rows, ref }),
  };
}

function answerOf(view: RunView | undefined, ref: ResultRef): QueryAnswer {
  const [cell] = view?.cells ?? [];
  const [result] = cell?.results ?? [];
  if (view?.state !== "done" || !result) {
    const error = cell?.error ?? view?.error;
    throw error
      ? BetweenError.fromWire(error)
      : new BetweenError(view?.state === "lost" ? "run.lost" : "wire.cancelled");
  }
  const { rows, schema, extent } = result;
  return { ref, rows, schema, ...(extent && { extent }) };
}

/** All bytes of a body. Throws `wire.too-large` above `most`. */
async function gather(body: AsyncIterable<Uint8Array>, most: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of body) {
    bytes += part.byteLength;
    if (bytes > most) throw new BetweenError("wire.too-large", { bytes, limit: most });
    parts.push(part);
  }
  return Buffer.concat(parts);
}
