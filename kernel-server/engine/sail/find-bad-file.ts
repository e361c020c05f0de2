import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { BetweenError } from "../../../protocol/errors.ts";
import { type FaultInLine, faultInLine } from "./fault-in-line.ts";
import type { FoundFile } from "./files.ts";

/** What a source read, kept to find the file that an error of the engine does not name. */
export type Read = { format: string; files: readonly FoundFile[] };

/**
 * The first file that is damaged, or the first line that is what Sail complains about: it says what is wrong with the
 * data but not where (0.7.2). `undefined` when nothing is found, or not in time.
 */
export async function findBadFile(
  reads: readonly Read[],
  complaint: string,
  signal: AbortSignal,
): Promise<BetweenError | undefined> {
  for (const { format, files } of reads) {
    for (const { path, bytes } of files) {
      if (signal.aborted) return undefined;
      const bad = bytes === 0 ? undefined : await faultOf(path, format, complaint, signal);
      if (bad) return bad;
    }
  }
  return undefined;
}

async function faultOf(
  path: string,
  format: string,
  complaint: string,
  signal: AbortSignal,
): Promise<BetweenError | undefined> {
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
    return await badLine(bytes, path, faultInLine(format, complaint), signal);
  } catch (cause) {
    if (isGzip && !signal.aborted)
      return new BetweenError("engine.bad-file", { file: path, format: "gzip" }, { cause });
  } finally {
    raw.destroy();
    bytes.destroy();
  }
  return undefined;
}

async function badLine(
  bytes: Readable,
  file: string,
  faultIn: FaultInLine,
  signal: AbortSignal,
): Promise<BetweenError | undefined> {
  // One character a byte, so that lines are those of the file whatever it holds.
  const lines = createInterface({ input: bytes.setEncoding("latin1"), crlfDelay: Infinity });
  const broken = new Promise<never>((_, reject) => bytes.once("error", reject));
  const walk = async () => {
    let line = 0;
    for await (const text of lines) {
      line++;
      if (signal.aborted) return undefined;
      const code = faultIn(Buffer.from(text, "latin1"));
      if (code) return new BetweenError(code, { file, line });
    }
    return undefined;
  };
  try {
    return await Promise.race([walk(), broken]);
  } finally {
    lines.close();
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
