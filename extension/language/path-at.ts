import { isFront } from "./knowledge.ts";
import type { Knowledge } from "./knowledge.ts";
import type { Span } from "./span.ts";
import { yamlPlaceAt } from "./yaml/place.ts";

/** A path of a source that is being written: the folder that it has so far, relative to the notebook's, and the part of a name behind it. */
export type PathAt = { folder: string; range: Span };

/** None where no path is written, and for paths that are not below the notebook's folder. */
export function pathAt(know: Knowledge, cell: number, offset: number): PathAt | undefined {
  const text = know.cells[cell];
  if (!text || !isFront(text)) return undefined;
  const place = yamlPlaceAt(text.value, offset);
  const [outer, , key] = place?.path ?? [];
  if (place?.at !== "value" || outer !== "sources" || key !== "path" || place.path.length !== 3) return undefined;
  const start = place.range.start + (/^['"]/.test(place.text) ? 1 : 0);
  const written = text.value.slice(start, offset);
  if (/^(?:\/|[a-z][a-z0-9+]*:)|[*?[{]/i.test(written)) return undefined;
  const cut = written.lastIndexOf("/") + 1;
  return { folder: written.slice(0, cut), range: { start: start + cut, end: offset } };
}
