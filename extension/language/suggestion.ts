import type { Span } from "./span.ts";

export type SuggestionKind =
  | "table"
  | "cell"
  | "column"
  | "field"
  | "parameter"
  | "function"
  | "keyword"
  | "snippet"
  | "type"
  | "key"
  | "value"
  | "file"
  | "folder";

/** Something that can be written at a place. */
export type Suggestion = {
  label: string;
  kind: SuggestionKind;
  /** Beside the label, such as a column's type. */
  detail?: string;
  /** At the end of the line, such as the table that a column is of. */
  from?: string;
  /** Markdown, made for the item that is looked at. */
  documentation?: () => string;
  /** The text, or a snippet of VS Code where `snippet` is set. */
  insert: string;
  snippet?: boolean;
  /** What is typed to find it, when that is not the label. */
  filter?: string;
  /** Suggestions of a lower rank come first; those of one rank by their labels. */
  rank: number;
  /** What follows at once: more suggestions, or the signature. */
  then?: "suggest" | "signature";
};

/** `range` is what a chosen suggestion replaces. */
export type Suggestions = { range: Span; items: readonly Suggestion[] };
