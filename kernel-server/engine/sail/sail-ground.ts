import { isAbsolute, relative } from "node:path";
import { gunzipSync } from "node:zlib";
import { BetweenError } from "../../../protocol/errors.ts";
import { identifiers, madeNames, pathsInStatement } from "../../../notebook/sql-text.ts";
import type { Link } from "../spark-connect/link.ts";
import { placeOfUnits } from "../spark-connect/place.ts";
import type { Ground } from "../spark-connect/ground.ts";
import { type Read, findBadFile } from "./find-bad-file.ts";
import { type FileFinder, findSome } from "../file-finder.ts";
import type { FoundFile } from "../find-in-tree.ts";
import { assertOnlyTable } from "../foreign-file.ts";
import type { OwnPlaces } from "../reserved-place.ts";
import { assertMayWrite } from "./may-write.ts";
import { readAll } from "./read-all.ts";
import { losesFiles, readingOf } from "./partitions.ts";
import { checkNames, toldPath } from "./told-path.ts";
import { sailWrite } from "./sail-write.ts";

/** How long the file that is to blame for an error is looked for. */
const SEARCH_MS = 10_000;

export type SailGroundOptions = {
  /** The notebook's, absolute. */
  folder: string;
  finder: FileFinder;
  link: Link;
  /** Returns when what was interrupted does not compute any more. */
  quieten: () => Promise<void>;
  /** Where no statement writes. */
  places: OwnPlaces | undefined;
};

/**
 * What must be seen to because Sail reads a path that is not there as no rows (0.7.2): every path is looked at first,
 * by us. Paths of stores that we cannot look at (`gs://…`) go to Sail as they are.
 */
