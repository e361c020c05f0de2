import { readFile } from "node:fs/promises";
import { relative } from "node:path";
import { gunzipSync } from "node:zlib";
import { BetweenError, type Place } from "../../../protocol/errors.ts";
import { identifiers, pathsInStatement } from "../../../notebook/sql-text.ts";
import type { Link } from "../spark-connect/link.ts";
import { placeOfUnits } from "../spark-connect/place.ts";
import type { Ground } from "../spark-connect/ground.ts";
import { type Read, findBadFile } from "./find-bad-file.ts";
import { type FoundFile, absolutePath, findFiles, isRemote } from "./files.ts";
import { losesFiles, readingOf } from "./partitions.ts";
import { sailWrite } from "./sail-write.ts";

/** How long the file that is to blame for an error is looked for. */
const SEARCH_MS = 10_000;

/**
 * What must be seen to because Sail reads a path that is not there as no rows (0.7.2): every path is looked at first,
 * by us. Paths of other stores (`s3://…`) go to Sail as they are.
 */
export function sailGround(folder: string, link: Link, quieten: () => Promise<void>): Ground {
  /** By the name that a source is read under. */
  const reads = new Map<string, Read>();
  /** Where the tables lie that were created over a path, by their names. */
  const places = new Map<string, { format: string; path: string }>();
  const find = async (format: string, path: string, at: Place | undefined, signal: AbortSignal) => {
    const absolute = absolutePath(path, folder);
    const { files, nearest } = await findFiles(absolute, signal);
    if (files.length > 0) return { absolute, files };
    // A table of no rows is a log alone.
    if (format === "delta" && (await findFiles(`${absolute}/_delta_log`, signal)).files.length > 0)
      return { absolute, files };
    const near = nearest ?? { folder: "/", holds: [] };
    const code = near.holds.length > 0 ? "engine.path-not-found" : "engine.path-empty";
    throw new BetweenError(code, { path, nearest: near.folder, holds: near.holds.join(", ") }, at && { at });
  };

  return {
    async statement(text, signal) {
      let checked = text;
      for (const { name, start, end } of tablesRead(text)) {
        const place = places.get(name.toLowerCase());
        if (place) await find(place.format, place.path, placeOfUnits(text, start, end), signal);
      }
      if (/^\s*(?:create|drop)\b/i.test(text))
        for (const { name } of identifiers(text)) places.delete(name.toLowerCase());
      for (const { format, path, start, end, table } of pathsInStatement(text)) {
        if (isRemote(path)) continue;
        if (table !== undefined) {
          places.set(table.toLowerCase(), { format, path });
          continue;
        }
        const at = placeOfUnits(text, start, end);
        const { absolute, files } = await find(format, path, at, signal);
        if ((format === "json" || format === "csv") && (await areEmpty(files)))
          throw new BetweenError("engine.source-empty", { path }, { at });
        if (format === "delta" || !losesFiles(absolute, files)) continue;
        const reading = await readingOf(absolute, files, signal).catch((thrown: unknown) => {
          throw thrown instanceof BetweenError ? new BetweenError(thrown.code, { path }, { at }) : thrown;
        });
        const [root] = reading.paths;
        const put =
          root !== undefined && reading.paths.length === 1 && !reading.options && !reading.only
            ? padded(path, root, folder)
            : undefined;
        const from = text.indexOf(path, start);
        if (put === undefined || from < 0 || from + path.length > end)
          throw new BetweenError("engine.glob-unsupported", { path }, { at });
        checked = checked.slice(0, from) + put + checked.slice(from + path.length);
      }
      return checked;
    },

    async reading(source, signal) {
      if ("result" in source.from) throw new BetweenError("engine.source-unresolved", { source: source.name });
      const { path } = source.from;
      if (isRemote(path)) return { paths: [path], partitions: [] };
      const { absolute, files } = await find(source.format, path, undefined, signal);
      const inferred = source.schema === undefined && (source.format === "json" || source.format === "csv");
      if (inferred && (await areEmpty(files))) throw new BetweenError("engine.source-empty", { path });
      reads.set(source.name.toLowerCase(), { format: source.format, files });
      return source.format === "delta" ? { paths: [absolute], partitions: [] } : readingOf(absolute, files, signal);
    },

    async files(path, signal) {
      if (isRemote(path)) throw new BetweenError("engine.files-unknown", { path });
      const { files } = await find("", path, undefined, signal);
      return {
        files: files.length,
        bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
        newest: files.reduce((newest, { modified }) => Math.max(newest, modified), 0),
      };
    },

    async explained(error, texts, signal) {
      if (error.code !== "engine.bad-data") return error;
      const within = AbortSignal.any([signal, AbortSignal.timeout(SEARCH_MS)]);
      const concerned = new Map<string, Read>();
      for (const text of texts) {
        for (const { name } of identifiers(text)) {
          const read = reads.get(name.toLowerCase());
          if (read) concerned.set(name.toLowerCase(), read);
        }
        for (const { format, path } of pathsInStatement(text)) {
          if (!isRemote(path))
            concerned.set(path, { format, files: (await findFiles(absolutePath(path, folder), signal)).files });
        }
      }
      const found = await findBadFile([...concerned.values()], error.engineText ?? "", within);
      if (!found) return error;
      const file = relative(folder, String(found.args["file"]));
      return new BetweenError(
        found.code,
        { ...found.args, file: file.startsWith("..") ? String(found.args["file"]) : file },
        {
          ...(error.engineText !== undefined && { engineText: error.engineText }),
          cause: error,
        },
      );
    },

    quieten,

    write: (work, relation, send, signal) => sailWrite(link, work, relation, send, signal),

    // Sail answers a command that yields nothing with `value: true`, and a write with the count of its rows.
    isBareAnswer: ([column, ...others]) =>
      column !== undefined &&
      others.length === 0 &&
      ((column.name === "value" && column.type === "boolean") ||
        (column.name === "count" && column.type === "decimal(20,0)")),
  };
}

/** The names that stand behind `from` and `join`. */
const tablesRead = (text: string) =>
  identifiers(text).filter((_, i, all) => /^(?:from|join)$/i.test(all[i - 1]?.name ?? ""));

/**
 * The folder above the partitions, written as long (in bytes and units) as the glob that it stands for, so that the
 * engine's positions stay true: `logs/./././.` instead of a glob below `logs`.
 */
function padded(path: string, root: string, folder: string): string | undefined {
  const segments = path.split("/");
  const cut = segments.findIndex((segment) => /[=*?[{]/.test(segment));
  const kept = segments.slice(0, cut).join("/") || (path.startsWith("/") ? "/" : ".");
  if (cut < 0 || absolutePath(kept, folder) !== root) return undefined;
  if (/^file:/i.test(path)) return undefined;
  const missing = Buffer.byteLength(path) - Buffer.byteLength(kept);
  if (missing < 0 || path.length - kept.length !== missing) return undefined;
  return kept + "/.".repeat(Math.floor(missing / 2)) + (missing % 2 === 1 ? "/" : "");
}

/** A gzip file of nothing has a name and a frame, and nothing else. */
const EMPTY_GZIP_BYTES = 256;

async function areEmpty(files: readonly FoundFile[]): Promise<boolean> {
  for (const { path, bytes } of files) {
    if (bytes === 0) continue;
    if (!path.endsWith(".gz") || bytes > EMPTY_GZIP_BYTES) return false;
    try {
      if (gunzipSync(await readFile(path)).length > 0) return false;
    } catch {
      // Broken: the engine says how.
      return false;
    }
  }
  return true;
}
