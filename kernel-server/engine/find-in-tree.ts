import type { Readable } from "node:stream";
import { expandBraces, hasWildcard, segmentPattern, unescaped } from "./sail/glob.ts";

export type FoundFile = { path: string; bytes: number; modified: number };
export type Found = {
  files: readonly FoundFile[];
  /** The deepest folder on the way to what is not there, and what it holds. Only when there is no file. */
  nearest?: { folder: string; holds: readonly string[] };
};

/** A name in a folder; with the file where a listing tells of it. */
export type Entry = { name: string; file?: FoundFile };

/** Where files lie: a disk, a bucket. Paths are absolute, with "/" everywhere. */
export interface FileTree {
  /** What a path begins with (`/`, `s3://logs/`), and the segments behind it. */
  split(path: string): { root: string; segments: readonly string[] };
  /** What a folder holds, what begins with `begin` at least. Of a folder that is not there: nothing. */
  entries(folder: string, begin: string, signal: AbortSignal): Promise<readonly Entry[]>;
  /** Whether a file or folder is there. */
  has(path: string, signal: AbortSignal): Promise<boolean>;
  /** The file, or all files below the folder but hidden ones. */
  files(path: string, signal: AbortSignal): Promise<readonly FoundFile[]>;
  /** The paths of all files at or below a path, hidden ones too. */
  everything(path: string, signal: AbortSignal): AsyncIterable<string>;
  /** The bytes of a file, from `start` to `end` (inclusive) where given. */
  read(path: string, signal: AbortSignal, range?: { start: number; end: number }): Readable;
}

/** Hadoop and Sail read no file or folder whose name begins so. */
export const isHidden = (name: string) => name.startsWith("_") || name.startsWith(".");

export const joined = (folder: string, name: string) => (folder.endsWith("/") ? folder + name : `${folder}/${name}`);

/** Where a walk has come to. */
type Spot = { path: string; file?: FoundFile };

/** Every file that the path or glob (absolute) names, folders read to their depths, in the order of their names. */
export async function findInTree(tree: FileTree, path: string, signal: AbortSignal): Promise<Found> {
  const found = new Map<string, FoundFile>();
  let nearest: string | undefined;
  const stoppedAt = (folder: string | undefined) => {
    if (folder !== undefined && (nearest === undefined || folder.length > nearest.length)) nearest = folder;
  };
  for (const pattern of expandBraces(path)) {
    const { root, segments } = tree.split(pattern);
    let level: Spot[] = [{ path: root }];
    for (const segment of withoutSteps(segments)) {
      signal.throwIfAborted();
      const next = await step(tree, level, segment, signal);
      if (next.length === 0 && level[0]) stoppedAt(await deepest(tree, level[0].path, segment, signal));
      level = next;
    }
    for (const files of await several(level, async ({ path: at, file }) => (file ? [file] : tree.files(at, signal))))
      for (const file of files) found.set(file.path, file);
    if (found.size === 0) stoppedAt(level[0]?.path);
  }
  const files = [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  if (files.length > 0 || nearest === undefined) return { files };
  const names = (await tree.entries(nearest, "", signal)).map(({ name }) => name).filter((name) => !isHidden(name));
  return { files, nearest: { folder: nearest, holds: [...new Set(names)].sort().slice(0, 5) } };
}

/** Segments without wildcards that follow each other are one question. */
function withoutSteps(segments: readonly string[]): string[] {
  const steps: string[] = [];
  for (const segment of segments) {
    const last = steps.at(-1);
    if (last !== undefined && !hasWildcard(last) && !hasWildcard(segment))
      steps[steps.length - 1] = `${last}/${segment}`;
    else steps.push(segment);
  }
  return steps;
}

async function step(tree: FileTree, level: readonly Spot[], segment: string, signal: AbortSignal): Promise<Spot[]> {
  const folders = level.filter(({ file }) => file === undefined);
  const next = await several(folders, async ({ path: folder }): Promise<Spot[]> => {
    if (!hasWildcard(segment)) {
      const path = joined(folder, unescaped(segment));
      return (await tree.has(path, signal)) ? [{ path }] : [];
    }
    const pattern = segmentPattern(segment);
    const begin = unescaped(/^(?:\\.|[^\\*?[])*/s.exec(segment)?.[0] ?? "");
    const entries = await tree.entries(folder, begin, signal);
    return entries
      .filter(({ name }) => !isHidden(name) && pattern.test(name))
      .map(({ name, file }) => ({ path: joined(folder, name), ...(file && { file }) }));
  });
  return next.flat();
}

/** The last folder that is there, of those that segments without wildcards lead through. */
async function deepest(tree: FileTree, folder: string, segments: string, signal: AbortSignal): Promise<string> {
  if (hasWildcard(segments)) return folder;
  let last = folder;
  for (const segment of segments.split("/")) {
    const next = joined(last, unescaped(segment));
    if (!(await tree.has(next, signal))) break;
    last = next;
  }
  return last;
}

/** Questions at a time: one after the other, a year of daily folders on S3 would take half a minute. */
const AT_ONCE = 16;

async function several<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let i = 0; i < all.length; i += AT_ONCE)
    results.push(...(await Promise.all(all.slice(i, i + AT_ONCE).map((one) => work(one)))));
  return results;
}
