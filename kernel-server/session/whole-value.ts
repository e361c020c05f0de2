import { BetweenError } from "../../protocol/errors.ts";
import { cellText, decodePage } from "../../protocol/values/page.ts";
import { gather, wholeRow } from "./spool/page.ts";
import type { Spool } from "./spool/spool.ts";

const PIECE_BYTES = 256 * 1024;

/** One value of a result, whole: text as UTF-8, binary as it is. */
export async function wholeValue(spool: Spool, row: number, column: number, timezone: string): Promise<Uint8Array> {
  const { rows, fields = [] } = spool.index;
  if (row >= rows || column >= fields.length) {
    throw new BetweenError("result.no-row", { row, column, rows, columns: fields.length });
  }
  const found = wholeRow(spool, row);
  const page = decodePage(await gather(found.body));
  const value = page.columns[column]?.value(found.row);
  return value instanceof Uint8Array ? value : Buffer.from(cellText(page, found.row, column, { timezone }));
}

/** Bytes as a body. */
export async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES);
}