export function sailGround({ folder, finder, link, quieten, places: own }: SailGroundOptions): Ground {
  /** By the name that a source is read under. */
  const reads = new Map<string, Read>();
  /** Where the tables lie that were created over a path, by their names. */
  const places = new Map<string, { format: string; path: string }>();
  return {
    async statement(text, signal, args) {
      if (own) assertMayWrite(text, folder, own);
      for (const { start, end, literal, parameter } of madeNames(text)) {
        const name = literal ?? args.find((arg) => arg.name === parameter)?.value;
        // What is not looked at here could be any path.
        if (typeof name !== "string" || !isPlainName(name))
          throw new BetweenError("engine.made-name", {}, { at: placeOfUnits(text, start, end) });
      }
      let checked = text;
      for (const { name, start, end } of tablesRead(text)) {
        const place = places.get(name.toLowerCase());
        if (place) await findSome(finder, place.format, place.path, placeOfUnits(text, start, end), signal);
      }
      if (/^\s*(?:create|drop)\b/i.test(text))
        for (const { name } of identifiers(text)) places.delete(name.toLowerCase());
      for (const { format, path, start, end, table } of pathsInStatement(text)) {
        if (!finder.sees(path)) continue;
        if (table !== undefined) {
          places.set(table.toLowerCase(), { format, path });
          continue;
        }
        const at = placeOfUnits(text, start, end);
        const { absolute, files } = await findSome(finder, format, path, at, signal);
        if ((format === "json" || format === "csv") && (await areEmpty(files, finder, signal)))
          throw new BetweenError("engine.source-empty", { path }, { at });
        if (format !== "delta") checkNames(files, absolute);
        // Written as a URL it would be longer, and the engine's positions would no longer be true.
        if (toldPath(absolute) !== absolute) throw new BetweenError("storage.path-as-source", { path }, { at });
        if (format === "delta" || !losesFiles(absolute, files)) continue;
        const reading = await readingOf(absolute, files, finder, signal).catch((thrown: unknown) => {
          throw thrown instanceof BetweenError ? new BetweenError(thrown.code, { path }, { at }) : thrown;
        });
        const [root] = reading.paths;
        const put =
          root !== undefined && reading.paths.length === 1 && !reading.options && !reading.only
            ? padded(path, root, finder)
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
      if (!finder.sees(path)) return { paths: [path], partitions: [] };
      const { absolute, files } = await findSome(finder, source.format, path, undefined, signal);
      const inferred = source.schema === undefined && (source.format === "json" || source.format === "csv");
      if (inferred && (await areEmpty(files, finder, signal))) throw new BetweenError("engine.source-empty", { path });
      reads.set(source.name.toLowerCase(), { format: source.format, files });
      if (source.format === "delta") return { paths: [absolute], partitions: [] };
      checkNames(files, absolute);
      const reading = await readingOf(absolute, files, finder, signal);
      return { ...reading, paths: reading.paths.map(toldPath) };
    },

    async files(path, signal) {
      if (!finder.sees(path)) throw new BetweenError("engine.files-unknown", { path });
      const { files } = await findSome(finder, "", path, undefined, signal);
      return {
        files: files.length,
        bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
        newest: files.reduce((newest, { modified }) => Math.max(newest, modified), 0),
      };
    },

    async explained(error, texts, signal) {
      if (error.code !== "engine.bad-data" && !isCut(error)) return error;
      const within = AbortSignal.any([signal, AbortSignal.timeout(SEARCH_MS)]);
      const concerned = new Map<string, Read>();
      for (const text of texts) {
        for (const { name } of identifiers(text)) {
          const read = reads.get(name.toLowerCase());
          if (read) concerned.set(name.toLowerCase(), read);
        }
        for (const { format, path } of pathsInStatement(text)) {
          if (finder.sees(path))
            concerned.set(path, { format, files: (await finder.find(finder.absolute(path), signal)).files });
        }
      }
      const found = await findBadFile([...concerned.values()], error.engineText ?? "", finder, within);
      if (!found) return error;
      const path = String(found.args["file"]);
      const file = isAbsolute(path) ? relative(folder, path) : path;
      return new BetweenError(
        found.code,
        { ...found.args, file: file.startsWith("..") ? path : file },
        {
          ...(error.engineText !== undefined && { engineText: error.engineText }),
          cause: error,
        },
      );
    },

    quieten,

    async *write(work, relation, send, signal) {
      await assertOnlyTable(work, finder, signal);
      yield* sailWrite(link, work, relation, finder, send, signal);
    },

    // Sail answers a command that yields nothing with `value: true`, and a write with the count of its rows.
    isBareAnswer: ([column, ...others]) =>
      column !== undefined &&
      others.length === 0 &&
      ((column.name === "value" && column.type === "boolean") ||
        (column.name === "count" && column.type === "decimal(20,0)")),
  };
}

const isPlainName = (name: string) => /^\s*[\p{L}\p{N}_]+(?:\s*\.\s*[\p{L}\p{N}_]+)*\s*$/u.test(name);

/** What is left of a compressed object that was cut on S3; on a disk Sail says more. */
const isCut = ({ code, engineText }: BetweenError) =>
  code === "engine.failed" && /unexpected end of file|corrupt deflate stream/i.test(engineText ?? "");

/** The names that stand behind `from` and `join`. */
const tablesRead = (text: string) =>
  identifiers(text).filter((_, i, all) => /^(?:from|join)$/i.test(all[i - 1]?.name ?? ""));

/**
 * The folder above the partitions, written as long (in bytes and units) as the glob that it stands for, so that the
 * engine's positions stay true: `logs/./././.` instead of a glob below `logs`.
 */
function padded(path: string, root: string, finder: FileFinder): string | undefined {
  const segments = path.split("/");
  const cut = segments.findIndex((segment) => /[=*?[{]/.test(segment));
  const kept = segments.slice(0, cut).join("/") || (path.startsWith("/") ? "/" : ".");
  if (cut < 0 || finder.absolute(kept) !== root) return undefined;
  if (/^file:/i.test(path)) return undefined;
  const missing = Buffer.byteLength(path) - Buffer.byteLength(kept);
  if (missing < 0 || path.length - kept.length !== missing) return undefined;
  return kept + "/.".repeat(Math.floor(missing / 2)) + (missing % 2 === 1 ? "/" : "");
}

/** A gzip file of nothing has a name and a frame, and nothing else. */
const EMPTY_GZIP_BYTES = 256;

async function areEmpty(files: readonly FoundFile[], finder: FileFinder, signal: AbortSignal): Promise<boolean> {
  for (const { path, bytes } of files) {
    if (bytes === 0) continue;
    if (!path.endsWith(".gz") || bytes > EMPTY_GZIP_BYTES) return false;
    try {
      if (gunzipSync(await readAll(finder.read(path, signal))).length > 0) return false;
    } catch {
      // Broken: the engine says how.
      return false;
    }
  }
  return true;
}
