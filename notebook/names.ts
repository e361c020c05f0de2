import { textLike } from "./shape.ts";

const word = "[\\p{L}_][\\p{L}\\p{N}_]*";
const isName = new RegExp(`^${word}$`, "u");

/** Cells and sources are views of the engine: a letter or underscore, then letters, digits and underscores. */
export const viewName = textLike((name) => isName.test(name), "notebook.invalid-name", `^${word}$`);

/** Parameters stand in SQL as `:name`. Spark takes ASCII there only, and Sail takes no quotes (both tried). */
export const parameterName = textLike(
  (name) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name),
  "notebook.invalid-parameter-name",
  "^[A-Za-z_][A-Za-z0-9_]*$",
);

/** Of notebooks, as they stand in page addresses: `growth/signup-funnel`. */
export const notebookId = textLike(
  (id) => id.length <= 200 && /^[\p{L}\p{N}_][\p{L}\p{N}_.-]*(?:\/[\p{L}\p{N}_][\p{L}\p{N}_.-]*)*$/u.test(id),
  "notebook.invalid-id",
);

/** Engines treat names of views alike whatever their case. */
export const foldCase = (name: string): string => name.toLowerCase();
