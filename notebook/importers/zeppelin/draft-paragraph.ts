import type { CellDraftOptions, DraftCell, DraftParagraph, Remark } from "../imported.ts";
import { fenced } from "../fenced.ts";
import { freeName } from "../free-name.ts";
import { chartOf } from "./chart-of.ts";
import type { BoundForm } from "./form-params.ts";
import type { ReadParagraph } from "./read-paragraph.ts";
import { bindForms } from "./sql-forms.ts";
import { zRemarks } from "./z-calls.ts";

/** The cells of a paragraph. `forms`: what its forms became, in their order. `names`: those of cells before, in lower case. */
export function draftParagraph(
  paragraph: ReadParagraph,
  index: number,
  forms: readonly BoundForm[],
  names: Set<string>,
): DraftParagraph {
  const { title, titleShown, language, target, code, hide, width } = paragraph;
  const shown = title !== undefined && titleShown ? title : undefined;
  const base = { ...(title !== undefined && { title }), language };
  const layout: CellDraftOptions = {
    ...(shown !== undefined && { title: shown }),
    ...(hide.length > 0 && { hide }),
    ...(width < 12 && { width }),
  };
  const remarks: Remark[] = [
    ...(title !== undefined && !titleShown ? [remark("dropped", "import.hidden-title", { title })] : []),
    ...forms.flatMap((form) => form.remarks),
    ...paragraph.scrubbed.map((form) => remark("dropped", "import.password-dropped", { form })),
  ];
  const empty = code.trim() === "";
  const held = paragraph.results.results;
  if (empty && (held === undefined || (held.outputs.length === 0 && held.error === undefined))) {
    const settings = remark("converted", "import.settings-only");
    return {
      ...base,
      cells: [],
      remarks: [...remarks, paragraph.properties.size > 0 ? settings : remark("converted", "import.empty")],
    };
  }
  if (target.kind === "markdown") {
    const text = replaceForms(paragraph, forms);
    const html = /<(?:[a-z][a-z0-9]*)(?:\s[^>]*)?\/?>/i.test(withoutCode(text));
    if (html) remarks.push(remark("approximated", "import.markdown-html"));
    return {
      ...base,
      cells: [{ text, options: layout }],
      remarks: [remark("converted", "import.markdown"), ...remarks],
    };
  }
  const ours = target.kind === "other" ? target.language : target.kind;
  if (!paragraph.enabled) {
    remarks.unshift(remark("approximated", "import.disabled"));
    if (held && held.outputs.length > 0) remarks.push(remark("dropped", "import.result-unplaced"));
    return { ...base, cells: [{ text: fenced(code, ours), options: layout }], remarks };
  }
  const drafted: Drafted =
    target.kind === "sql" ? draftSql(paragraph, forms, names) : { code, options: {}, remarks: [] };
  remarks.unshift(...languageRemarks(paragraph, ours), ...drafted.remarks);
  if (target.kind !== "sql") remarks.push(...propertyRemarks([...paragraph.properties.keys()]), ...zRemarks(code));

  const drawn = chartOf(paragraph, target.kind === "sql");
  remarks.push(...drawn.remarks, ...paragraph.results.remarks);
  const options: CellDraftOptions = { ...drafted.options, ...layout };
  const cell: DraftCell = {
    language: ours,
    text: drafted.code,
    options,
    ...(paragraph.results.results && { results: paragraph.results.results }),
  };
  if (!drawn.chart) return { ...base, cells: [cell], remarks };
  if (!drawn.pivot) return { ...base, cells: [{ ...cell, options: { ...options, chart: drawn.chart } }], remarks };
  const name = options.name ?? freeName(`paragraph_${index + 1}`, names);
  const pivot: DraftCell = {
    language: "sql",
    text: drawn.pivot(name),
    options: {
      ...(shown !== undefined && { title: shown }),
      chart: drawn.chart,
      hide: ["code"],
      ...(width < 12 && { width }),
    },
  };
  return { ...base, cells: [{ ...cell, options: { ...options, name } }, pivot], remarks };
}

const remark = (outcome: Remark["outcome"], code: Remark["code"], args: Remark["args"] = {}): Remark => ({
  outcome,
  code,
  args,
});

function replaceForms({ code, forms }: ReadParagraph, bound: readonly BoundForm[]): string {
  let out = "";
  let at = 0;
  forms.forEach(({ form }, i) => {
    out += code.slice(at, form.start) + (bound[i]?.markdown ?? "");
    at = form.end;
  });
  return out + code.slice(at);
}

const withoutCode = (markdown: string): string => markdown.replace(/(`+)[^]*?\1/g, "");

type Drafted = { code: string; options: CellDraftOptions; remarks: Remark[] };

function draftSql(paragraph: ReadParagraph, bound: readonly BoundForm[], names: Set<string>): Drafted {
  const { code, properties } = paragraph;
  const forms = paragraph.forms.map(({ form }) => form);
  const remarks: Remark[] = [];
  const options: CellDraftOptions = {};
  const text = bindForms(
    code,
    forms,
    bound.map(({ sql }) => sql),
  );
  const limit = properties.get("limit");
  const preview = Number(limit);
  const saved = properties.get("saveAs");
  const rest = [...properties.keys()].filter((key) => key !== "limit" && key !== "saveAs");
  if (limit !== undefined && Number.isSafeInteger(preview) && preview > 0) {
    options.preview = preview;
    remarks.push(remark("converted", "import.limit", { limit: preview }));
  } else if (limit !== undefined) rest.push("limit");
  if (saved !== undefined) {
    const name = freeName(saved, names);
    options.name = name;
    remarks.push(remark(name === saved ? "converted" : "approximated", "import.save-as", { written: saved, name }));
  }
  if (properties.get("interpolate") === "true") remarks.push(remark("dropped", "import.interpolate"));
  remarks.push(...propertyRemarks(rest.filter((key) => key !== "interpolate" && key !== "form")));
  if (paragraph.view !== undefined && options.name === undefined) {
    options.name = freeName(paragraph.view, names);
    remarks.push(remark("approximated", "import.view-cell", { name: options.name }));
  }
  return { code: text, options, remarks };
}

const propertyRemarks = (keys: readonly string[]): Remark[] =>
  keys.length === 0 ? [] : [remark("dropped", "import.properties", { properties: keys.join(", ") })];

function languageRemarks({ target, language, byDefault }: ReadParagraph, ours: string): Remark[] {
  return [
    ...(byDefault ? [remark("converted", "import.default-interpreter", { interpreter: language })] : []),
    target.kind === "sql"
      ? remark("converted", "import.sql")
      : target.kind === "other"
        ? remark("approximated", "import.other-language", { interpreter: language, language: ours })
        : remark("converted", "import.cluster-language", { language: ours }),
  ];
}
