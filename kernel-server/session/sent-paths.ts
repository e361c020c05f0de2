import { BetweenError } from "../../protocol/errors.ts";
import type { SourceSpec } from "../../notebook/notebook.ts";

/** Tells where the files of a session's notebook lie for an engine on another machine; `undefined` while none were sent. */
export type SentRoot = () => string | undefined;

const isRelative = (path: string) => !/^(?:[a-z][a-z0-9+.-]*:|[/\\~])/i.test(path);

/**
 * A source with a relative path as an engine on another machine reads it: among the files that the client sent. Throws
 * `storage.path-elsewhere` where it cannot be among them, `storage.files-not-sent` where none were sent.
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
  const { file } = error.args;
  if (place === undefined || typeof file !== "string" || !file.startsWith(`${place}/`)) return error;
  const { code, args, at, engineText } = error;
  const own = { ...args, file: `./${file.slice(place.length + 1)}` };
  return new BetweenError(code, own, {
    ...(at && { at }),
    ...(engineText !== undefined && { engineText }),
    cause: error,
  });
}
