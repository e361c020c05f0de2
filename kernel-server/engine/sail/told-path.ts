import { BetweenError } from "../../../protocol/errors.ts";
import type { FoundFile } from "../find-in-tree.ts";
import { isRemote } from "./files.ts";

/**
 * A path (absolute) as Sail 0.7.2 understands it. It takes no backslash before a wildcard that means itself, and on S3 reads
 * `%41` as `A`: such paths read as no rows, or as an object that is not there. In a URL both can be written.
 */
export function toldPath(path: string): string {
  const remote = isRemote(path);
  const isOdd = path.includes("\\") || (remote && /%[0-9a-f]{2}/i.test(path));
  if (!isOdd) return path;
  const written = path.replace(/\\(.)|[%#?]/gs, (found, escaped?: string) =>
    escaped === undefined && found === "?" ? found : encodeURIComponent(escaped ?? found).replace("*", "%2A"),
  );
  return remote ? written : `file://${written.startsWith("/") ? "" : "/"}${written}`;
}

/** Throws where Sail would fail on a file for its name, or leave it out of what lies at the path (absolute). */
export function checkNames(files: readonly FoundFile[], at: string): void {
  const odd = files.find(({ path }) => /[\0-\x1f\x7f]/.test(path));
  if (odd) throw new BetweenError("storage.name-unreadable", { file: JSON.stringify(odd.path) });
  // Sail (0.7.2) takes such a name for a partition's, unless the path is that of the file.
  const equal = files.find(({ path }) => path !== at && path.slice(path.lastIndexOf("/") + 1).includes("="));
  if (equal) throw new BetweenError("storage.name-equals", { file: equal.path });
}
