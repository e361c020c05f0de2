/// <reference types="node" />
import { createReadStream } from "node:fs";
import { pipeline, type Duplex } from "node:stream";
import * as zlib from "node:zlib";

const WANTED = 64 * 1024;

/** The first 64 KiB of a file, unpacked when it is gzip or zstd by its first bytes, whatever its name says. Throws what the file system says. */
export async function firstBytes(file: string, signal: AbortSignal): Promise<Uint8Array> {
  const packed = await collect(createReadStream(file, { end: 3, signal }), 4);
  const unpack = unpacker(packed);
  if (!unpack) return collect(createReadStream(file, { signal }), WANTED);
  // The reader stops early on purpose, which ends the pipeline before its source has.
  const stopped = pipeline(createReadStream(file, { signal }), unpack, () => undefined);
  return collect(stopped, WANTED);
}

function unpacker(magic: Uint8Array): Duplex | undefined {
  const start = Buffer.from(magic).toString("hex");
  if (start.startsWith("1f8b")) return zlib.createGunzip();
  // Node has zstd since 22.15; before, a packed file can only be known by its name.
  if (start === "28b52ffd" && "createZstdDecompress" in zlib) return zlib.createZstdDecompress();
  return undefined;
}

async function collect(stream: AsyncIterable<Uint8Array>, wanted: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      chunks.push(chunk);
      if ((size += chunk.length) >= wanted) break;
    }
  } catch (thrown) {
    // What was read before a damaged part tells the format all the same.
    if (size === 0) throw thrown;
  }
  return Buffer.concat(chunks).subarray(0, wanted);
}
