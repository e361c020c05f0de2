import { say } from "../../protocol/wording/say.ts";
import type { Code } from "../../protocol/errors.ts";
import type { Lang } from "../../protocol/wording/say.ts";
import type { FormField } from "./parameter-form.ts";

export type FormPage = {
  lang: Lang;
  /** Of this page: for the policy, only this script and this style sheet; and what the page says when it listens. */
  nonce: string;
  source: string;
  script: string;
  style: string;
};

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const text = (value: string): string => value.replaceAll(/[&<>"']/g, (char) => escapes[char] ?? char);

/** The page of the parameters view. `undefined`: no notebook is open. */
export function formHtml(
  fields: readonly FormField[] | undefined,
  { lang, nonce, source, script, style }: FormPage,
): string {
  const words = (code: Code, args = {}) => text(say(lang, code, args));
  const body =
    fields === undefined
      ? `<p class="empty">${words("data.parameters-no-notebook")}</p>`
      : fields.length === 0
        ? `<p class="empty">${words("data.parameters-none")}</p><pre class="example">params:\n  day: {type: date, default: yesterday}</pre>`
        : `<form novalidate>${fields.map((field, i) => fieldHtml(field, `p${i}`, lang)).join("")}</form>
<p class="note">${words("data.parameters-note")}</p>`;
  return `<!DOCTYPE html>
<html lang="${lang}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${source}; script-src 'nonce-${nonce}'">
<link rel="stylesheet" href="${text(style)}"><title>${words("data.parameters-title")}</title></head>
<body data-page="${nonce}">${body}<div role="status" aria-live="polite" class="hidden" id="status"></div>
<script nonce="${nonce}" src="${text(script)}"></script></body></html>`;
}

function fieldHtml(field: FormField, id: string, lang: Lang): string {
  const words = (code: Code, args = {}) => text(say(lang, code, args));
  const group = field.multiple;
  const told = [
    field.description !== undefined && `<div class="about" id="${id}-about">${text(field.description)}</div>`,
    field.meaning !== undefined &&
      `<div class="meaning" id="${id}-meaning">${words("data.parameter-means", { value: field.meaning })}</div>`,
    field.problem !== undefined && `<div class="problem" id="${id}-problem" role="alert">${text(field.problem)}</div>`,
  ].filter((part) => part !== false);
  const described = [
    field.description !== undefined && `${id}-about`,
    field.meaning !== undefined && `${id}-meaning`,
    field.problem !== undefined && `${id}-problem`,
  ].filter((part) => part !== false);
  const attributes = `id="${id}" data-name="${text(field.name)}"${described.length > 0 ? ` aria-describedby="${described.join(" ")}"` : ""}${field.problem !== undefined ? ' aria-invalid="true"' : ""}`;
  const reset = field.changed
    ? `<button type="button" id="${id}-reset" class="reset" data-reset="${text(field.name)}" title="${words("data.parameter-reset-to", { value: field.default ?? "" })}">${words("data.parameter-reset")}</button>`
    : "";
  const name = `${text(field.label)}${field.label === field.name ? "" : ` <code>:${text(field.name)}</code>`}`;
  const head = `<div class="head">${group ? `<legend>${name}</legend>` : `<label for="${id}">${name}</label>`}${reset}</div>`;
  const inside = `${head}${controlHtml(field, id, attributes, lang)}${told.join("")}`;
  return group ? `<fieldset>${inside}</fieldset>` : `<div class="field">${inside}</div>`;
}

function controlHtml(field: FormField, id: string, attributes: string, lang: Lang): string {
  const { type, options, multiple } = field;
  const [first = ""] = field.value;
  const choice = (values: readonly string[], labels: readonly string[] = values) =>
    `<select ${attributes}>${field.value.length === 0 ? `<option value="" selected></option>` : ""}${values
      .map(
        (value, i) =>
          `<option value="${text(value)}"${value === first ? " selected" : ""}>${text(labels[i] ?? value)}</option>`,
      )
      .join("")}</select>`;
  if (type === "boolean")
    return choice(["true", "false"], [say(lang, "data.parameter-true"), say(lang, "data.parameter-false")]);
  if (type === "choice" && !multiple) return choice(options);
  if (type === "choice")
    return options
      .map(
        (value, i) =>
          `<label class="check"><input type="checkbox" id="${id}-${i}" data-name="${text(field.name)}" value="${text(value)}"${field.value.includes(value) ? " checked" : ""}> ${text(value)}</label>`,
      )
      .join("");
  // Not `type="number"`: a browser would round what has more digits than a double.
  const mode = type === "integer" ? ' inputmode="numeric"' : type === "number" ? ' inputmode="decimal"' : "";
  const written = `<input type="text" ${attributes} value="${text(first)}"${mode} spellcheck="false" autocomplete="off"${type === "date" ? ` list="${id}-days"` : ""}>`;
  if (type !== "date" && type !== "timestamp") return written;
  const picked = field.meaning ?? first;
  const kind = type === "date" ? "date" : "datetime-local";
  const picker = `<input type="${kind}" id="${id}-picker" class="picker" data-for="${id}" step="1" value="${text(type === "date" ? picked : picked.replace(" ", "T"))}" aria-label="${text(say(lang, "data.parameter-pick", { name: field.label }))}">`;
  const days =
    type === "date"
      ? `<datalist id="${id}-days">${["today", "yesterday", "today-7d"].map((day) => `<option value="${day}"></option>`).join("")}</datalist>`
      : "";
  return `<div class="row">${written}${picker}</div>${days}`;
}
