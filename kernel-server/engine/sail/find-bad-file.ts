import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { BetweenError } from "../../../protocol/errors.ts";
import type { FoundFile } from "./files.ts";

/** What a source read, kept to find the file that an error of the engine does not name. */
export type Read = { format: string; files: readonly FoundFile[] };

/**
 * The first file that is damaged, or the first JSON line that is none: Sail says what is wrong with the data but not
 * where (0.7.2). `undefined` when nothing is found, or not in time.
 */
export async function findBadFile(reads: readonly Read[], signal: AbortSignal): Promise<BetweenError | undefined> {
  for (const { format, files } of reads) {
    for (const { path, bytes } of files) {
      if (signal.aborted) return undefined;
      const bad = bytes === 0 ? undefined : await faultOf(path, format, signal);
      if (bad) return bad;
    }
  }
  return undefined;
}

async function faultOf(path: string, format: string, signal: AbortSignal): Promise<BetweenError | undefined> {
  if (format === "parquet") {
    return (await isParquet(path)) ? undefined : new BetweenError("engine.bad-file", { file: path, format: "Parquet" });
  }
  // Other compressions are left to the engine's own words.
  if (/\.(?:zst|zstd|bz2|xz)$/.test(path)) return undefined;
  const isGzip = path.endsWith(".gz");
  const raw = createReadStream(path);
  const bytes: Readable = isGzip ? raw.pipe(createGunzip()) : raw;
  raw.on("error", (error) => bytes.destroy(error));
  try {
    if (format === "json") return await badLine(bytes, path, signal);
    for await (const _ of bytes) if (signal.aborted) break;
  } catch (cause) {
    if (isGzip && !signal.aborted)
      return new BetweenError("engine.bad-file", { file: path, format: "gzip" }, { cause });
  } finally {
    raw.destroy();
    bytes.destroy();
  }
  return undefined;
}

async function badLine(bytes: Readable, file: string, signal: AbortSignal): Promise<BetweenError | undefined> {
  const lines = createInterface({ input: bytes, crlfDelay: Infinity });
  const broken = new Promise<never>((_, reject) => bytes.once("error", reject));
  const walk = async () => {
    let line = 0;
    for await (const text of lines) {
      line++;
      if (signal.aborted) return undefined;
      if (text.trim() !== "" && !isObject(text)) return new BetweenError("engine.bad-line", { file, line });
    }
    return undefined;
  };
  try {
    return await Promise.race([walk(), broken]);
  } finally {
    lines.close();
  }
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

async function isParquet(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const ends = Buffer.alloc(8);
    if (size < 12) return false;
    await file.read(ends, 0, 4, 0);
    await file.read(ends, 4, 4, size - 4);
    return ends.toString("latin1") === "PAR1PAR1";
  } finally {
    await file.close();
  }
}
