/** What the editor shows under a cell: one document, made by `extension/runs/`, drawn by `renderers/output.ts`. */
import type { WireError } from "./errors.ts";
import type { RunId } from "./ids.ts";
import type { CellState, CellView, Media, ResultView } from "./messages.ts";
import type { Lang } from "./wording/say.ts";

export const CELL_MIME = "application/vnd.between-notebooks.cell+json";

/** VS Code refuses to back up unsaved text beside more than 10,000 KB of outputs (`notebook.backup.sizeLimit`). */
export const CELL_OUTPUT_BYTES = 1_000_000;
export const NOTEBOOK_OUTPUT_BYTES = 6_000_000;
/** Rows that a result keeps in the output when the notebook's share is used up; the rest is read from the server. */
export const SHRUNK_ROWS = 20;

/** The whole of a cell's output: replaced in place with each change, never cleared first. JSON. */
export type CellOutput = {
  v: 1;
  /** Tells views apart in messages: unique per document and cell, the same over all changes. */
  output: string;
  run: RunId;
  /** Ordinal of the cell in its run; places of errors refer to it. */
  cell: number;
  lang: Lang;
  /** IANA, of the notebook. */
  timezone: string;
  /** Line of the cell's editor on which its code begins, behind its option lines; places of errors count from there. 1 where absent. */
  codeLine?: number;
  /** How high a table may become, in pixels: the user's setting. */
  tableHeight?: number;
  state: CellState;
  /** Milliseconds since 1970. */
  startedAt?: number;
  ms?: number;
  /** What the cell does now, while it has not ended. */
  doing?: Doing;
  /** The rows of an ended run, shown beside code or parameters that are others by now. */
  stale?: Stale;
  text: CellView["text_out"];
  results: readonly ShownResult[];
  /** What the cell showed besides tables. */
  media?: readonly Media[];
  /** So many more were shown than this output has room for. */
  mediaLeftOut?: number;
  error?: WireError;
  checks: CellView["checks"];
  saved: CellView["saved"];
  notes: CellView["notes"];
  /** A cell with `save:` that has not written: what "Save now" would do. */
  saveable?: { to: string };
};

export type Doing =
  | { t: "queued"; before: number }
  /** `detail`: the engine's own words of a set-up step. */
  | { t: "starting-engine"; detail?: string }
  | { t: "running"; done?: number; total?: number; bytesRead?: number; rows?: number }
  /** `forceable`: it did not stop within the grace time, and ending the session is offered. */
  | { t: "cancelling"; since: number; forceable: boolean }
  /** The connection is lost; the run goes on where it runs. */
  | { t: "reconnecting" };

export type Stale =
  { why: "code" } | { why: "parameters"; names: readonly string[] } | { why: "upstream"; names: readonly string[] };

export type ShownResult = ResultView & {
  /** The first rows as one Arrow IPC stream in base64; fewer than `rows` when the output had to be small. */
  page?: { rows: number; arrow: string };
  /** How the author wants it drawn (as in `chart:`), when this is the cell's main result. */
  chart?: {
    type: "bar" | "line" | "area" | "scatter" | "pie";
    x: string;
    y: string | readonly string[];
    series?: string;
    title?: string;
  };
  /** Whether the rows can still be read from a server. */
  reachable: boolean;
  /** "14:05" when they were computed again because a later cell read them. */
  computedAgain?: string;
  /** A Vega-Lite spec that a `vega-lite` cell draws over this result (trusted workspaces only). */
  vegaLite?: object;
};
