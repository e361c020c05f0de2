import { directoryName, fileName, keyOfFile, keyOfFolder } from "./key-path.ts";

/**
 * The key of an object as S3 keeps it. Ordinary keys stay as they are; the rest is encoded as for a folder, because servers
 * that keep objects as files, and AWS with `..`, refuse or change it.
 */
export function objectKey(key: string): string {
  const segments = key.split("/");
  const last = segments.pop() ?? "";
  return [...segments.flatMap(directoryName), ...fileName(last)].join("/");
}

/** The key as a string of bytes, in which order is byte order; `undefined` when no key of ours is kept so. */
export function keyOfObject(object: string): string | undefined {
  const segments = object.split("/");
  const last = segments.pop() ?? "";
  const folders = segments.map(keyOfFolder);
  const name = keyOfFile(last);
  return name === undefined || folders.includes(undefined) ? undefined : folders.join("") + name;
}

/** What all objects begin with whose keys begin with `prefix`; others may too. */
export function listPrefix(prefix: string): string {
  const end = prefix.lastIndexOf("/") + 1;
  const folders = prefix
    .slice(0, end)
    .split("/")
    .slice(0, -1)
    .flatMap(directoryName)
    .map((name) => `${name}/`);
  const begun = /^[A-Za-z0-9_=@,-]{0,200}/.exec(prefix.slice(end))?.[0] ?? "";
  return folders.join("") + begun;
}

/** A key out of a listing that was asked for in `EncodingType: "url"`; some servers know none, and say so by not repeating it. */
export const decodedKey = (key: string, encoding: string | undefined): string =>
  encoding === "url" ? decodeURIComponent(key.replaceAll("+", " ")) : key;
