/**
 * Between the output webview and the extension host. VS Code carries JSON only, both ways, so bytes are base64. The webview
 * asks; every ask gets `updated` any number of times and then exactly one of `reply` and `failed`. An ask is cancelled
 * by `cancel`, and by the end of its view. All views of all notebooks share one webview document per editor.
 */
import type { Stale } from "./cell-output.ts";
import type { Place, WireError } from "./errors.ts";
import type { RunId } from "./ids.ts";
import type { Field, ResultQuery } from "./messages.ts";

export const RENDERER_ID = "between-notebooks-output";

/** A result as messages name it. A query's result has the query's run and result 0. */
export type ResultRef = { run: RunId; result: number };

export type RendererAsk =
  /** Rows from `from` on: whole stored batches, `rows` of them or more where they exist, at most about 1 MB. */
  | ({ t: "rows"; from: number; rows: number } & ResultRef)
  /** Sorts, filters, counts or describes on the engine. `updated` while it works. */
  | ({ t: "query"; query: ResultQuery } & ResultRef)
  /** One whole value. */
  | ({ t: "value"; row: number; column: number } & ResultRef)
  /** All rows into a file that the user chooses. */
  | ({ t: "export"; name: string; format: "parquet" | "csv" | "json" } & ResultRef)
  /** What the webview made (a picture, the selected rows) into a file that the user chooses. */
  | { t: "save-file"; name: string; extension: "svg" | "png" | "csv"; base64: string }
  | { t: "copy"; text: string }
  /** What the output's cell did not find and cells above it make. */
  | { t: "above"; output: string }
  /** Which engine of the notebook's server runs Scala cells on this machine; `select`: it becomes the notebook's. */
  | { t: "spark"; output: string; select: boolean }
  /** Shows a place in the code of the cell that the output belongs to. */
  | { t: "reveal"; output: string; place: Place }
  /** A chart was drawn, the first one of this webview: first steps have come so far. */
  | { t: "chart-drawn" }
  /** Writes the chart into the cell's options; takes it away when absent. */
  | { t: "set-chart"; output: string; chart?: object }
  /** The few commands that an output may ask for, about the cell that it belongs to. */
  | { t: "do"; output: string; what: "run" | "run-above" | "run-dependents" | "cancel" | "end-session" | "save-now" };

export type RendererAnswers = {
  rows: { from: number; arrow: string };
  query: QueryAnswer;
  value: { text: string; base64?: string };
  /** `file`: where it lies; absent when the user chose none. */
  export: { file?: string };
  "save-file": { file?: string };
  copy: Record<never, never>;
  /** `cells`: how many cells make it; 0 without a `name`. */
  above: { name?: string; cells: number };
  /** `engine`: its name, where there is one. `selected`: it is the notebook's. */
  spark: { engine?: string; selected: boolean };
  reveal: Record<never, never>;
  "chart-drawn": Record<never, never>;
  "set-chart": Record<never, never>;
  do: Record<never, never>;
};

/** A query's result: paged with `rows` under its own `ref`. */
export type QueryAnswer = { ref: ResultRef; rows: number; schema: readonly Field[]; extent?: "all" | "more" };

/** While a query or an export works: rows or bytes so far, and the result that can already be read. */
export type RendererUpdate = { rows?: number; bytes?: number; done?: number; total?: number; ref?: ResultRef };

export type ToHost = { t: "ask"; id: string; ask: RendererAsk } | { t: "cancel"; id: string };

export type ToRenderer =
  | { t: "reply"; id: string; value: RendererAnswers[RendererAsk["t"]] }
  | { t: "failed"; id: string; error: WireError }
  | { t: "updated"; id: string; update: RendererUpdate };

/** Told without being asked: an output is stale by now, or fresh again (without `stale`), whatever its document says. */
export type StaleNotice = { t: "stale"; output: string; stale?: Stale };

/** What extends VS Code's own renderer of Markdown cells. */
export const MARKDOWN_RENDERER_ID = "between-notebooks-markdown";

/** Asked once by each webview whose text has a `{{name}}`. */
export type MarkdownToHost = { t: "values?" };

/** The values of a notebook's runs, as text, by the names that stand in Markdown; told again whenever they change. */
export type MarkdownValues = { t: "values"; values: Readonly<Record<string, string>> };
