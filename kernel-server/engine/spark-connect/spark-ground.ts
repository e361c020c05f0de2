import { isAbsolute } from "node:path";
import { BetweenError, type Place } from "../../../protocol/errors.ts";
import { pathsInStatement } from "../../../notebook/sql-text.ts";
import { absolutePath, findFiles, isRemote } from "../sail/files.ts";
import { type Edited, edited, originalOffset } from "./edits.ts";
import { filesOnEngine } from "./files-on-engine.ts";
import type { Ground } from "./ground.ts";
import type { Link } from "./link.ts";
import { placeOfUnits } from "./place.ts";
import { write } from "./plan.ts";
import type { Reading } from "./source.ts";

export type SparkGroundOptions = {
  /** The notebook's, absolute. */
  folder: string;
  /** Whether Spark reads this machine's disk, as it does when it runs here; else paths lie where the cluster is. */
  files: "here" | "there";
  link: Link;
  /** Looks until nothing of the session runs any more; tells whether that was so. */
  quieten: () => Promise<void>;
};

/** What must be seen to because Spark knows nothing of the notebook's folder. It says itself when a path is not there. */
export function sparkGround({ folder, files, link, quieten }: SparkGroundOptions): Ground {
  /** Statements whose paths were made absolute, by their text as it was. */
  const sent = new Map<string, Edited>();

  /** The path as Spark is told it, looked at first where that can be done from here. */
  const seen = async (format: string, path: string, at: Place | undefined, signal: AbortSignal) => {
    if (isRemote(path)) return path;
    if (files === "there") {
      if (isAbsolute(path) || /^file:/i.test(path)) return path;
      throw new BetweenError("spark.path-relative", { path }, at && { at });
    }
    const absolute = absolutePath(path, folder);
    const found = await findFiles(absolute, signal);
    const isTable = format === "delta" && (await findFiles(`${absolute}/_delta_log`, signal)).files.length > 0;
    if (found.files.length > 0 || isTable) return absolute;
    const near = found.nearest ?? { folder: "/", holds: [] };
    const code = near.holds.length > 0 ? "engine.path-not-found" : "engine.path-empty";
    throw new BetweenError(code, { path, nearest: near.folder, holds: near.holds.join(", ") }, at && { at });
  };

  return {
    async statement(text, signal) {
      const edits = [];
      for (const { format, path, start, end, table } of pathsInStatement(text)) {
        const at = placeOfUnits(text, start, end);
        const absolute =
          table !== undefined && files === "here" ? absolutePath(path, folder) : await seen(format, path, at, signal);
        const from = text.indexOf(path, start);
        if (absolute !== path && from >= 0 && from + path.length <= end)
          edits.push({ start: from, end: from + path.length, put: absolute });
      }
      if (edits.length === 0) return text;
      const made = edited(text, edits);
      sent.set(text, made);
      return made.text;
    },

    asGiven(text, { start, end, fragment }) {
      const made = sent.get(text);
      if (!made || made.text.slice(start, end) !== fragment) return { start, end, fragment };
      const given = { start: originalOffset(made, start), end: originalOffset(made, end) };
      return { ...given, fragment: text.slice(given.start, given.end) };
    },

    async reading(source, signal) {
      if ("result" in source.from) throw new BetweenError("engine.source-unresolved", { source: source.name });
      const path = await seen(source.format, source.from.path, undefined, signal);
      return readingOf(path, source.format);
    },

    async files(path, signal) {
      if (isRemote(path) || files === "there")
        return filesOnEngine(link, await seen("", path, undefined, signal), signal);
      const found = (await findFiles(await seen("", path, undefined, signal), signal)).files;
      return {
        files: found.length,
        bytes: found.reduce((sum, { bytes }) => sum + bytes, 0),
        newest: found.reduce((newest, { modified }) => Math.max(newest, modified), 0),
      };
    },

    write: (work, relation, send) => send(write(work, relation)),
    explained: (error) => Promise.resolve(error),
    quieten,
    isBareAnswer: () => false,
  };
}

/**
 * Spark takes what a wildcard matched for the roots of what it reads, and loses the partition columns of the folders
 * above unless it is told the folder that they lie in.
 */
function readingOf(path: string, format: string): Reading {
  const segments = path.split("/");
  const first = segments.findIndex((segment, i) => /[*?[{]/.test(segment) || (i > 0 && /^[^=:]+=/.test(segment)));
  const base = segments.slice(0, first).join("/");
  if (first < 0 || format === "delta" || base === "" || /^[a-z0-9+.-]+:\/*$/i.test(base))
    return { paths: [path], partitions: [] };
  return { paths: [path], partitions: [], options: { basePath: base } };
}
