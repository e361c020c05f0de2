import type { Media, MediaMime } from "../messages.ts";

const pictures: ReadonlySet<MediaMime> = new Set(["image/png", "image/jpeg", "image/svg+xml"]);

export const isPicture = ({ mime }: Pick<Media, "mime">): boolean => pictures.has(mime);

/**
 * A picture as an `<img>` takes it, which runs no script of an SVG and loads nothing that it names; undefined for what is no
 * picture, or no base64.
 */
export function pictureUrl({ mime, data }: Pick<Media, "mime" | "data">): string | undefined {
  // Halves of characters cannot be written in an address; the encoder takes them out.
  const whole = (text: string) => new TextDecoder().decode(new TextEncoder().encode(text));
  if (mime === "image/svg+xml") return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(whole(data))}`;
  if (!pictures.has(mime) || !/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(data)) return undefined;
  return `data:${mime};base64,${data.replaceAll(/\s/g, "")}`;
}

/** Bytes of what is shown, not of how it travels. */
export function mediaBytes({ mime, data }: Pick<Media, "mime" | "data">): number {
  return mime === "image/png" || mime === "image/jpeg"
    ? Math.floor((data.length * 3) / 4)
    : new TextEncoder().encode(data).byteLength;
}

/** Results and what is shown besides them, in the order in which they came. */
export function inOrder<R, M extends Pick<Media, "after">>(
  results: readonly R[],
  media: readonly M[],
): ({ result: R; index: number } | { media: M; index: number })[] {
  const of = (at: number, isLast: boolean) =>
    media.flatMap((one, index) => ((isLast ? one.after >= at : one.after === at) ? [{ media: one, index }] : []));
  const all = results.flatMap((result, index) => [...of(index, false), { result, index }]);
  return [...all, ...of(results.length, true)];
}
