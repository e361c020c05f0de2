import { realpathSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { basename, dirname, join, posix, resolve } from "node:path";
import { BetweenError } from "../../protocol/errors.ts";

/**
 * Throws `save.reserved` for a place that is the server's own, lies within one, or holds one: its state, its data, but not
 * the results in it. `own` and `results`: absolute folders or URLs.
 */
export function assertNotReserved(to: string, results: string, own: readonly string[]): void {
  const place = plainPlace(to);
  const isResult = isWithin(place, plainPlace(results));
  for (const one of own.map(plainPlace))
    if ((isWithin(place, one) && !isResult) || isWithin(one, place)) throw new BetweenError("save.reserved", { to });
}

const isWithin = (place: string, folder: string) =>
  place === folder || place.startsWith(`${folder.replace(/\/$/, "")}/`);

/** One spelling of a place: however its scheme, its slashes, its escapes and its links are written. */
export function plainPlace(place: string): string {
  const [, scheme = "", rest = ""] = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/is.exec(place) ?? [];
  if (scheme !== "" && scheme.toLowerCase() !== "file") {
    const path = posix.normalize(`/${decoded(rest)}`).replace(/\/$/, "");
    return `${/^s3[an]?$/i.test(scheme) ? "s3" : scheme.toLowerCase()}:/${path}`;
  }
  const local = /^file:/i.test(place) ? decoded(place.replace(/^file:(\/\/[^/]*)?/i, "")) : place;
  return realPath(resolve(local));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A lone % is one.
    return text;
  }
}

/** With the links of what is there already. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // Not there yet: its folder may be.
    const parent = dirname(path);
    return parent === path ? path : join(realPath(parent), basename(path));
  }
}

/**
 * What lies in a local folder that no writer of Parquet tables left there: a save would delete it. `undefined`: nothing, or
 * no folder.
 */
export async function foreignFile(folder: string): Promise<string | undefined> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []); // Nothing is there yet.
  const isOurs = ({ name }: { name: string }) => /^(?:[._]|part-|.*\.parquet$)/.test(name) || name.includes("=");
  const foreign = names.find((entry) => !isOurs(entry) && (entry.isFile() || entry.parentPath === folder));
  return foreign && join(foreign.parentPath, foreign.name);
}
