import { csvLine } from "../../protocol/values/csv.ts";
import { decodePage } from "../../protocol/values/page.ts";
import { csvRows, jsonRows } from "../../protocol/values/row-line.ts";
import type { EngineEvent } from "../engine/engine.ts";

/** All rows as the bytes of one CSV or JSON-lines file, as they come. Instants are written in `timezone`. */
export async function* exportRows(
  rows: AsyncIterable<EngineEvent>,
  format: "csv" | "json",
  timezone: string,
): AsyncGenerator<Uint8Array> {
  let begun = false;
  for await (const event of rows) {
    if (event.t === "schema" && !begun) {
      begun = true;
      if (format === "csv") yield Buffer.from(csvLine(event.schema.map(({ name }) => name)));
    }
    if (event.t !== "batch" || event.rows === 0) continue;
    const { rows: count, columns } = decodePage(event.ipc);
    const types = columns.map(({ type }) => type);
    const line = format === "csv" ? csvRows(timezone) : jsonRows(columns, timezone);
    let text = "";
    for (let row = 0; row < count; row++) {
      text += line(
        columns.map(({ value }) => value(row)),
        types,
      );
    }
    yield Buffer.from(text);
  }
}
