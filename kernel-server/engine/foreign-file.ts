import { BetweenError } from "../../protocol/errors.ts";
import type { FileFinder } from "./file-finder.ts";
import { type FileTree, joined } from "./find-in-tree.ts";
import type { WorkOf } from "./spark-connect/ground.ts";

/**
 * Throws `save.foreign` where a write that replaces a whole table would find files that are none of a table's: engines
 * empty the folder first, whatever lies in it. Places that cannot be looked at from here are let pass.
 */
export async function assertOnlyTable(work: WorkOf<"write">, finder: FileFinder, signal: AbortSignal): Promise<void> {
  const { to, format, mode, replaceWhere } = work;
  if (mode !== "overwrite" || replaceWhere !== undefined || (format !== "delta" && format !== "parquet")) return;
  if (!finder.sees(to)) return;
  // Engines take doubled slashes for one, of which a bucket's listing knows nothing.
  const place = finder
    .absolute(to)
    .replace(/(?<!:\/?)\/{2,}/g, "/")
    .replace(/(?<=[^/])\/$/, "");
  const file = await foreignFile(await finder.tree(place), place, format, signal);
  if (file !== undefined) throw new BetweenError("save.foreign", { to, file });
}

/**
 * The first file at or below a place that no writer of such tables leaves there, hidden ones too. A Delta table keeps
 * what it does not know, so its log is enough; of a Parquet table such a log is no part, and would be lost.
 */
export async function foreignFile(
  tree: FileTree,
  place: string,
  format: "delta" | "parquet",
  signal: AbortSignal,
): Promise<string | undefined> {
  if (format === "delta" && (await tree.entries(joined(place, "_delta_log"), "", signal)).length > 0) return undefined;
  for await (const path of tree.everything(place, signal))
    if (path === place || !isTableFile(path.slice(place.length + 1))) return path;
  return undefined;
}

/** As Sail 0.7.2 names its files: `QjqhYDK5lw22gZRp_0.zst.parquet`, without a number in partitions. */
const SAIL_FILE = /^[A-Za-z0-9]{16}(?:_\d+)?(?:\.[a-z0-9]+)?\.parquet$/;
/** As Spark and Hadoop's committers do. */
const SPARK_FILE =
  /^(?:part-.+\.parquet|_SUCCESS|_(?:common_)?metadata|_(?:started|committed)_\d+|\..+\.crc|.+_\$folder\$)$/;
const SCRATCH = /^(?:_temporary|\.spark-staging-.+)$/;
const PARTITION = /^[^=]+=/;

/** `below`: the path from the table's folder on. */
function isTableFile(below: string): boolean {
  const folders = below.split("/");
  const name = folders.pop() ?? "";
  const cut = folders.findIndex((folder) => !PARTITION.test(folder));
  return cut < 0 ? SAIL_FILE.test(name) || SPARK_FILE.test(name) : SCRATCH.test(folders[cut] ?? "");
}
