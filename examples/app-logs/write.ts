import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { linesOf, weigh } from "./events.ts";
import type { Line } from "./events.ts";
import type { Model } from "./couples.ts";
import { badDayOf } from "./world.ts";

export type GenerateOptions = {
  /** Folder that gets `dt=YYYY-MM-DD/part-N.json.gz`; made when it is not there. */
  out: string;
  /** First day, in Seoul. */
  from?: string;
  days?: number;
  users?: number;
  /** Exactly so many lines in all. */
  lines?: number;
  seed?: number;
};

/** `bytes` are compressed ones. `sha256` is of all files' names and contents in order: the same for the same options. */
export type Generated = { files: number; lines: number; bytes: number; badDay: string; sha256: string };

export const defaults = { from: "2026-10-19", days: 28, users: 16_000, lines: 400_000, seed: 20_111 } as const;

/** Lines sorted and compressed at once: a day above it is cut into parts. About 40 MB of text. */
const PART_LINES = 100_000;
/** Begun first and completed last, so that unfinished logs are known as such; the underscore hides it from every engine. */
const MARKER = "_generated.json";

const compress = promisify(gzip);

/**
 * Makes the app logs. The same options give the same bytes on the same Node and kind of processor (the text inside is
 * the same everywhere). The options and the sum are kept in `_generated.json`; with `fresh` it returns at once when they
 * are there already. Throws when `lines` is too few for so many people, or when `out` holds days that it did not make.
 */
export async function generate(options: GenerateOptions, more: { fresh?: boolean } = {}): Promise<Generated> {
  const { out, ...asked } = { ...defaults, ...options };
  const start = Date.parse(`${asked.from}T00:00:00+09:00`);
  if (Number.isNaN(start)) throw new RangeError(`from: ${asked.from} is no date such as 2026-10-19.`);
  const marker = join(out, MARKER);
  const found = await readMarker(marker);
  if (more.fresh && found?.generated && JSON.stringify(found.options) === JSON.stringify(asked)) return found.generated;

  const weekday = (new Date(`${asked.from}T00:00:00Z`).getUTCDay() + 6) % 7;
  const model: Model = {
    seed: asked.seed,
    days: asked.days,
    users: asked.users,
    weekday,
    badDay: badDayOf(asked.days),
  };
  const { fixed, use } = weigh(model);
  if (asked.lines < fixed) {
    throw new RangeError(`lines: ${asked.users} people over ${asked.days} days need at least ${fixed} lines.`);
  }
  await clear(out, found !== undefined);
  await writeFile(marker, JSON.stringify({ options: asked }));
  const share = { lines: asked.lines - fixed, use };
  const parts = partWriter(out);
  const dateOf = (day: number) => new Date(start + day * 86_400_000 + 9 * 3_600_000).toISOString().slice(0, 10);
  for (let day = 0; day < asked.days; day++) {
    const folder = `dt=${dateOf(day)}`;
    let lines: Line[] = [];
    let part = 0;
    for (const line of linesOf(model, day, start + day * 86_400_000, share)) {
      if (lines.length === PART_LINES) {
        await parts.write(folder, part++, lines);
        lines = [];
      }
      lines.push(line);
    }
    await parts.write(folder, part, lines);
  }
  const generated: Generated = { ...(await parts.end()), badDay: dateOf(model.badDay) };
  await writeFile(marker, JSON.stringify({ options: asked, generated }, undefined, 2) + "\n");
  return generated;
}

/** Sorts, compresses and writes parts. One is compressed (on a thread of its own) while the next one is made; no more, so that memory stays flat. */
function partWriter(out: string) {
  const sum = createHash("sha256");
  const total = { files: 0, lines: 0, bytes: 0 };
  let writing: Promise<void> = Promise.resolve();
  const store = async (path: string, text: string) => {
    const bytes = await compress(text);
    bytes[9] = 255; // "unknown" instead of the operating system; the time is 0 already.
    await mkdir(join(out, path, ".."), { recursive: true });
    await writeFile(join(out, path), bytes);
    sum.update(path).update(bytes);
    total.bytes += bytes.length;
  };
  return {
    write: async (folder: string, part: number, lines: Line[]): Promise<void> => {
      const text = lines.sort((a, b) => a.at - b.at).map((line) => line.json).join(""); // prettier-ignore
      await writing;
      writing = store(`${folder}/part-${part}.json.gz`, text);
      // Thrown by the `await` of the next call; until then it must not count as unhandled.
      writing.catch(() => undefined);
      total.files++;
      total.lines += lines.length;
    },
    end: async () => {
      await writing;
      return { ...total, sha256: sum.digest("hex") };
    },
  };
}

type Marker = { options: unknown; generated?: Generated };

async function readMarker(path: string): Promise<Marker | undefined> {
  const text = await readFile(path, "utf8").catch((reason: NodeJS.ErrnoException) => {
    if (reason.code === "ENOENT") return undefined;
    throw reason;
  });
  // SAFETY: only `generate` writes this file.
  return text === undefined ? undefined : (JSON.parse(text) as Marker);
}

/** Takes away what an earlier run left. Days that we did not make are somebody's logs, and stay. */
async function clear(out: string, ours: boolean): Promise<void> {
  await mkdir(out, { recursive: true });
  const days = (await readdir(out)).filter((name) => name.startsWith("dt="));
  if (days.length > 0 && !ours) throw new Error(`${out} holds logs that were not generated; choose another folder.`);
  for (const day of days) await rm(join(out, day), { recursive: true });
}
