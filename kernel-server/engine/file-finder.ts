import { Readable } from "node:stream";
import { BetweenError, type Place } from "../../protocol/errors.ts";
import type { S3Settings } from "../settings/settings.ts";
import { type FileTree, type Found, type FoundFile, findInTree } from "./find-in-tree.ts";
import { absolutePath, diskTree, isRemote } from "./sail/files.ts";

/** Finds files wherever they lie, so that a path means the same in a folder and on S3. */
export interface FileFinder {
  /** Whether files of this path can be looked at from here: those of the disk and of S3 can. */
  sees(path: string): boolean;
  /** The absolute path or URL, wildcards kept, of a path, glob or URL as a notebook has it. */
  absolute(path: string): string;
  /** Every file that an absolute path or glob names, hidden ones (`_x`, `.x`) left out, in the order of their names. */
  find(absolute: string, signal: AbortSignal): Promise<Found>;
  /** What an absolute path lies in. */
  tree(absolute: string): Promise<FileTree>;
  /** The bytes of a file that was found; `range` is inclusive. */
  read(file: string, signal: AbortSignal, range?: { start: number; end: number }): Readable;
}

export const isS3 = (path: string) => /^s3[an]?:\/\//i.test(path);

/** Paths start from `folder`; objects are looked at with the credentials that `s3` leads to. */
export function fileFinder(folder: string, s3: S3Settings): FileFinder {
  let objects: Promise<FileTree> | undefined;
  // Loaded with the first path on S3: on a laptop most servers never see one.
  const s3Objects = () => (objects ??= import("../store/s3-tree.ts").then(({ s3Tree }) => s3Tree(s3)));
  const treeOf = async (path: string) => (isS3(path) ? s3Objects() : diskTree);
  return {
    sees: (path) => isS3(path) || !isRemote(path),
    absolute: (path) => (isRemote(path) ? path : absolutePath(path, folder)),
    find: async (absolute, signal) => findInTree(await treeOf(absolute), absolute, signal),
    tree: treeOf,
    read: (file, signal, range) =>
      isS3(file) ? Readable.from(bytesOf(s3Objects(), file, signal, range)) : diskTree.read(file, signal, range),
  };
}

async function* bytesOf(tree: Promise<FileTree>, ...asked: Parameters<FileTree["read"]>): AsyncGenerator<unknown> {
  yield* (await tree).read(...asked);
}

/**
 * The files of a path as a notebook has it, one at least. Throws `engine.path-not-found` or `engine.path-empty` with the nearest
 * folder there is: engines read what is not there as no rows, or say less.
 */
export async function findSome(
  finder: FileFinder,
  format: string,
  path: string,
  at: Place | undefined,
  signal: AbortSignal,
): Promise<{ absolute: string; files: readonly FoundFile[] }> {
  const absolute = finder.absolute(path);
  const { files, nearest } = await finder.find(absolute, signal);
  if (files.length > 0) return { absolute, files };
  // A table of no rows is a log alone.
  const log = absolute.endsWith("/") ? `${absolute}_delta_log` : `${absolute}/_delta_log`;
  if (format === "delta" && (await finder.find(log, signal)).files.length > 0) return { absolute, files };
  const near = nearest ?? { folder: "/", holds: [] };
  const code = near.holds.length > 0 ? "engine.path-not-found" : "engine.path-empty";
  throw new BetweenError(code, { path, nearest: near.folder, holds: near.holds.join(", ") }, at && { at });
}
