import { isAbsolute, relative } from "node:path";
import { BetweenError, type Place } from "../../../protocol/errors.ts";
import type { ParameterValue } from "../../../notebook/notebook.ts";
import { identifiers, namedParameters, pathsInStatement } from "../../../notebook/sql-text.ts";
import type { S3Settings } from "../../settings/settings.ts";
import { type FileFinder, findSome, isS3 } from "../file-finder.ts";
import { assertOnlyTable } from "../foreign-file.ts";
import { type Read, findBadFile } from "../sail/find-bad-file.ts";
import { absolutePath, isRemote } from "../sail/files.ts";
import { type Edit, type Edited, edited, originalOffset } from "./edits.ts";
import { filesOnEngine } from "./files-on-engine.ts";
import type { Ground } from "./ground.ts";
import type { Link } from "./link.ts";
import { literalText } from "./literal-text.ts";
import { placeOfUnits } from "./place.ts";
import { guarded, write } from "./plan.ts";
import { withNearest } from "./nearest-folder.ts";
import { s3Endpoint } from "./s3-endpoint.ts";
import { s3aRefusal } from "./s3a-refusal.ts";
import type { Reading } from "./source.ts";

export type SparkGroundOptions = {
  /** The notebook's, absolute. */
  folder: string;
  finder: FileFinder;
  /** Whether Spark reads this machine's disk, as it does when it runs here; else paths lie where the cluster is. */
  files: "here" | "there";
  link: Link;
  s3: S3Settings;
  /** Returns when what was cancelled does not compute any more. */
  quieten: () => Promise<void>;
};

/** How long the line that is to blame for an error is looked for. */
const SEARCH_MS = 10_000;

