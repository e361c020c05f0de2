import { BetweenError } from "../../../protocol/errors.ts";
import type { Reading } from "../spark-connect/source.ts";
import type { FileFinder } from "../file-finder.ts";
import type { FoundFile } from "../find-in-tree.ts";
import { expandBraces, hasWildcard, segmentPattern } from "./glob.ts";

const baseName = (path: string) => path.slice(path.lastIndexOf("/") + 1);
const isPartition = (segment: string) => /^[^=]+=/.test(segment);

/**
 * How Sail is told to read what `path` (absolute, perhaps a glob) matched. Sail 0.7.2 matches no wildcard across
 * `key=value` folders (zero rows, no error), and gives no partition columns for a path that goes into one. There it
 * reads the folder above the partitions, and the wildcards become a filter on names and on partition columns; what the
 * two together match must be exactly the files that `path` matched.
 */
export async function readingOf(
  path: string,
  files: readonly FoundFile[],
  finder: FileFinder,
  signal: AbortSignal,
): Promise<Reading> {
  const split = files.map((file) => splitAtPartitions(file.path));
  const partitions = split[0]?.keys ?? [];
  if (partitions.length === 0) return { paths: [path], partitions: [] };
  if (split.some(({ keys }) => keys.join("/") !== partitions.join("/"))) throw mixed(path);
  if (!hasWildcard(path) && !path.split("/").some(isPartition)) return { paths: [path], partitions };

  const paths = [...new Set(split.map(({ root }) => root))];
  const wanted = new Set(split.map(({ values }) => values.join("/")));
  const name = baseName(path);
  const pattern = /[{}]/.test(name) ? undefined : segmentPattern(name);
  // The last segment may also be a folder's.
  const namePattern = pattern && files.every((file) => pattern.test(baseName(file.path))) ? pattern : undefined;

  let outside = false;
  let named = false;
  let matched = 0;
  for (const root of paths) {
    for (const file of (await finder.find(root, signal)).files) {
      if (!wanted.has(splitAtPartitions(file.path).values.join("/"))) outside = true;
      else if (namePattern && !namePattern.test(baseName(file.path))) named = true;
      else matched++;
    }
  }
  if (matched !== files.length) throw new BetweenError("engine.glob-unsupported", { path });
  if (outside && split.some(({ values }) => values.some((value) => /%|^__HIVE/.test(value)))) {
    throw new BetweenError("engine.glob-unsupported", { path });
  }
  return {
    paths,
    partitions,
    ...(named && { options: { pathGlobFilter: name } }),
    ...(outside && { only: [...wanted].map((values) => values.split("/")) }),
  };
}

/**
 * Whether Sail itself would miss files of this glob: those behind a `key=value` folder that stands at or after the
 * first wildcard. Braces it takes apart first, as we do.
 */
export function losesFiles(path: string, files: readonly FoundFile[]): boolean {
  return expandBraces(path).some((pattern) => {
    const first = pattern.split("/").findIndex(hasWildcard);
    return first >= 0 && files.some((file) => file.path.split("/").slice(first, -1).some(isPartition));
  });
}

const mixed = (path: string) => new BetweenError("engine.partitions-mixed", { path });

function splitAtPartitions(path: string): { root: string; keys: string[]; values: string[] } {
  const folders = path.split("/").slice(0, -1);
  const first = folders.findIndex(isPartition);
  if (first < 0) return { root: folders.join("/"), keys: [], values: [] };
  const parts = folders.slice(first).filter(isPartition);
  const keys = parts.map((part) => part.slice(0, part.indexOf("=")));
  const values = parts.map((part) => part.slice(part.indexOf("=") + 1));
  return { root: folders.slice(0, first).join("/") || "/", keys, values };
}
