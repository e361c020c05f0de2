/**
 * A process beside the kernel-server that runs the cells of one language (Python, Scala) of one notebook, in the
 * notebook's own Spark session: temp views are shared with its SQL cells both ways.
 */
import type { BetweenError } from "../../protocol/errors.ts";
import type { MediaMime } from "../../protocol/messages.ts";
import type { ParameterValue } from "../../notebook/notebook.ts";
import type { Remote } from "./engine.ts";

export interface Worker {
  /** Settles when the process is gone: with the reason when it died, without when it was closed. */
  readonly ended: Promise<BetweenError | undefined>;
  /**
   * Runs one cell. Throws `worker.*` and `cell.*`, with the place in the cell's code where there is one. Aborting the
   * signal interrupts the cell and throws `engine.interrupted`; a worker that does not stop within its grace time is
   * killed, and `ended` tells so.
   */
  run(cell: WorkerCell, signal: AbortSignal): AsyncIterable<WorkerEvent>;
  /** Bytes of resident memory of the process and its children. */
  memory(): Promise<number | undefined>;
  close(): Promise<void>;
}

export type WorkerCell = {
  code: string;
  /** What tracebacks and compile errors call the cell; places in them become places in its code. */
  label: string;
  params: readonly ParameterValue[];
  /** Rows that are shown of a frame, at most. */
  preview: number;
};

export type WorkerEvent =
  | { t: "text"; stream: "stdout" | "stderr"; text: string }
  /** A Spark frame: it stands now as this temp view in the session. `shown` by `display`, else it is the cell's last value. */
  | { t: "view"; view: string; shown: boolean }
  /** A frame of the worker's own memory (pandas): one whole Arrow IPC stream, and whether more rows exist than it holds. */
  | { t: "rows"; ipc: Uint8Array; more: boolean; shown: boolean }
  /** What is no table. `data`: text, or base64 of the bytes. */
  | { t: "media"; mime: MediaMime; data: string }
  | { t: "note"; code: string; args: Record<string, string | number> }
  /** What the worker's set-up or a Spark call says of its progress. */
  | { t: "progress"; done: number; total: number };

export type WorkerOptions = {
  /** How the worker joins the engine's session. */
  remote: Remote;
  /** Absolute: where relative paths and imports of the notebook start from, where it lies on this machine. */
  folder: string;
  /** Absolute; the worker may fill it, its owner removes it. */
  scratch: string;
  /** IANA. */
  timezone: string;
  /** Packages that the notebook asks for (`requirements:`), as pip reads them. */
  requirements: readonly string[];
  /** Absolute: the Python that the user chose for Python cells, which is used as it is. */
  interpreter?: string;
  onProgress?: (code: "engine.setting-up" | "engine.starting", detail: string) => void;
};

/** What makes workers of one language. */
export interface WorkerKind {
  readonly language: "python" | "scala";
  open(options: WorkerOptions, signal: AbortSignal): Promise<Worker>;
}
