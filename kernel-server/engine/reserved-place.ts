import { realpathSync } from "node:fs";
import { basename, dirname, join, posix, resolve } from "node:path";
import { BetweenError } from "../../protocol/errors.ts";

/** Absolute folders or URLs that are a server's own, where nobody's rows go but below `results`. */
export type OwnPlaces = { results: string; own: readonly string[] };

/** `state`: the folder of journals and tokens. `results`: those beside it when absent. `reserved`: what else is its own. */
export function ownPlaces(
  state: string,
  results = join(state, "results"),
  reserved: readonly string[] = [],
): OwnPlaces {
  // Beside the results lie records, tokens, leases; beside the journals rows and the server's token.
  const beside = /[\\/]results$/.test(results) ? [results.slice(0, -"/results".length)] : [];
  return { results, own: [state, ...reserved, ...beside] };
}

/**
 * Throws `save.unclear` for a `save: to` that engines may read as another place than it looks to be: parsers of URLs
 * decode `%2e%2e`, cut at `?` and `#`, drop tabs, and clamp `..` at the bucket, and each engine has its own.
 */
export function assertClear(to: string): void {
  const part = unclearPart(to);
  if (part !== undefined) throw new BetweenError("save.unclear", { to, part });
}

/** What of a place `assertClear` refuses. */
export function unclearPart(to: string): string | undefined {
  const [, scheme, path = to] = /^([a-z][a-z0-9+.-]*:\/\/)(.*)$/is.exec(to) ?? [];
  const url =
    scheme === undefined ? [] : [/^https?:\/\//i.exec(to), /(?<=^|\/)\.\.?(?=\/|$)/.exec(path), /[@\\]/.exec(path)];
  const part = [...url, /[%?#*[\]{}\p{Cc}]/u.exec(path)].find((found) => found !== null)?.[0];
  return part && JSON.stringify(part).slice(1, -1);
}

/** Throws `save.reserved` where `isReserved`. */
export function assertNotReserved(to: string, results: string, own: readonly string[]): void {
  if (isReserved(to, { results, own })) throw new BetweenError("save.reserved", { to });
}

/** Whether a place is the server's own, lies within one, or holds one: its state, its data, but not what lies in the results. */
export function isReserved(to: string, { results, own }: OwnPlaces): boolean {
  const place = plainPlace(to);
  const kept = plainPlace(results);
  const isResult = isWithin(place, kept) && place !== kept;
  return [kept, ...own.map(plainPlace)].some((one) => (isWithin(place, one) && !isResult) || isWithin(one, place));
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
