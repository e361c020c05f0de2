import { timeZoneNamed } from "../../zoned-time.ts";
import { fenced } from "../fenced.ts";
import { freeName } from "../free-name.ts";
import type { CellDraftOptions, Draft, DraftParagraph, Remark } from "../imported.ts";
import type { ParameterSpec } from "../../notebook.ts";
import { asList, asRecord, asText, cleanLine, isTrue } from "../loose.ts";
import type { Loose } from "../loose.ts";
import { languageName, targetOf } from "../zeppelin/languages.ts";
import { parseMagic } from "../zeppelin/magic.ts";
import { writtenIn } from "./magics.ts";
import type { Written } from "./magics.ts";
import { readOutputs } from "./outputs.ts";
import { readParameters } from "./parameters-cell.ts";
import { cellsOf } from "./read-cells.ts";
import type { JupyterCell } from "./read-cells.ts";

/** A Jupyter notebook of nbformat 3 or 4 as a draft of ours (https://nbformat.readthedocs.io). */
export function draftOfIpynb(notebook: Loose, given: { name: string; timezone?: string }): Draft {
  const metadata = asRecord(notebook["metadata"]);
  const kernel = kernelOf(metadata);
  const title = cleanLine(asText(metadata["title"]) ?? "");
  const params = new Map<string, ParameterSpec>();
  const names = new Set<string>();
  const paragraphs = cellsOf(notebook).map((cell) => draftCell(cell, kernel, params, names));
  return {
    format: "jupyter",
    title: title === "" ? cleanLine(given.name) : title,
    ...(given.timezone !== undefined && { timezone: timeZoneNamed(given.timezone) ?? "UTC" }),
    provenance: "Imported from Jupyter.",
    params: [...params.values()],
    paragraphs,
    notes: metadata["widgets"] === undefined ? [] : [remark("dropped", "import.widgets")],
    place: { folders: [], name: cleanLine(given.name) },
  };
}

type Kernel = {
  language: string;
  /** Its cells begin with a magic of Zeppelin, whose export it is. */ zeppelin: boolean;
};

function kernelOf(metadata: Loose): Kernel {
  const spec = asRecord(metadata["kernelspec"]);
  const info = asRecord(metadata["language_info"]);
  const named = [spec["language"], info["name"], metadata["language"]].find((each) => asText(each) !== undefined);
  const name = (asText(named) ?? "python").toLowerCase();
  const language = /^i?python\d?$|^pyspark/.test(name) ? "python" : name === "spark" ? "scala" : languageName(name);
  return { language, zeppelin: asText(spec["name"]) === "spark2-scala" };
}

