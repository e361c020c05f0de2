import { notebookId } from "./names.ts";
import { nearest } from "./nearest.ts";
import type { Meta } from "./notebook.ts";
import { parameters, toParameter } from "./parameters.ts";
import { optional, record } from "./record.ts";
import type { RecordOf } from "./record.ts";
import { integer, list, oneOf, refine, text } from "./shape.ts";
import type { Shape } from "./shape.ts";
import { sources, toSource } from "./sources.ts";
import { timeZoneNamed, timeZoneNames } from "./zoned-time.ts";

/** The version of the format that this program writes, and the newest that it reads. */
export const FORMAT_VERSION = 1;

const version: Shape<number> = refine(integer(1), (value, fail) =>
  value > FORMAT_VERSION ? fail("notebook.newer-version", { version: value, ours: FORMAT_VERSION }) : value,
);

const timezone: Shape<string> = refine(text, (name, fail) => {
  const known = timeZoneNamed(name);
  if (known !== undefined) return known;
  const near = nearest(name, timeZoneNames());
  return near === undefined
    ? fail("notebook.unknown-timezone")
    : fail("notebook.unknown-timezone-nearest", { nearest: near });
});

const fields = {
  between: optional(version, "Version of the format: 1."),
  title: optional(text, "Heading of the notebook, of its reports and dashboards."),
  id: optional(notebookId, "Names scheduled and published runs and page addresses: growth/signup-funnel."),
  timezone: optional(timezone, "IANA name such as Asia/Seoul; UTC unless given."),
  lang: optional(oneOf("en", "ko"), "Language of reports and dashboards."),
  engine: optional(text, "Engine that the notebook asks for, by its name on the server."),
  requirements: optional(list(text), "Python packages that its cells need, as pip reads them: scikit-learn==1.7.2."),
  params: optional(parameters, "Parameters: name, then type and default."),
  sources: optional(sources, "Logs and tables by name: path, format and schema."),
};

/** Front matter. */
export const frontMatter = record(fields, { partly: true });

export const frontMatterNames = Object.keys(fields);

/** The author's front matter with the defaults filled in. */
export function completeMeta({
  params = [],
  requirements = [],
  sources: logs = [],
  ...given
}: RecordOf<typeof fields>): Meta {
  return {
    between: FORMAT_VERSION,
    timezone: "UTC",
    ...given,
    requirements,
    params: params.map(toParameter),
    sources: logs.map(toSource),
  };
}
