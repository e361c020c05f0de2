import { basename, dirname, extname, join, relative } from "node:path";
import type { Imported } from "../../notebook/importers/imported.ts";
import type { Original } from "./find-originals.ts";

/** The name of a file as people call it: without ending, and without the id that Zeppelin puts behind the last `_`. */
export function originalName(path: string): string {
  const bare = basename(path, extname(path));
  const name = extname(path).toLowerCase() === ".zpln" ? bare.replace(/_[0-9A-Z]{9}$/, "") : bare;
  return name === "" ? bare : name;
}

/**
 * Where an imported notebook goes: below `out` (the original's own base folder) in the folders that the original has.
 * Up to Zeppelin 0.8 a note lies in `ID/note.json` and its name holds the folders.
 */
export function targetPath(original: Original, place: Imported["place"], out: string | undefined): string {
  const { path, base } = original;
  const old = basename(path) === "note.json";
  const folder = old ? dirname(dirname(path)) : dirname(path);
  const within = old && path === join(base, "note.json") ? "" : relative(base, folder);
  const name = old ? place.name : originalName(path);
  const folders = old ? place.folders.map(fileName) : [];
  return join(out ?? base, within.startsWith("..") ? "" : within, ...folders, `${fileName(name)}.between-nb`);
}

/** The same for the second of two notes of one name. */
export function withId(target: string, { id }: Imported["place"], nth: number): string {
  const ending = extname(target);
  return `${target.slice(0, -ending.length)}_${id ?? nth}${ending}`;
}

/** Names come from other people's files: nothing in one leaves its folder or is refused by an operating system. */
export function fileName(name: string): string {
  const plain = name
    .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, "")
    .replace(/[<>:"/\\|?*]/g, "-")
    .replace(/^[.\s]+|[.\s]+$/g, "");
  const cut = [...plain].slice(0, 100).join("").trim();
  if (cut === "") return "untitled";
  return /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(cut) ? `_${cut}` : cut;
}

/** Zeppelin's trash is a folder of that name. */
export const isInTrash = ({ path, base }: Original, { folders }: Imported["place"]): boolean =>
  [...relative(base, path).split(/[\\/]/), ...folders].some((part) => part === "~Trash");
