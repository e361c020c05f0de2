import { Table, Utf8, tableToIPC, vectorFromArray } from "apache-arrow";
import type { EngineEvent } from "../../engine/engine.ts";

/** A table of texts as an engine would send it. */
export function* textTable<K extends string>(
  columns: readonly K[],
  rows: readonly Readonly<Record<K, string>>[],
): Generator<EngineEvent> {
  yield { t: "schema", schema: columns.map((name) => ({ name, type: "string", nullable: false })) };
  const vectors = columns.map(
    (name) =>
      [
        name,
        vectorFromArray(
          rows.map((row): string => row[name]),
          new Utf8(),
        ),
      ] as const,
  );
  yield { t: "batch", ipc: tableToIPC(new Table(Object.fromEntries(vectors)), "stream"), rows: rows.length };
}
