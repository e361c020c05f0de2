/** What spreadsheets need to see that a CSV is UTF-8: without it Hangul opens as other letters. */
const MARK = Uint8Array.of(0xef, 0xbb, 0xbf);

/** The bytes of a CSV with a byte order mark in front, once. */
export async function* withMark(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, void> {
  let isFirst = true;
  for await (const part of bytes) {
    if (isFirst && part.byteLength > 0) {
      isFirst = false;
      if (!MARK.every((byte, i) => part[i] === byte)) yield MARK;
    }
    yield part;
  }
  if (isFirst) yield MARK;
}

/** A file's name from what a result or chart is called: no folders, nothing that a file system refuses. */
export function fileName(name: string, extension: string): string {
  const plain = name.replaceAll(/[\p{Cc}<>:"/\\|?*]+/gu, " ").replaceAll(/\s+/g, " ");
  return `${
    plain
      .replace(/^[. ]+/, "")
      .slice(0, 80)
      .replace(/[. ]+$/, "") || "result"
  }.${extension}`;
}
