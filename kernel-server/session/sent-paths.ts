import { BetweenError } from "../../protocol/errors.ts";
import type { SourceSpec } from "../../notebook/notebook.ts";

/** Tells where the files of a notebook on another machine lie for the engine; `undefined` while they were not sent. */
export type SentRoot = () => string | undefined;

const isRelative = (path: string) => !/^(?:[a-z][a-z0-9+.-]*:|[/\\~])/i.test(path);

/**
 * A source with a relative path as an engine reads it that does not see the notebook's folder: among the files that the
 * client sent. Throws `storage.path-elsewhere` where it cannot be among them, `storage.files-not-sent` where none were sent.
 */
export function sentSource(source: SourceSpec, root: SentRoot): SourceSpec {
  if (!("path" in source.from) || !isRelative(source.from.path)) return source;
  const { path } = source.from;
  if (path.split(/[/\\]/).includes("..")) throw new BetweenError("storage.path-elsewhere", { path });
  const place = root();
  if (place === undefined) throw new BetweenError("storage.files-not-sent", { path });
  return { ...source, from: { path: `${place}/${path.replace(/^(?:\.\/+)+/, "")}` } };
}

/** An error about a file that was sent names it as the notebook does. */
export function asWritten(error: BetweenError, root: SentRoot | undefined): BetweenError {
  const place = root?.();
  if (place === undefined) return error;
  const named = (value: string) => {
    if (value === place) return ".";
    return value.startsWith(`${place}/`) ? `./${value.slice(place.length + 1)}` : value;
  };
  const args = Object.entries(error.args).map(([key, value]) => [
    key,
    typeof value === "string" ? named(value) : value,
  ]);
  if (args.every(([key, value]) => error.args[String(key)] === value)) return error;
  const { code, at, engineText } = error;
  return new BetweenError(code, Object.fromEntries(args) as typeof error.args, {
    ...(at && { at }),
    ...(engineText !== undefined && { engineText }),
    cause: error,
  });
}
