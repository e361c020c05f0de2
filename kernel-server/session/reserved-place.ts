import { realpathSync } from "node:fs";
import { basename, dirname, join, posix, resolve } from "node:path";
import { BetweenError } from "../../protocol/errors.ts";

/**
 * Throws `save.unclear` for a `save: to` that engines may read as another place than it looks to be: parsers of URLs
 * decode `%2e%2e`, cut at `?` and `#`, drop tabs, and clamp `..` at the bucket, and each engine has its own.
 */
export function assertClear(to: string): void {
  const [, scheme, path = to] = /^([a-z][a-z0-9+.-]*:\/\/)(.*)$/is.exec(to) ?? [];
  const url =
    scheme === undefined ? [] : [/^https?:\/\//i.exec(to), /(?<=^|\/)\.\.?(?=\/|$)/.exec(path), /[@\\]/.exec(path)];
  const part = [...url, /[%?#*[\]{}\p{Cc}]/u.exec(path)].find((found) => found !== null)?.[0];
  if (part !== undefined) throw new BetweenError("save.unclear", { to, part: JSON.stringify(part).slice(1, -1) });
}

/**
 * Throws `save.reserved` for a place that is the server's own, lies within one, or holds one: its state, its data, but not
 * what lies in the results. `own` and `results`: absolute folders or URLs.
 */
export function assertNotReserved(to: string, results: string, own: readonly string[]): void {
  const place = plainPlace(to);
  const kept = plainPlace(results);
  const isResult = isWithin(place, kept) && place !== kept;
  for (const one of [kept, ...own.map(plainPlace)])
    if ((isWithin(place, one) && !isResult) || isWithin(one, place)) throw new BetweenError("save.reserved", { to });
}

const isWithin = (place: string, folder: string) =>
  place === folder || place.startsWith(`${folder.replace(/\/$/, "")}/`);

/** The disks of these systems know no case, as far as can be told without asking each. */
const knowsNoCase = process.platform === "darwin" || process.platform === "win32";

/** One spelling of a place: however its scheme, its slashes, its escapes and its links are written. */
export function plainPlace(place: string): string {
  const [, scheme = "", host = "", path = ""] = /^([a-z][a-z0-9+.-]*):\/\/([^/]*)(.*)$/is.exec(place) ?? [];
  if (scheme !== "" && scheme.toLowerCase() !== "file") {
    // What leads above a bucket ends at it.
    const key = posix.normalize(`/${decoded(path)}`).replace(/\/$/, "");
    return `${/^s3[an]?$/i.test(scheme) ? "s3" : scheme.toLowerCase()}://${host.toLowerCase()}${key}`;
  }
  const local = /^file:/i.test(place) ? decoded(place.replace(/^file:(\/\/[^/]*)?/i, "")) : place;
  const real = realPath(resolve(local)).replaceAll("\\", "/");
  return knowsNoCase ? real.toLowerCase() : real;
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
