import type { CellOptions, ParameterSpec } from "../notebook.ts";
import type { ImportCode } from "./import-codes.ts";

export type ImportFormat = "zeppelin" | "jupyter";

/** A notebook of another tool in ours. Nothing of it was run. */
export type Imported = {
  format: ImportFormat;
  /** The whole `.between-nb` file. */
  text: string;
  /** The whole `NAME.schedule.yaml`, paused, where the original had a schedule. */
  schedule?: string;
  results?: ImportedResults;
  /** What the original calls itself: folders and name as written there, not yet fit for a file system. */
  place: { folders: readonly string[]; name: string; id?: string };
  report: ImportReport;
};

/** Why there is no notebook. `code` and `args` make a sentence through the catalogues of `protocol/wording`. */
export type ImportProblem = { code: ImportCode; args: Args };

export type Args = Readonly<Record<string, string | number>>;

/** What became of the original, for the whole of it and for each paragraph or cell. */
export type ImportReport = { format: ImportFormat; notes: readonly Remark[]; paragraphs: readonly ParagraphReport[] };

export type ParagraphReport = {
  /** Place in the original, from 1. */
  index: number;
  title?: string;
  /** What the original says that it is written in, such as `%spark.sql`. */
  language: string;
  outcome: Outcome;
  /** Ordinals of the cells that it became, from 0. */
  cells: readonly number[];
  remarks: readonly Remark[];
};

/** `converted`: means the same. `approximated`: is there, and not quite the same. `dropped`: is not there. */
export type Outcome = "converted" | "approximated" | "dropped";

export type Remark = { outcome: Outcome; code: ImportCode; args: Args };

/** The stored results of the original, as far as they can be shown. Types are not known there: every value is text. */
export type ImportedResults = {
  /** When the last of them was computed, in milliseconds; absent where the original does not say. */
  finishedAt?: number;
  cells: readonly CellResults[];
};

export type CellResults = {
  /** Ordinal of the cell in the imported notebook, from 0. */
  cell: number;
  state: "done" | "failed" | "interrupted";
  startedAt?: number;
  /** Milliseconds from start to end. */
  ms?: number;
  /** In the order in which they came. */
  outputs: readonly ImportedOutput[];
  /** What the original said of a failure. */
  error?: string;
};

export type ImportedOutput = ImportedTable | { kind: "text"; stream: "stdout" | "stderr"; text: string };

export type ImportedTable = {
  kind: "table";
  columns: readonly string[];
  /** Each as wide as `columns`. */
  rows: readonly (readonly string[])[];
  /** The original kept only these first rows. */
  more: boolean;
};

/** A notebook on its way from its own format to ours. */
export type Draft = {
  format: ImportFormat;
  title: string;
  timezone?: string;
  /** A line of front matter that names the original. */
  provenance: string;
  params: readonly ParameterSpec[];
  paragraphs: readonly DraftParagraph[];
  notes: readonly Remark[];
  place: Imported["place"];
};

export type DraftParagraph = {
  title?: string;
  language: string;
  cells: readonly DraftCell[];
  remarks: readonly Remark[];
};

export type DraftCell = {
  /** Absent: Markdown. */
  language?: string;
  text: string;
  options: CellDraftOptions;
  results?: Omit<CellResults, "cell"> & { finishedAt?: number };
};

export type CellDraftOptions = Partial<
  Pick<CellOptions, "name" | "title" | "preview" | "chart" | "hide" | "width" | "allowFailure" | "dashboard">
>;
