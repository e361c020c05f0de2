import { dateDay, tableFromArrays, tableToIPC } from "@uwdata/flechette";
import type { DataType } from "@uwdata/flechette";
import { runId, sessionId } from "../../protocol/ids.ts";
import type { CellView, RunRecord, RunView } from "../../protocol/messages.ts";

/** Columns of a result with their values, for records of runs that never happened. */
export type Columns = Record<string, unknown[]>;
type Table = { columns: Columns; types?: Record<string, DataType>; total?: number; more?: boolean };

export const days = (count: number) => Array.from({ length: count }, (_, i) => Date.UTC(2026, 10, 8 + i));
export const day = { day: dateDay() };

/** A record of one finished run, built cell by cell. */
export function record(view: Partial<RunView> & { title?: string; lang?: "en" | "ko"; timezone?: string } = {}) {
  const { title = "Report", lang = "en", timezone = "Asia/Seoul", ...rest } = view;
  const cells: CellView[] = [];
  const tables: RunRecord["tables"] = [];
  let line = 1;

  const empty = { results: [], text_out: [], checks: [], saved: [], notes: [], options: {} };
  const push = (cell: Partial<CellView> & Pick<CellView, "kind" | "text">) => {
    cells.push({ ...empty, line, ...cell });
    line += cell.text.split("\n").length + 3;
  };
  const builder = {
    text: (text: string) => (push({ kind: "markdown", text }), builder),
    cell(text: string, cell: Partial<CellView> = {}) {
      push({ kind: "code", language: "sql", state: "done", ms: 420, text, ...cell });
      return builder;
    },
    /** A SQL cell with one result. */
    result(text: string, { columns, types = {}, total, more = false }: Table, options: CellView["options"] = {}) {
      const ipc = tableToIPC(tableFromArrays(columns, { types, useBigInt: true }), { format: "stream" });
      if (!ipc) throw new Error("no stream");
      const rows = Object.values(columns)[0]?.length ?? 0;
      const result = tables.length;
      tables.push({ result, rows, arrow: Buffer.from(ipc).toString("base64") });
      const schema = Object.entries(columns).map(([name, values]) => ({
        name,
        type: sparkType(name, values, types),
        nullable: true,
      }));
      return builder.cell(text, {
        options,
        results: [
          { result, schema, main: true, rows: total ?? rows, bytes: ipc.length, extent: more ? "more" : "all" },
        ],
      });
    },
    build(): RunRecord {
      return {
        v: 1,
        tables,
        view: {
          run: runId("20261122T052341-3f9a1c04"),
          session: sessionId("00000000-0000-4000-8000-000000000000"),
          notebook: { uri: "file:///n.between-nb", id: "n", title, timezone, lang, commit: "0caac612f9b84be3a1d5" },
          engine: "embedded",
          user: "mina",
          params: [],
          state: "done",
          createdAt: Date.UTC(2026, 10, 22, 5, 23, 41),
          startedAt: Date.UTC(2026, 10, 22, 5, 23, 41),
          endedAt: Date.UTC(2026, 10, 22, 5, 23, 54, 300),
          notes: [],
          values: {},
          cells,
          ...rest,
        },
      };
    },
  };
  return builder;
}

function sparkType(name: string, values: readonly unknown[], types: Record<string, DataType>): string {
  if (types[name]) return name === "day" ? "date" : "bigint";
  return typeof values[0] === "number" ? "double" : typeof values[0] === "bigint" ? "bigint" : "string";
}
