/** DuckDB over the same files, for comparison: in a Python process of its own, as most people meet it. */
import { pythonEnvironment } from "./support/python-environment.ts";
import { startPythonProgram } from "./support/python-program.ts";
import type { PythonProgram } from "./support/python-program.ts";

export const DUCKDB_VERSION = "2.0.0";

export type DuckDb = Omit<PythonProgram, "ask"> & { ask<T>(request: DuckDbRequest): Promise<T> };

export type DuckDbRequest =
  /** A view of JSON lines, with the types of their columns, or of Parquet files, below folders `dt=…`. */
  | { do: "source"; name: string; path: string; format: "json" | "parquet"; columns: Readonly<Record<string, string>> }
  /** Answers {ms, rows, sum}, `sum` being that of all whole numbers among the rows. */
  | { do: "rows"; sql: string };

export const startDuckDb = async (): Promise<DuckDb> => startPythonProgram(await duckDbPython(), "duckdb-client.py");

/** The Python that has DuckDB. */
export const duckDbPython = (): Promise<string> =>
  pythonEnvironment(`duckdb-${DUCKDB_VERSION}`, [`duckdb==${DUCKDB_VERSION}`]);