function draftCell(
  cell: JupyterCell,
  kernel: Kernel,
  params: Map<string, ParameterSpec>,
  names: Set<string>,
): DraftParagraph {
  const { metadata, source } = cell;
  const options = layoutOf(metadata);
  const remarks = metadataRemarks(cell);
  if (source.trim() === "" && cell.outputs.length === 0)
    return { language: cell.kind, cells: [], remarks: [...remarks, remark("converted", "import.empty")] };
  if (cell.kind === "markdown") {
    if (/<(?:[a-z][a-z0-9]*)(?:\s[^>]*)?\/?>/i.test(source.replace(/(`+)[^]*?\1/g, "")))
      remarks.push(remark("approximated", "import.markdown-html"));
    return {
      language: "markdown",
      cells: [{ text: source, options }],
      remarks: [remark("converted", "import.markdown"), ...remarks],
    };
  }
  if (cell.kind !== "code") {
    const markdown = asText(metadata["raw_mimetype"] ?? metadata["format"]) === "text/markdown";
    const text = markdown ? source : fenced(source);
    return {
      language: cell.kind,
      cells: [{ text, options }],
      remarks: [
        markdown ? remark("converted", "import.markdown") : remark("approximated", "import.raw-cell"),
        ...remarks,
      ],
    };
  }
  const own = cell.language === undefined ? kernel : { ...kernel, language: languageName(cell.language) };
  const written = readCode(source, own);
  if (tagsOf(metadata).includes("parameters") && written.language === "python")
    remarks.push(...declare(source, params));
  const { results, remarks: said } = readOutputs(cell.outputs);
  remarks.push(...said);
  const isText = written.language === "markdown";
  if (isText && results) remarks.push(remark("dropped", "import.result-unplaced"));
  const name = written.name === undefined ? undefined : freeName(written.name, names);
  return {
    language: written.language,
    cells: [
      {
        ...(!isText && { language: written.language }),
        text: written.code,
        options: { ...(name !== undefined && { name }), ...options },
        ...(results && !isText && { results }),
      },
    ],
    remarks: [...languageRemarks(written), ...written.remarks, ...remarks],
  };
}

function readCode(source: string, { language, zeppelin }: Kernel): Written {
  const magic = zeppelin ? parseMagic(source) : undefined;
  if (magic?.interpreter === undefined) return writtenIn(source, language);
  const target = targetOf(magic.interpreter);
  return { language: target.kind === "other" ? target.language : target.kind, code: magic.code, remarks: [] };
}

const remark = (outcome: Remark["outcome"], code: Remark["code"], args: Remark["args"] = {}): Remark => ({
  outcome,
  code,
  args,
});

function languageRemarks({ language, remarks }: Written): Remark[] {
  if (remarks.some(({ code }) => code === "import.shell" || code === "import.magic-unknown")) return [];
  if (language === "sql") return [remark("approximated", "import.sql-elsewhere")];
  if (language === "markdown") return [remark("converted", "import.markdown")];
  return language === "python" || language === "scala"
    ? [remark("converted", "import.cluster-language", { language })]
    : [remark("approximated", "import.other-language", { interpreter: language, language })];
}

const tagsOf = (metadata: Loose): string[] => asList(metadata["tags"]).flatMap((tag) => asText(tag) ?? []);

/** `hide-input` and the like are tags of Jupyter Book, `source_hidden` is JupyterLab's own. */
function layoutOf(metadata: Loose): CellDraftOptions {
  const tags = tagsOf(metadata).map((tag) => tag.replaceAll("_", "-"));
  const lab = asRecord(metadata["jupyter"]);
  const has = (...names: string[]) => names.some((name) => tags.includes(name));
  const hide = [
    ...(has("hide-input", "remove-input", "hide-cell", "remove-cell") || isTrue(lab["source_hidden"])
      ? (["code"] as const)
      : []),
    ...(has("hide-output", "remove-output", "hide-cell", "remove-cell") || isTrue(lab["outputs_hidden"])
      ? (["output"] as const)
      : []),
  ];
  return { ...(hide.length > 0 && { hide }), ...(has("raises-exception") && { allowFailure: true }) };
}

const knownTags = /^(?:(?:hide|remove)[-_](?:input|output|cell)|raises-exception|parameters|injected-parameters)$/;

function metadataRemarks({ attachments, metadata }: JupyterCell): Remark[] {
  const tags = tagsOf(metadata).filter((tag) => !knownTags.test(tag));
  return [
    ...(attachments.length > 0
      ? [remark("dropped", "import.attachments", { names: attachments.map(cleanLine).join(", ") })]
      : []),
    ...(tags.length > 0 ? [remark("dropped", "import.tags", { tags: tags.map(cleanLine).join(", ") })] : []),
  ];
}

function declare(source: string, params: Map<string, ParameterSpec>): Remark[] {
  const found = readParameters(source);
  const added = found.params.filter(({ name }) => !params.has(name));
  for (const spec of added) params.set(spec.name, spec);
  const names = added.map(({ name }) => name).join(", ");
  return [
    ...(added.length > 0 ? [remark("approximated", "import.parameters-cell", { names })] : []),
    ...(found.rest.length > 0 ? [remark("dropped", "import.parameters-rest", { lines: found.rest.length })] : []),
  ];
}
