import type { Problem } from "./problem.ts";

/**
 * A `.between-nb` file in memory. The grammar is in `docs/format.md`.
 *
 * `parse(text)` gives one of these and `print` gives the text back byte for byte: what an author wrote beyond the
 * meaning (spacing, unknown keys, order, comments, BOM, line ends) lives in `source`, and tools that change one key
 * touch no other line.
 */
export type Notebook = {
  meta: Meta;
  cells: readonly Cell[];
  /** The text exactly as it lies in the file, cut into pieces that concatenate to it. */
  source: Source;
};

/** What `print` needs to give back the author's own bytes. Made by `parse` and by `makeNotebook`, read by `print` only. */
export type Source = {
  bom: boolean;
  eol: "\n" | "\r\n";
  /** The front matter with its fences and what follows it, or "" when the file has none. */
  head: string;
  /** The text after the last cell. */
  tail: string;
};

/** Front matter, complete: defaults are filled in here and nowhere else. */
export type Meta = {
  /** Version of the format. */
  between: number;
  title?: string;
  /** Names scheduled and published runs and page addresses, such as `growth/signup-funnel`. */
  id?: string;
  /** IANA name. "UTC" when the file has none, never the machine's. */
  timezone: string;
  /** Language of reports and dashboards. */
  lang?: "en" | "ko";
  /** The engine that the notebook asks for, by its name on the server. */
  engine?: string;
  /** Python packages that its cells need, as pip reads them: `scikit-learn==1.7.2`. */
  requirements: readonly string[];
  params: readonly ParameterSpec[];
  sources: readonly SourceSpec[];
};

export type Cell = MarkdownCell | CodeCell;

export type MarkdownCell = {
  kind: "markdown";
  /** As the author wrote it, without separators and without the backslash that escapes look-alike lines. */
  text: string;
  options: CellOptions;
  /** Line of the file on which `text` begins, from 1. 0 in a notebook that has no file yet. */
  line: number;
  /** The cell's own bytes with its separator, for `print`. Absent on a new or edited cell. */
  raw?: string;
};

export type CodeCell = {
  kind: "code";
  /** `[a-z][a-z0-9-]*`. `sql`, `python`, `scala` and `vega-lite` run; others are kept, and fail when run. */
  language: string;
  /** Without fence and option lines. Lines are joined by "\n" whatever the file's line ends are. */
  code: string;
  options: CellOptions;
  /** Line of the file on which `code` begins, from 1. 0 in a notebook that has no file yet. */
  line: number;
  raw?: string;
};

/** Cell options, complete. */
export type CellOptions = {
  name?: string;
  title?: string;
  /** Rows shown of each result. */
  preview: number;
  cache: boolean;
  chart?: ChartSpec;
  save?: SaveSpec;
  /** Milliseconds. */
  timeout?: number;
  hide: readonly ("code" | "output")[];
  /** Columns of 12 on a dashboard. */
  width?: number;
  dashboard?: boolean;
  expect: readonly Expectation[];
  allowFailure: boolean;
};

/** Our small chart language; `renderers/chart` turns it into Vega-Lite. */
export type ChartSpec = {
  type: "bar" | "line" | "area" | "scatter" | "pie";
  /** Column names of the result. */
  x: string;
  y: string | readonly string[];
  series?: string;
  title?: string;
};

export type SaveSpec = {
  /** Relative paths lie under the server's results folder. */
  to: string;
  format: "delta" | "parquet";
  partition: readonly string[];
  mode: "replace-partitions" | "replace-all" | "append";
};

export type Expectation = { level: "error" | "warn" } & (
  | { check: "rows"; min?: number; max?: number }
  /** `min` and `max` as written, so that decimals and dates stay exact. */
  | { check: "column"; column: string; unique: boolean; notNull: boolean; min?: string; max?: string }
);

export type ParameterType = "text" | "integer" | "number" | "boolean" | "date" | "timestamp" | "choice";

export type ParameterSpec = {
  name: string;
  type: ParameterType;
  /** As written: 007 stays 007. Dates may be `today`, `yesterday`, `today-7d`. Absent: a value must be given. */
  default?: string | readonly string[];
  label?: string;
  description?: string;
  /** Of a choice. */
  options?: readonly string[];
  multiple?: boolean;
};

/** A parameter's value after checking, ready to be bound: canonical text of its type (dates `YYYY-MM-DD`), a list for a choice with `multiple`. */
export type ParameterValue = { name: string; type: ParameterType; value: string | readonly string[] };

export type SourceSpec = {
  name: string;
  /** A path or glob of files, or what another notebook saved. */
  from: { path: string } | { result: string };
  format: "json" | "csv" | "text" | "parquet" | "delta";
  /** Spark DDL, partition columns included: `ts timestamp, user bigint, dt string`. */
  schema?: string;
  onMalformed: "fail" | "skip" | "keep";
  /** Line of the file on which the source stands, from 1. */
  line: number;
};

/** What `parse` gives: always a notebook that holds the whole text, and what is wrong with it. */
export type Parsed = { notebook: Notebook; problems: readonly Problem[] };
