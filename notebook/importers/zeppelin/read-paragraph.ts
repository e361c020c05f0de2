import { asNumber, asRecord, asText, cleanLine, cleanText, isTrue } from "../loose.ts";
import type { Loose } from "../loose.ts";
import { formsIn } from "./form-text.ts";
import type { FormText } from "./form-text.ts";
import type { FormUse } from "./form-params.ts";
import { valueOf } from "./form-values.ts";
import { graphsOf } from "./graph.ts";
import { targetOf } from "./languages.ts";
import type { Target } from "./languages.ts";
import { parseMagic } from "./magic.ts";
import { readResults, withheldResults } from "./results.ts";
import type { ParagraphResults } from "./results.ts";
import { formsOf, tellsSecret, withoutSecrets } from "./secrets.ts";
import type { Secrets } from "./secrets.ts";
import { placesOf } from "./sql-forms.ts";
import { viewAsCell } from "./view-cell.ts";

/** What of a note its paragraphs need. */
export type NoteContext = {
  note: Loose;
  zone: string;
  secrets: Secrets;
  defaultInterpreter: string;
  /** Temp views that the note defines more than once, in lower case. */
  repeatedViews: ReadonlySet<string>;
};

/** A paragraph as it stands in the note, understood and not yet turned into cells. */
export type ReadParagraph = {
  target: Target;
  /** As people would write it: `%spark.sql`. */
  language: string;
  /** The note's default interpreter was meant. */
  byDefault: boolean;
  properties: ReadonlyMap<string, string>;
  code: string;
  /** The temp view that a paragraph with forms defined, whose query `code` is. */
  view?: string;
  title?: string;
  titleShown: boolean;
  enabled: boolean;
  hide: readonly ("code" | "output")[];
  /** Columns of 12. */
  width: number;
  /** In the order of the text; with the value that each was last given. */
  forms: readonly { form: FormText; value: readonly string[] | undefined }[];
  /** Password forms whose value was taken out of the code. */
  scrubbed: readonly string[];
  config: Loose;
  results: ParagraphResults;
};

export function readParagraph(paragraph: Loose, context: NoteContext): ReadParagraph {
  const { note, zone, secrets, defaultInterpreter } = context;
  const written = cleanText(asText(paragraph["text"]) ?? "");
  const magic = parseMagic(withoutSecrets(written, secrets));
  const interpreter = magic.interpreter ?? defaultInterpreter;
  const target = targetOf(interpreter);
  const config = asRecord(paragraph["config"]);
  const settings = asRecord(paragraph["settings"]);
  const title = cleanLine(asText(paragraph["title"]) ?? "");
  const width = asNumber(config["colWidth"]) ?? 12;
  const enabled = config["enabled"] === undefined || isTrue(config["enabled"]);
  // Other interpreters take no forms in their text, and one that is disabled is only kept as text.
  const isTemplate = target.kind === "markdown" || (target.kind === "sql" && enabled);
  const view = target.kind === "sql" && isTemplate ? viewToName(magic.code, context) : undefined;
  const code = view?.code ?? magic.code;
  // Engines name a column by the literal that was spliced in, and a chart keeps the names of its columns.
  const chartTells = tellsSecret([...graphsOf(config).values()], secrets.values);
  return {
    target,
    language: `%${cleanLine(interpreter)}`,
    byDefault: magic.interpreter === undefined,
    properties: magic.properties,
    code,
    ...(view && { view: view.name }),
    ...(title !== "" && { title }),
    titleShown: isTrue(config["title"]),
    enabled,
    hide: [
      ...(isTrue(config["editorHide"]) && target.kind !== "markdown" ? (["code"] as const) : []),
      ...(isTrue(config["tableHide"]) ? (["output"] as const) : []),
    ],
    width: Math.min(12, Math.max(1, Math.round(width))),
    forms: isTemplate ? formsOf(code, secrets).map((form) => ({ form, value: valueOf(form, settings, note) })) : [],
    scrubbed: isTemplate
      ? []
      : formsOf(written, secrets).flatMap(({ kind, name, defaults }) =>
          kind === "password" && defaults.length > 0 ? [name] : [],
        ),
    config: chartTells ? {} : config,
    // What a Markdown paragraph showed is its text.
    results:
      target.kind === "markdown"
        ? { tables: new Map(), remarks: [] }
        : chartTells
          ? withheldResults
          : readResults(paragraph, zone, secrets.values),
  };
}

/** Where nothing else has the name; a view without forms stays the command that it is. */
function viewToName(code: string, { repeatedViews }: NoteContext): { name: string; code: string } | undefined {
  const view = formsIn(code).length > 0 ? viewAsCell(code) : undefined;
  return view && !repeatedViews.has(view.name.toLowerCase()) ? view : undefined;
}

/** The paragraph's forms with the places in which they stand. */
export function formUses({ target, code, forms }: ReadParagraph, paragraph: number): FormUse[] {
  const places =
    target.kind === "sql"
      ? placesOf(
          code,
          forms.map(({ form }) => form),
        )
      : [];
  return forms.map(({ form, value }, i) => ({ paragraph, form, value, place: places[i] ?? "markdown" }));
}
