import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { BetweenError } from "../../../protocol/errors.ts";
import { type FaultInLine, faultInLine } from "./fault-in-line.ts";
import type { FileFinder } from "../file-finder.ts";
import type { FoundFile } from "../find-in-tree.ts";
import { readAll } from "./read-all.ts";

/** What a source read, kept to find the file that an error of the engine does not name. */
export type Read = { format: string; files: readonly FoundFile[] };

/**
 * The first file that is damaged, or the first line that is what Sail complains about: it says what is wrong with the
 * data but not where (0.7.2). `undefined` when nothing is found, or not in time.
 */
export async function findBadFile(
  reads: readonly Read[],
  complaint: string,
  finder: FileFinder,
  signal: AbortSignal,
): Promise<BetweenError | undefined> {
  for (const { format, files } of reads) {
    for (const file of files) {
      if (signal.aborted) return undefined;
      const bad = file.bytes === 0 ? undefined : await faultOf(file, format, complaint, finder, signal);
      if (bad) return bad;
    }
  }
  return undefined;
}

async function faultOf(
  file: FoundFile,
  format: string,
  complaint: string,
  finder: FileFinder,
  signal: AbortSignal,
): Promise<BetweenError | undefined> {
  const { path } = file;
  if (format === "parquet") {
    return (await isParquet(file, finder, signal))
      ? undefined
      : new BetweenError("engine.bad-file", { file: path, format: "Parquet" });
  }
  // Other compressions are left to the engine's own words.
  if (/\.(?:zst|zstd|bz2|xz)$/.test(path)) return undefined;
  const isGzip = path.endsWith(".gz");
  const raw = finder.read(path, signal);
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

async function isParquet({ path, bytes }: FoundFile, finder: FileFinder, signal: AbortSignal): Promise<boolean> {
  if (bytes < 12) return false;
  const piece = (start: number) => readAll(finder.read(path, signal, { start, end: start + 3 }));
  const [head, tail] = await Promise.all([piece(0), piece(bytes - 4)]);
  return `${head.toString("latin1")}${tail.toString("latin1")}` === "PAR1PAR1";
}
