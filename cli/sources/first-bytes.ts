import { createReadStream } from "node:fs";
import { pipeline, type Duplex } from "node:stream";
import * as zlib from "node:zlib";
import { BetweenError } from "../../protocol/errors.ts";

const WANTED = 64 * 1024;

/** The first 64 KiB of a file, unpacked when it is gzip or zstd by its first bytes, whatever its name says. */
export async function firstBytes(file: string, signal: AbortSignal): Promise<Uint8Array> {
  const packed = await collect(createReadStream(file, { end: 3, signal }), 4, file);
  const unpack = unpacker(packed);
  if (!unpack) return collect(createReadStream(file, { signal }), WANTED, file);
  // The reader stops early on purpose, which ends the pipeline before its source has.
  const stopped = pipeline(createReadStream(file, { signal }), unpack, () => undefined);
  return collect(stopped, WANTED, file);
}

function unpacker(magic: Uint8Array): Duplex | undefined {
  const start = Buffer.from(magic).toString("hex");
  if (start.startsWith("1f8b")) return zlib.createGunzip();
  // Node has zstd since 22.15; before, a packed file can only be known by its name.
  if (start === "28b52ffd" && "createZstdDecompress" in zlib) return zlib.createZstdDecompress();
  return undefined;
}

async function collect(stream: AsyncIterable<Uint8Array>, wanted: number, file: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      chunks.push(chunk);
      if ((size += chunk.length) >= wanted) break;
    }
  } catch (cause) {
    if (size === 0) throw new BetweenError("cli.file-unreadable", { file, reason: reasonOf(cause) }, { cause });
  }
  return Buffer.concat(chunks).subarray(0, wanted);
}

const reasonOf = (thrown: unknown) => (thrown instanceof Error ? thrown.message : String(thrown));
