import type { ResultView } from "../../protocol/messages.ts";
import type { Page } from "../../protocol/values/page.ts";
import { csvLine } from "../../protocol/values/csv.ts";
import { csvRows, jsonRows } from "../../protocol/values/row-line.ts";
import type { RowLine } from "../../protocol/values/row-line.ts";
import type { Value, ValueType } from "../../protocol/values/value-type.ts";
import type { Sink } from "../write-whole.ts";

/** Fetches a value whole of which a page holds only the beginning; `row` counts in the page. */
export type Whole = (row: number, column: number) => Promise<Uint8Array>;

/** Takes the rows of one result in order: those of each page from `first` on. */
export interface RowSink {
  begin(result: ResultView): Promise<void>;
  take(page: Page, first: number, whole: Whole): Promise<void>;
}

export function csvSink(out: Sink, timezone: string): RowSink {
  const line = csvRows(timezone);
  return {
    begin: ({ schema }) => out.write(csvLine(schema.map(({ name }) => name))),
    take: (page, first, whole) => writeRows(out, page, first, whole, line),
  };
}

/** JSON, an object a line. */
export function jsonSink(out: Sink, timezone: string): RowSink {
  let line: RowLine = jsonRows([], timezone);
  return {
    begin: ({ schema }) => {
      line = jsonRows(schema, timezone);
      return Promise.resolve();
    },
    take: (page, first, whole) => writeRows(out, page, first, whole, line),
  };
}

const TEXT: ValueType = { kind: "text" };
/** Characters gathered before they are written: a write a row would cost more than the row. */
const GATHER = 64 * 1024;

async function writeRows(out: Sink, page: Page, first: number, whole: Whole, line: RowLine): Promise<void> {
  const { rows, columns, cuts } = page;
  const types = columns.map(({ type }) => type);
  const long = new Set(cuts.map(({ row }) => row));
  let gathered = "";
  for (let row = first; row < rows; row++) {
    const values = columns.map((column) => column.value(row));
    // Only rows with long values wait: a promise for each of ten million rows would cost seconds.
    gathered += long.has(row) ? await longLine(row, values) : line(values, types);
    if (gathered.length < GATHER) continue;
    await out.write(gathered);
    gathered = "";
  }
  if (gathered !== "") await out.write(gathered);

  /** The server sends a whole value as it is when it is binary, everything else as text. */
  async function longLine(row: number, values: Value[]): Promise<string> {
    const wholeTypes = [...types];
    for (const { column } of cuts.filter((cut) => cut.row === row)) {
      const bytes = await whole(row, column);
      const binary = types[column]?.kind === "binary";
      values[column] = binary ? bytes : utf8.decode(bytes);
      if (!binary) wholeTypes[column] = TEXT;
    }
    return line(values, wholeTypes);
  }
}

// A byte order mark at a text's start is part of it.
const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });
