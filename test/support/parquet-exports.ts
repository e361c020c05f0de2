import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { commandId } from "../../protocol/ids.ts";
import type { RunId } from "../../protocol/ids.ts";
import { cacheFolder } from "../../protocol/local/state-folders.ts";
import { ensurePython } from "../../kernel-server/engine/python/environment.ts";
import { gather } from "../../kernel-server/session/spool/page.ts";
import { type ServiceDesk, ann, never } from "../../kernel-server/session/test-desk.ts";

/** What PyArrow reads in a Parquet file: types by column (engines differ in what they know to be never null), and rows as Python writes their values. */
export type ReadParquet = { types: Record<string, string>; rows: string[][]; count: number; groups: number };

const reader = `
import json, sys
import pyarrow.parquet as pq
file = pq.ParquetFile(sys.argv[1])
rows = file.read().slice(0, 100).to_pylist()
print(json.dumps({
    "types": {field.name: str(field.type).replace(" not null", "") for field in file.schema_arrow},
    "rows": [[repr(value) for value in row.values()] for row in rows],
    "count": file.metadata.num_rows,
    "groups": file.num_row_groups,
}))
`;

/** All rows of a run's first result as a Parquet file. */
export async function exportParquet(desk: ServiceDesk, run: RunId, signal = never): Promise<AsyncIterable<Uint8Array>> {
  const ask = { t: "export", command: commandId(crypto.randomUUID()), run, result: 0, format: "parquet" } as const;
  return (await desk.service.answer<"export">(ask, ann, signal)).body;
}

/** Runs a notebook's text, exports its first result, and reads the file. */
export async function throughParquet(desk: ServiceDesk, text: string): Promise<ReadParquet> {
  const session = await desk.open();
  const { run, cells } = await desk.run(text, { on: session });
  if (cells[0]?.error) throw new Error(JSON.stringify(cells[0].error));
  const bytes = await gather(await exportParquet(desk, run));
  const folder = await mkdtemp(join(tmpdir(), "between-parquet-"));
  try {
    const file = join(folder, "result.parquet");
    await writeFile(file, bytes);
    const python = await ensurePython({ cacheFolder: cacheFolder(), wanted: [] }, never);
    const { stdout } = await promisify(execFile)(python, ["-I", "-c", reader, file]);
    return JSON.parse(stdout) as ReadParquet; // SAFETY: what the program above prints.
  } finally {
    await rm(folder, { recursive: true });
    await desk.close(session);
  }
}

const query = `select id, cast(id as smallint) as small, cast(id / 2 as float) as f, cast(9.99 as double) as d,
  cast('123456789012345678901234567890.12' as decimal(38, 2)) as amount,
  timestamp'2026-11-20 09:00:00.123456' as at, timestamp_ntz'2026-11-20 09:00:00' as clock, date'1850-01-02' as day,
  array(named_struct('a', id, 'b', cast(null as string))) as list, map('k', id) as m,
  cast('x' as binary) as bytes, id = 1 as flag, '한글' as text, null as nothing, 9223372036854775807 as most, '2' as text
from range(0, 3, 1, 1)`;

/** A notebook with a column of every type, two of one name, and more rows than are kept. */
export const everyType = `---\nbetween: 1\ntimezone: Asia/Seoul\n---\n\n\`\`\`{sql}\n--| preview: 1\n${query}\n\`\`\`\n`;

export const everyTypeRead: ReadParquet = {
  types: {
    id: "int64",
    small: "int16",
    f: "float",
    d: "double",
    amount: "decimal128(38, 2)",
    at: "timestamp[us, tz=Asia/Seoul]",
    clock: "timestamp[us]",
    day: "date32[day]",
    list: "list<element: struct<a: int64, b: string>>",
    m: "map<string, int64 ('m')>",
    bytes: "binary",
    flag: "bool",
    text: "string",
    nothing: "null",
    most: "int64",
    text_2: "string",
  },
  rows: [0, 1, 2].map((id) => [
    `${id}`,
    `${id}`,
    `${(id / 2).toFixed(1)}`,
    "9.99",
    "Decimal('123456789012345678901234567890.12')",
    "datetime.datetime(2026, 11, 20, 9, 0, 0, 123456, tzinfo=zoneinfo.ZoneInfo(key='Asia/Seoul'))",
    "datetime.datetime(2026, 11, 20, 9, 0)",
    "datetime.date(1850, 1, 2)",
    `[{'a': ${id}, 'b': None}]`,
    `[('k', ${id})]`,
    "b'x'",
    id === 1 ? "True" : "False",
    "'한글'",
    "None",
    "9223372036854775807",
    "'2'",
  ]),
  count: 3,
  groups: 1,
};
