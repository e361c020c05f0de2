import { tableFromArrays, tableToIPC } from "@uwdata/flechette";
import type { DataType } from "@uwdata/flechette";
import type { CellOutput, ShownResult } from "../../protocol/cell-output.ts";
import { runId } from "../../protocol/ids.ts";
import type { Field } from "../../protocol/messages.ts";
import type { Columns } from "./records.ts";

export const RUN = runId("20261122T052341-3f9a1c04");

/** What a cell shows that has ended well with nothing to show. */
export function cellOutput(parts: Partial<CellOutput> = {}): CellOutput {
  return {
    v: 1,
    output: "notebook/cell",
    run: RUN,
    cell: 2,
    lang: "en",
    timezone: "Asia/Seoul",
    state: "done",
    text: [],
    results: [],
    checks: [],
    saved: [],
    notes: [],
    ...parts,
  };
}

type Shown = Partial<ShownResult> & {
  columns: Columns;
  types?: Record<string, DataType>;
  spark?: Record<string, string>;
};

/** A result of these columns, all rows of which are in the output unless `rows` or `extent` says otherwise. */
export function shownResult({ columns, types = {}, spark = {}, ...parts }: Shown): ShownResult {
  const page = arrowPage(columns, types);
  const schema = Object.entries(columns).map(([name, values]): Field => ({
    name,
    type: spark[name] ?? sparkType(values[0]),
    nullable: true,
  }));
  return {
    result: 0,
    schema,
    main: true,
    rows: page.rows,
    bytes: 1000,
    extent: "all",
    reachable: true,
    page,
    ...parts,
  };
}

/** Rows as they travel. */
export function arrowPage(columns: Columns, types: Record<string, DataType> = {}): { rows: number; arrow: string } {
  const ipc = tableToIPC(tableFromArrays(columns, { types, useBigInt: true }), { format: "stream" });
  if (!ipc) throw new Error("no stream");
  return { rows: Object.values(columns)[0]?.length ?? 0, arrow: Buffer.from(ipc).toString("base64") };
}

const sparkType = (value: unknown) =>
  typeof value === "number" ? "double" : typeof value === "bigint" ? "bigint" : "string";
