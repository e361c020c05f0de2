/** A folder level such as `dt=2026-11-20`, the way Hive and Spark lay out partitions. */
const level = /^([^=/]+)=([^/]*)$/;

/** The columns that folders name: `logs/dt=2026-11-20/app=ios/x.json` has dt and app. */
export function partitionColumns(path: string): string[] {
  return path
    .split("/")
    .slice(0, -1)
    .flatMap((folder) => level.exec(folder)?.[1] ?? []);
}

/**
 * One glob that matches all the files, from their paths relative to a folder: partition values and file names become
 * `*`, the ending stays. `undefined` when they do not lie alike (other partition columns, other depth, other endings).
 */
export function globOf(files: readonly string[]): string | undefined {
  const patterns = new Set(files.map(pattern));
  const [only] = patterns;
  return patterns.size === 1 ? only : undefined;
}

function pattern(file: string): string {
  const parts = file.split("/");
  const name = parts.pop() ?? "";
  const folders = parts.map((folder) => folder.replace(level, "$1=*"));
  return [...folders, `*${endingOf(name)}`].join("/");
}

/** `.json.gz` of `part-0.2026.json.gz`; "" of a name without a dot. */
export function endingOf(name: string): string {
  return /(\.[a-z][a-z0-9]*)?(\.(gz|zst|zstd|bz2|xz))?$/i.exec(name)?.[0] ?? "";
}
