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

/** The notebook room imports nothing of ours, so the codes stand here and a test holds the catalogues to them. */
export type ProblemCode = `notebook.${string}`;
