/**
 * PySpark's own client, for comparison: on a Sail of its own, or in a session of an engine that runs already. The product
 * uses none of it.
 */
import { totalmem } from "node:os";
import type { Remote } from "../kernel-server/engine/engine.ts";
import { SAIL_VERSION } from "../kernel-server/engine/sail/requirements.ts";
import { pythonEnvironment } from "./support/python-environment.ts";
import { startPythonProgram } from "./support/python-program.ts";
import type { PythonProgram } from "./support/python-program.ts";

/** What PySpark's client needs, exactly; pandas above 2 is not fully supported by it. */
const pins = [
  `pysail==${SAIL_VERSION}`,
  "pyspark-client==4.2.0",
  "grpcio==1.85.1",
  "grpcio-status==1.85.1",
  "googleapis-common-protos==1.76.0",
  "numpy==2.4.6",
  "pandas==2.3.3",
  "pyarrow==26.0.1",
  "PyYAML==6.0.3",
  "zstandard==0.25.0",
];

/** A Python that answers one request (a JSON line) at a time. */
export type PythonClient = Omit<PythonProgram, "ask"> & { ask<T>(request: Request): Promise<T> };

export type Request =
  /** A temp view of files; `format` is json when absent. */
  | { do: "source"; name: string; path: string; schema: string; format?: "json" | "parquet" }
  /** `repeat` times; answers {ms: number[], rows, sum}, `sum` being that of all whole numbers among the rows. */
  | { do: "rows"; sql: string; repeat: number }
  /** Reads the result as Arrow batches without keeping them; answers {ms, rows, bytes}. */
  | { do: "stream"; sql: string };

/** `scratch`: where a Sail of its own may spill. With `remote` there is none: it joins that session, as workers of cells do. */
export async function startPythonClient(scratch: string, remote?: Remote): Promise<PythonClient> {
  return startPythonProgram(await clientPython(), "python-client.py", {
    // As the product starts its Sail (kernel-server/engine/sail/sail-process.ts).
    SAIL_RUNTIME__MEMORY_POOL__TYPE: "fair",
    SAIL_RUNTIME__MEMORY_POOL__FAIR__MAX_SIZE: String(Math.floor(totalmem() / 4)),
    SAIL_RUNTIME__TEMPORARY_FILES__PATHS: JSON.stringify([scratch]),
    RUST_LOG: "error",
    BENCH_REMOTE: remote?.url,
    BENCH_REMOTE_TOKEN: remote?.token,
  });
}

/** The Python that has PySpark's client and Sail. */
export const clientPython = (): Promise<string> => pythonEnvironment(`pyspark-4.2.0-sail-${SAIL_VERSION}`, pins);
