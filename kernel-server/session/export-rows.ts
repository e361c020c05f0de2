import { csvLine } from "../../protocol/values/csv.ts";
import { distinctNames } from "../../protocol/values/distinct-names.ts";
import { jsonValue, object } from "../../protocol/values/json-value.ts";
import { type Page, decodePage } from "../../protocol/values/page.ts";
import { valueText } from "../../protocol/values/value-text.ts";
import type { EngineEvent } from "../engine/engine.ts";

/** All rows as the bytes of one CSV or JSON-lines file, as they come. Instants are written in `timezone`. */
export async function* exportRows(
  rows: AsyncIterable<EngineEvent>,
  format: "csv" | "json",
  timezone: string,
): AsyncGenerator<Uint8Array> {
  const write = format === "csv" ? csvLines : jsonLines;
  let begun = false;
  for await (const event of rows) {
    if (event.t === "schema" && !begun) {
      begun = true;
      if (format === "csv") yield Buffer.from(csvLine(event.schema.map(({ name }) => name)));
    }
    if (event.t === "batch" && event.rows > 0) yield Buffer.from(write(decodePage(event.ipc), timezone));
  }
}

const rowsOf = ({ rows }: Page) => Array.from({ length: rows }, (_, row) => row);

function csvLines(page: Page, timezone: string): string {
  const text = (row: number) =>
    page.columns.map(({ type, value }) => {
      const found = value(row);
      return found === null ? null : valueText(found, type, { timezone });
    });
  return rowsOf(page)
    .map((row) => csvLine(text(row)))
    .join("");
}

function jsonLines(page: Page, timezone: string): string {
  const names = distinctNames(page.columns.map(({ name }) => name));
  const line = (row: number) =>
    object(page.columns.map(({ type, value }, i) => [names[i] ?? "", jsonValue(value(row), type, timezone)]));
  return rowsOf(page)
    .map((row) => `${line(row)}\n`)
    .join("");
}
