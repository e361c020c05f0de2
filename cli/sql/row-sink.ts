import type { ResultView } from "../../protocol/messages.ts";
import type { Page } from "../../protocol/values/page.ts";
import { valueText } from "../../protocol/values/value-text.ts";
import type { Value, ValueType } from "../../protocol/values/value-type.ts";
import { distinctNames, jsonValue, object } from "../rows/json-value.ts";
import type { Sink } from "../write-whole.ts";
import { csvLine } from "./csv.ts";

/** Fetches a value whole of which a page holds only the beginning; `row` counts in the page. */
export type Whole = (row: number, column: number) => Promise<Uint8Array>;

/** Takes the rows of one result in order: those of each page from `first` on. */
export interface RowSink {
  begin(result: ResultView): Promise<void>;
  take(page: Page, first: number, whole: Whole): Promise<void>;
}

type Cell = { value: Value; type: ValueType };

export function csvSink(out: Sink, timezone: string): RowSink {
  const text = ({ value, type }: Cell) => (value === null ? null : valueText(value, type, { timezone }));
  return {
    begin: ({ schema }) => out.write(csvLine(schema.map(({ name }) => name))),
    take: (page, first, whole) => writeRows(out, page, first, whole, (cells) => csvLine(cells.map(text))),
  };
}

/** JSON, an object a line. */
export function jsonSink(out: Sink, timezone: string): RowSink {
  let names: string[] = [];
  const line = (cells: readonly Cell[]) =>
    `${object(cells.map(({ value, type }, i) => [names[i] ?? "", jsonValue(value, type, timezone)]))}\n`;
  return {
    begin: ({ schema }) => {
      names = distinctNames(schema.map(({ name }) => name));
      return Promise.resolve();
    },
    take: (page, first, whole) => writeRows(out, page, first, whole, line),
  };
}

/** Characters gathered before they are written: a write a row would cost more than the row. */
const GATHER = 64 * 1024;

async function writeRows(
  out: Sink,
  { rows, columns, cuts }: Page,
  first: number,
  whole: Whole,
  line: (cells: readonly Cell[]) => string,
): Promise<void> {
  const long = new Set(cuts.map(({ row }) => row));
  let gathered = "";
  for (let row = first; row < rows; row++) {
    const cells: Cell[] = columns.map((column) => ({ value: column.value(row), type: column.type }));
    // Only rows with long values wait: a promise for each of ten million rows would cost seconds.
    if (long.has(row)) {
      for (const { column } of cuts.filter((cut) => cut.row === row)) {
        const type = columns[column]?.type ?? { kind: "null" };
        cells[column] = wholeCell(await whole(row, column), type);
      }
    }
    gathered += line(cells);
    if (gathered.length < GATHER) continue;
    await out.write(gathered);
    gathered = "";
  }
  if (gathered !== "") await out.write(gathered);
}

/** What the server sends of a whole value: binary as it is, everything else as text. */
function wholeCell(bytes: Uint8Array, type: ValueType): Cell {
  if (type.kind === "binary") return { value: bytes, type };
  return { value: new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes), type: { kind: "text" } };
}
