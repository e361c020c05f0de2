import { BetweenError } from "../../protocol/errors.ts";

/** The text of a file's bytes. Throws `document.not-text`: bytes that are not UTF-8 could not be saved as they are. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new BetweenError("document.not-text", { offset: firstBad(bytes) });
  }
}

/** The first byte that is not part of a UTF-8 character: where the bytes of what a lenient decoder reads differ. */
function firstBad(bytes: Uint8Array): number {
  const back = new TextEncoder().encode(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes));
  const differs = bytes.findIndex((byte, i) => byte !== back[i]);
  return differs === -1 ? bytes.length : differs;
}
