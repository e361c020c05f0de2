import { frontMatter } from "./meta.ts";
import { cellOptions } from "./options.ts";
import type { JsonSchema } from "./shape.ts";

const draft = "https://json-schema.org/draft/2020-12/schema";

/** For editors: front matter of a `.between-nb` file. */
export const frontMatterSchema: JsonSchema = {
  $schema: draft,
  title: "Front matter of a notebook",
  ...frontMatter.schema,
};

/** For editors: the options of a cell. */
export const cellOptionsSchema: JsonSchema = { $schema: draft, title: "Options of a cell", ...cellOptions.schema };
