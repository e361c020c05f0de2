import type { Readable } from "node:stream";

/** All bytes of a stream. */
export async function readAll(stream: Readable): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  // SAFETY: a stream of a file without an encoding yields bytes.
  for await (const part of stream) parts.push(part as Uint8Array);
  return Buffer.concat(parts);
}
