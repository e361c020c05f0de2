/**
 * Something wrong with a notebook's text. `error` stops a run, `warning` does not. Lines and columns count from 1,
 * columns in UTF-16 units. `code` and `args` make a sentence through the catalogues of `protocol/wording`.
 */
export type Problem = {
  severity: "error" | "warning";
  code: ProblemCode;
  args: Readonly<Record<string, string | number>>;
  line: number;
  column: number;
  endColumn?: number;
};

/**
 * Everything that can be wrong with a notebook or with the values given for its parameters. The notebook room imports
 * nothing of ours, so the codes stand here and a test holds the catalogues of `protocol/wording` to them.
 */
export const problemCodes = [
  "notebook.cannot-edit",
  "notebook.choice-needs-options",
  "notebook.declared-otherwise",
  "notebook.duplicate-key",
  "notebook.duplicate-name",
  "notebook.empty-list",
  "notebook.empty-text",
  "notebook.expect-later",
  "notebook.expect-min-above-max",
  "notebook.expect-nothing",
  "notebook.expect-rows-or-column",
  "notebook.expected-boolean",
  "notebook.expected-duration",
  "notebook.expected-integer",
  "notebook.expected-integer-between",
  "notebook.expected-list",
  "notebook.expected-map",
  "notebook.expected-one-of",
  "notebook.expected-text",
  "notebook.fence-unclosed",
  "notebook.front-matter-unclosed",
  "notebook.integer-out-of-range",
  "notebook.invalid-id",
  "notebook.invalid-name",
  "notebook.invalid-parameter-name",
  "notebook.missing-key",
  "notebook.missing-parameter",
  "notebook.name-of-source",
  "notebook.needs-cluster",
  "notebook.needs-editor",
  "notebook.newer-version",
  "notebook.not-a-map",
  "notebook.not-an-option",
  "notebook.not-boolean",
  "notebook.not-date",
  "notebook.not-integer",
  "notebook.not-number",
  "notebook.not-timestamp",
  "notebook.number-out-of-range",
  "notebook.only-for-choice",
  "notebook.option-too-late",
  "notebook.path-or-result",
  "notebook.pie-takes-one",
  "notebook.save-append-or-replace",
  "notebook.save-needs-partition",
  "notebook.save-parquet-all",
  "notebook.series-or-many",
  "notebook.source-exists",
  "notebook.source-needs-format",
  "notebook.source-needs-schema",
  "notebook.takes-one-value",
  "notebook.undeclared-parameter",
  "notebook.undeclared-parameter-nearest",
  "notebook.unknown-key",
  "notebook.unknown-key-nearest",
  "notebook.unknown-language",
  "notebook.unknown-language-nearest",
  "notebook.unknown-parameter",
  "notebook.unknown-parameter-nearest",
  "notebook.unknown-reference",
  "notebook.unknown-reference-nearest",
  "notebook.unknown-timezone",
  "notebook.unknown-timezone-nearest",
  "notebook.wrong-default",
  "notebook.yaml",
] as const;

export type ProblemCode = (typeof problemCodes)[number];
