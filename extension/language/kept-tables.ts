import type { NamedTable } from "../../protocol/messages.ts";

/** The last analysis of each notebook by its URI, kept for when there is no session. `at`: milliseconds since 1970. */
export type KeptTables = Readonly<Record<string, { at: number; tables: readonly NamedTable[] }>>;

const MOST_NOTEBOOKS = 50;
/** VS Code loads a workspace's state whole when an extension starts. */
const MOST_CHARACTERS = 500_000;

/** With a notebook's latest analysis, without the oldest ones where there are too many. Tables without columns say nothing. */
export function keepTables(kept: KeptTables, uri: string, tables: readonly NamedTable[], at: number): KeptTables {
  const known = tables.filter(({ columns }) => columns.length > 0);
  const all = Object.entries({ ...kept, [uri]: { at, tables: known } }).sort(([, a], [, b]) => b.at - a.at);
  let size = 0;
  return Object.fromEntries(
    all.slice(0, MOST_NOTEBOOKS).filter((entry) => (size += JSON.stringify(entry).length) <= MOST_CHARACTERS),
  );
}
