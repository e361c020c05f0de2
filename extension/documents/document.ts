/** A notebook as an editor holds it. The shapes are those of `vscode.NotebookData` and `vscode.NotebookDocument`, as far as we need them. */

/** Language of the front matter, which is a document's first cell where the file has one. It never runs. */
export const FRONT_LANGUAGE = "between-front";

export type DocumentCell = {
  kind: "markdown" | "code";
  /**
   * Of code: what stands between its fences, option lines first. Of Markdown: the text, without separators and without the
   * backslashes that escape look-alike lines. Of the front matter: what stands between its fences. Lines end with "\n".
   */
  value: string;
  /** As VS Code names it: of the fence, `markdown`, or `FRONT_LANGUAGE`. */
  language: string;
  /** How the file differs from how we would write the cell; absent for most. */
  layout?: CellLayout;
};

/** What an author wrote around a cell's text, where it is not what we would write. */
export type CellLayout = {
  /** The cell's own bytes, which count as long as the text is still theirs. */
  raw?: string;
  /** Backticks of the fence, when more than three. */
  ticks?: number;
  /** The line `<!-- cell … -->` with its options. */
  separator?: string;
  /** The name on the fence, for languages that VS Code does not know and shows as plain text. */
  language?: string;
};

/** What a file has beside its cells; absent where it is what a new file has. */
export type DocumentLayout = { bom?: true; crlf?: true; tail?: string };

export type DocumentData = { layout: DocumentLayout; cells: readonly DocumentCell[] };
