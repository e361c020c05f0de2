import { resolve } from "node:path";
import { BetweenError } from "../../../protocol/errors.ts";
import { placesWritten } from "../../../notebook/sql-text.ts";
import { type OwnPlaces, isReserved, unclearPart } from "../reserved-place.ts";
import { placeOfUnits } from "../spark-connect/place.ts";

/**
 * Throws `storage.place-reserved` for a statement that would write into the server's own places: the engine has the
 * server's rights. `storage.place-unclear` for an address that is not plain, where such places lie in a bucket.
 */
export function assertMayWrite(text: string, folder: string, places: OwnPlaces): void {
  const inBucket = [places.results, ...places.own].some(isAddress);
  for (const { path, start, end } of placesWritten(text)) {
    const at = placeOfUnits(text, start, end);
    for (const place of readings(path, folder)) {
      const part = inBucket && isAddress(place) ? unclearPart(place) : undefined;
      if (part !== undefined) throw new BetweenError("storage.place-unclear", { path, part }, { at });
      if (isReserved(place, places)) throw new BetweenError("storage.place-reserved", { path }, { at });
    }
  }
}

/** The places that Sail 0.7.2 may take a path for: `file:/x` is a folder of that name, `file://\x` is `/x`. */
function readings(path: string, folder: string): string[] {
  // As parsers of URLs take it, which drop what cannot be seen.
  const url = path.replace(/^[\0-\x20]+|[\0-\x20]+$|[\t\n\r]/g, "");
  if (/^file:/i.test(url)) return [resolve(folder, path), url.replaceAll("\\", "/")];
  return [isAddress(url) ? url : resolve(folder, path)];
}

const isAddress = (place: string) => /^[a-z][a-z0-9+.-]+:\/\//i.test(place) && !/^file:/i.test(place);
