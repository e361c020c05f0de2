import { z } from "zod";
import { field } from "../../../protocol/messages.ts";
import type { Field } from "../../../protocol/messages.ts";

/**
 * What stands beside a spool's rows: a line of JSON for the schema, one for each stored batch, one for the end. Lines
 * are appended after the bytes that they tell of, so that the whole lines of a torn file tell the truth.
 */
const line = z.union([
  /** `schema`: bytes of the schema message at the file's beginning. */
  z.object({ schema: z.number(), fields: z.array(field) }),
  z.object({
    rows: z.number(),
    bytes: z.number(),
    /** Offset and bytes of the whole row in the file of long rows, and [column, bytes] of the values cut. */
    whole: z.tuple([z.number(), z.number()]).optional(),
    cuts: z.array(z.tuple([z.number(), z.number()])).optional(),
    /** Where the engine's operation is read on behind this batch. */
    cursor: z.string().optional(),
  }),
  z.object({ end: z.enum(["all", "more"]) }),
]);
export type IndexLine = z.infer<typeof line>;
export type BatchLine = Extract<IndexLine, { rows: number }>;

/** A spool's index in memory: about 60 bytes for each batch of up to 1,024 rows. */
export class SpoolIndex {
  fields: readonly Field[] | undefined;
  schemaBytes = 0;
  rows = 0;
  /** Bytes of the file of rows. */
  bytes = 0;
  /** Bytes of the rows as the engine sent them, long values whole. */
  wholeBytes = 0;
  longBytes = 0;
  extent: "all" | "more" | undefined;
  readonly #firstRows: number[] = [];
  readonly #offsets: number[] = [];
  readonly #long = new Map<number, { whole: [number, number]; cuts: [number, number][] }>();

  get batches(): number {
    return this.#offsets.length;
  }

  get hasLongValues(): boolean {
    return this.#long.size > 0;
  }

  add(added: IndexLine): void {
    if ("schema" in added) {
      this.fields = added.fields;
      this.schemaBytes = this.bytes = added.schema;
    } else if ("rows" in added) {
      if (added.whole) this.#long.set(this.batches, { whole: added.whole, cuts: added.cuts ?? [] });
      this.#firstRows.push(this.rows);
      this.#offsets.push(this.bytes);
      this.rows += added.rows;
      this.bytes += added.bytes;
      this.longBytes += added.whole?.[1] ?? 0;
      this.wholeBytes += added.whole?.[1] ?? added.bytes;
    } else this.extent = added.end;
  }

  /** The batch that holds a row; the number of batches for a row behind the last. */
  batchOf(row: number): number {
    let low = 0;
    let high = this.batches;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.firstRow(middle + 1) <= row) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Of the batch behind the last, too: where it would begin. */
  firstRow = (batch: number): number => this.#firstRows[batch] ?? this.rows;
  offset = (batch: number): number => this.#offsets[batch] ?? this.bytes;
  long = (batch: number): { whole: [number, number]; cuts: [number, number][] } | undefined => this.#long.get(batch);
}

/** The whole lines of an index file, and how many bytes they take. */
export function readIndex(text: Buffer): { lines: IndexLine[]; bytes: number } {
  const lines: IndexLine[] = [];
  let bytes = 0;
  for (;;) {
    const end = text.indexOf("\n", bytes);
    if (end < 0) break;
    const read = parsed(text.toString("utf8", bytes, end));
    if (!read) break;
    lines.push(read);
    bytes = end + 1;
  }
  return { lines, bytes };
}

function parsed(text: string): IndexLine | undefined {
  try {
    return line.parse(JSON.parse(text));
  } catch (thrown) {
    // Torn by a power cut, where blocks of zeros may stand for what was never written.
    if (thrown instanceof SyntaxError || thrown instanceof z.ZodError) return undefined;
    throw thrown;
  }
}
