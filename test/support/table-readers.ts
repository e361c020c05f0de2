/**
 * Others who read what `save` wrote: DuckDB with its own Delta and S3 extensions, and pandas with deltalake, in a virtual
 * environment of exact versions that is made in the cache once.
 */
import { access, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { acquireLock } from "../../protocol/local/lock.ts";
import { cacheFolder } from "../../protocol/local/state-folders.ts";
import { findPython } from "../../kernel-server/engine/sail/find-python.ts";

const run = promisify(execFile);
const PACKAGES = [
  "deltalake==1.6.6",
  "pandas==2.3.3",
  "pyarrow==24.0.0",
  "duckdb==1.4.4",
  "duckdb-ext==0.1.2",
  "duckdb-ext-delta==1.4.4.20260205",
  "duckdb-ext-httpfs==1.4.4.20260205",
  "duckdb-ext-parquet==1.4.4.20260205",
];

/** The Python that has them, or in one line why there is none. */
export async function findReaders(): Promise<{ python: string } | { missing: string }> {
  const folder = join(cacheFolder(), "test-readers-1");
  const python = join(folder, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
  const ready = join(folder, "between-ready");
  const isReady = () =>
    access(ready).then(
      () => true,
      () => false,
    );
  if (await isReady()) return { python };
  await mkdir(cacheFolder(), { recursive: true });
  const lock = await acquireLock(`${folder}.lock`);
  try {
    if (await isReady()) return { python };
    console.log("setting up DuckDB and pandas with deltalake, once");
    await rm(folder, { recursive: true, force: true });
    const base = await findPython(undefined, new AbortController().signal);
    await run(base.path, [...base.args, "-m", "venv", folder]);
    await run(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...PACKAGES], {
      maxBuffer: 1 << 24,
    });
    await writeFile(ready, PACKAGES.join("\n"));
    return { python };
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message.trim().split("\n").at(-1) : String(thrown);
    return { missing: `DuckDB and deltalake could not be set up (${reason})` };
  } finally {
    await lock.release();
  }
}

/** What each reader makes of a Delta table: its rows, each as the text of its values in the order of `columns`, sorted. */
export async function readTable(
  python: string,
  place: string,
  columns: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ duckdb: string[]; pandas: string[] }> {
  const { stdout } = await run(python, ["-I", "-c", SCRIPT, place, columns.join(",")], {
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...env },
  });
  // SAFETY: the script below prints exactly this.
  return JSON.parse(stdout) as { duckdb: string[]; pandas: string[] };
}

const SCRIPT = `
import json, os, sys
place, columns = sys.argv[1], sys.argv[2].split(",")
rows = lambda all: sorted(" ".join(str(value) for value in row) for row in all)

import duckdb, duckdb_ext
db = duckdb.connect()
duckdb_ext.init(db)
for name in ("parquet", "httpfs", "delta"):
    db.execute(f"load {name}")
options = {}
if place.startswith("s3://"):
    endpoint = os.environ["AWS_ENDPOINT_URL"]
    db.execute(f"create secret (type s3, key_id '{os.environ['AWS_ACCESS_KEY_ID']}', secret '{os.environ['AWS_SECRET_ACCESS_KEY']}', region '{os.environ['AWS_REGION']}', endpoint '{endpoint.split('//')[1]}', url_style 'path', use_ssl false)")
    options = {"AWS_ENDPOINT_URL": endpoint, "AWS_ALLOW_HTTP": "true"}
found = {"duckdb": rows(db.sql(f"select {', '.join(columns)} from delta_scan('{place}')").fetchall())}

from deltalake import DeltaTable
frame = DeltaTable(place, storage_options=options).to_pandas()
found["pandas"] = rows(frame[columns].itertuples(index=False, name=None))
print(json.dumps(found), flush=True)
# The threads of DuckDB's Delta extension may abort the process while the interpreter ends (1.4.4).
os._exit(0)
`;
