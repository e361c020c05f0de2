/// <reference types="node" />
import { readdir, stat } from "node:fs/promises";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { glob } from "tinyglobby";
import { globOf } from "./partitions.ts";

/** Where logs are: the path to write into a notebook, and one of the files where they lie on this machine. */
export type Located = { path: string; sample?: string; delta?: boolean };

/** Nothing is there; or a folder holds files that no one pattern matches. */
export type NotLocated = { problem: "nothing" | "mixed" };

/**
 * Turns what was typed (a file, a folder, a glob, an address such as `s3://…`) into the path of a source: one pattern for
 * all files of a folder, relative to `base` where it lies below.
 */
export async function locate(typed: string, base: string, from = process.cwd()): Promise<Located | NotLocated> {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(typed)) return { path: typed };
  const shown = (absolute: string) => shownPath(absolute, base, isAbsolute(typed));
  if (/[*?[\]{}]/.test(typed)) {
    const pattern = toPosix(typed);
    const [sample] = (await glob(pattern, { cwd: from, absolute: true, onlyFiles: true, dot: false })).sort();
    if (sample === undefined) return { problem: "nothing" };
    return { path: shown(resolve(from, typed)), sample };
  }
  const absolute = resolve(from, typed);
  const found = await stat(absolute).catch(() => undefined); // Whatever keeps us from seeing it, nothing is there for us.
  if (!found) return { problem: "nothing" };
  if (!found.isDirectory()) return { path: shown(absolute), sample: absolute };
  if ((await readdir(absolute)).includes("_delta_log")) return { path: shown(absolute), delta: true };
  return locateFolder(absolute, shown);
}

async function locateFolder(folder: string, shown: (absolute: string) => string): Promise<Located | NotLocated> {
  // As engines do: names that begin with _ or . are not data (_SUCCESS, .crc).
  const files = (await glob("**/*", { cwd: folder, onlyFiles: true, dot: false }))
    .filter((file) => !file.split("/").some((part) => part.startsWith("_")))
    .sort();
  const [first] = files;
  if (first === undefined) return { problem: "nothing" };
  const pattern = globOf(files);
  if (pattern === undefined) return { problem: "mixed" };
  return { path: shown(join(folder, pattern)), sample: join(folder, first) };
}

/** `./logs/x.json` for what lies below the base, `../x.json` beside it when it was typed so, else the absolute path. */
function shownPath(absolute: string, base: string, typedAbsolute: boolean): string {
  const path = relative(base, absolute);
  const outside = path === ".." || path.startsWith(`..${sep}`) || isAbsolute(path);
  if (outside) return toPosix(typedAbsolute ? absolute : path);
  return `./${toPosix(path)}`;
}

const toPosix = (path: string) => (sep === "\\" ? path.replaceAll("\\", "/") : path);
