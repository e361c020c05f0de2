import type { Client } from "./client.ts";
import { BetweenError } from "./errors.ts";
import type { RunId } from "./ids.ts";

/**
 * Rows of a result as one Arrow IPC stream that begins at row `from`, which may lie before the one asked for: whole stored
 * batches, at least `rows` rows where there are as many, at most 1 MB when `rows` is absent. Asks again when the connection
 * is lost in between.
 */
export async function readRows(
  client: Client,
  ask: { run: RunId; result: number; from: number; rows?: number },
  signal?: AbortSignal,
): Promise<{ from: number; ipc: Uint8Array }> {
  for (;;) {
    const { body, from } = await client.ask({ t: "rows", ...ask }, signal);
    try {
      return { from, ipc: await readBody(client, body, signal) };
    } catch (thrown) {
      if (BetweenError.from(thrown).code !== "wire.body-lost") throw thrown;
    }
  }
}

/** The bytes of a body, all of them. */
export async function readBody(client: Client, body: number, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of client.body(body, signal)) {
    chunks.push(chunk);
    length += chunk.byteLength;
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}