/** What must be seen to because Spark knows nothing of the notebook's folder, and says little of what it cannot read. */
export function sparkGround({ folder, finder, files, link, s3, quieten }: SparkGroundOptions): Ground {
  /** Statements that another text was sent for, by their own. */
  const sent = new Map<string, Edited>();
  const formats = new Map<string, string>();
  /** Paths of sources, by their names in lower case. */
  const sources = new Map<string, string>();
  const looksFromHere = (path: string) => files === "here" && finder.sees(path);

  /** The path as Spark is told it, looked at first where that can be done from here. */
  const seen = async (format: string, path: string, at: Place | undefined, signal: AbortSignal) => {
    if (looksFromHere(path)) return (await findSome(finder, format, path, at, signal)).absolute;
    if (isRemote(path) || isAbsolute(path) || /^file:/i.test(path)) return path;
    throw new BetweenError("spark.path-relative", { path }, at && { at });
  };

  const pathEdits = async (text: string, signal: AbortSignal): Promise<Edit[]> => {
    const edits: Edit[] = [];
    for (const { format, path, start, end, table } of pathsInStatement(text)) {
      // A table's path may be made by what fills it.
      const isMade = table !== undefined && files === "here" && !isRemote(path);
      const at = placeOfUnits(text, start, end);
      const put = isMade ? absolutePath(path, folder) : await seen(format, path, at, signal);
      const from = text.indexOf(path, start);
      formats.set(put, format);
      if (put !== path && from >= 0 && from + path.length <= end)
        edits.push({ start: from, end: from + path.length, put });
    }
    return edits;
  };

  return {
    async statement(text, signal, args) {
      const edits = [
        ...(await pathEdits(text, signal)),
        ...(link.dialect.bindsParameters ? [] : parameterEdits(text, args)),
      ];
      if (edits.length === 0) return text;
      const made = edited(
        text,
        edits.sort((a, b) => a.start - b.start),
      );
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
      formats.set(path, source.format);
      sources.set(source.name.toLowerCase(), path);
      return readingOf(path, source.format);
    },

    async files(path, signal) {
      if (!looksFromHere(path)) return filesOnEngine(link, await seen("", path, undefined, signal), signal);
      const { files: found } = await findSome(finder, "", path, undefined, signal);
      return {
        files: found.length,
        bytes: found.reduce((sum, { bytes }) => sum + bytes, 0),
        newest: found.reduce((newest, { modified }) => Math.max(newest, modified), 0),
      };
    },

    async *write(work, relation, send, signal) {
      if (looksFromHere(work.to) || isS3(work.to)) await assertOnlyTable(work, finder, signal);
      // Delta holds rows to the predicate only when the table is there already.
      yield* send(write(work, work.replaceWhere === undefined ? relation : guarded(relation, work.replaceWhere)));
    },

    async explained(error, texts, signal) {
      const { engineText = "" } = error;
      const within = AbortSignal.any([signal, AbortSignal.timeout(SEARCH_MS)]);
      const refusal = s3aRefusal(engineText, [...sourcesIn(texts, sources)].find(isS3));
      if (refusal) {
        const { code, ...place } = refusal;
        return new BetweenError(
          code,
          { ...place, endpoint: await s3Endpoint(link, s3, within) },
          { engineText, cause: error },
        );
      }
      if (error.code === "engine.path-missing") return withNearest(error, finder, within);
      if (error.code !== "engine.bad-data") return error;
      const url = / reading file (\S+?)\.?(?:\s|$)/.exec(engineText)?.[1];
      const named = url === undefined ? undefined : pathOf(url);
      const reads: Read[] = [];
      // Spark 3.5 does not always name the file: then it is one of those that the statement reads.
      for (const path of named === undefined ? sourcesIn(texts, sources) : [named]) {
        if (!looksFromHere(path) && !isS3(path)) continue;
        const { files: found } = await finder
          .find(named === undefined ? path : literally(path), within)
          .catch(() => ({ files: [] })); // What the engine said stands.
        reads.push({ format: formatOf(path, formats), files: found });
      }
      const bad = await findBadFile(reads, engineText, finder, within);
      if (!bad && named !== undefined && isS3(named)) {
        const readable = engineText.replace(url ?? named, named);
        return new BetweenError(
          "spark.bad-file",
          { file: named, seconds: SEARCH_MS / 1000 },
          { engineText: readable, cause: error },
        );
      }
      if (!bad) return error;
      const path = String(bad.args["file"]);
      const file = path.startsWith(`${folder}/`) ? relative(folder, path) : path;
      return new BetweenError(
        bad.code,
        { ...bad.args, file },
        { engineText: engineText.replace(url ?? file, file), cause: error },
      );
    },

    quieten,
    isBareAnswer: () => false,
  };
}

const parameterEdits = (text: string, args: readonly ParameterValue[]): Edit[] =>
  namedParameters(text).flatMap(({ name, start, end }) => {
    const value = args.find((each) => each.name === name);
    return value ? [{ start, end, put: literalText(value) }] : [];
  });

/** As the engine names a file, which it does percent-encoded, and as it is found from here. */
function pathOf(url: string): string {
  const path = url.startsWith("file:") ? new URL(url).pathname : url.replace(/^s3a:/, "s3:");
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // A name with a percent sign of its own, as older versions print it.
  }
}

/** A path whose wildcards mean themselves. */
const literally = (path: string) => path.replace(/[\\*?[\]{}]/g, "\\$&");

const sourcesIn = (texts: readonly string[], sources: ReadonlyMap<string, string>): Set<string> =>
  new Set(texts.flatMap((text) => identifiers(text).flatMap(({ name }) => sources.get(name.toLowerCase()) ?? [])));

/** Of what was read, the format of what may hold this file; else what its name says. */
function formatOf(file: string, formats: ReadonlyMap<string, string>): string {
  for (const [path, format] of formats) if (file.startsWith(path.replace(/[*?[{].*$/s, ""))) return format;
  return /\.(\w+?)(?:\.gz)?$/.exec(file)?.[1] ?? "";
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
