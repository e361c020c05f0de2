import type { Page, PageColumn } from "../../protocol/values/page.ts";
import { valueText } from "../../protocol/values/value-text.ts";
import { isNumeric } from "../../protocol/values/value-type.ts";
import { say } from "../../protocol/wording/say.ts";
import type { Lang } from "../../protocol/wording/say.ts";
import { markup, Html } from "../html.ts";
import { rowsNote } from "./rows-note.ts";
import type { Extent } from "./rows-note.ts";

export type TableOptions = {
  lang: Lang;
  timezone: string;
  /** For assistive technology: what the table holds. */
  label: string;
  /** Types as the engine names them, in order of the columns. */
  types: readonly string[];
  /** How many rows the result has. */
  extent: Extent;
};

/** Bounds of one table in a document: 1,000 rows of 10 columns are 187 KB and 0.4 s in a browser. */
const MAX_ROWS = 1_000;
const MAX_CELLS = 60_000;
const MAX_CHARACTERS = 2_000_000;
/** A text above this folds; above the second it is cut, and says so. */
const FOLD = 160;
const MAX_TEXT = 10_000;

/** A page as a `<table>` in a box that scrolls, with the exact note of how many rows there are under it. */
export function staticTable(page: Page, options: TableOptions): Html {
  const limit = Math.min(page.rows, MAX_ROWS, Math.max(1, Math.floor(MAX_CELLS / Math.max(1, page.columns.length))));
  const cuts = new Map(page.cuts.map((cut) => [`${cut.row} ${cut.column}`, cut.bytes]));
  const rows: Html[] = [];
  let characters = 0;
  for (let row = 0; row < limit && characters < MAX_CHARACTERS; row++) {
    const line = markup`<tr>
      ${page.columns.map((column, i) => cell(column, row, cuts.get(`${row} ${i}`), options))}
    </tr>`;
    characters += line.text.length;
    rows.push(line);
  }
  return markup`<div class="table" role="region" tabindex="0" aria-label="${options.label}">
      <table>
        <thead>
          <tr>
            ${page.columns.map((column, i) => heading(column, options.types[i] ?? ""))}
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
    <p class="note">${rowsNote(rows.length, options.extent, options.lang)}</p>`;
}

function heading(column: PageColumn, type: string): Html {
  return markup`<th scope="col"${numberClass(column)}>${column.name}${type !== "" && markup`<small>${type}</small>`}</th>`;
}

function cell(column: PageColumn, row: number, fullBytes: number | undefined, options: TableOptions): Html {
  const value = column.value(row);
  if (value === null) return markup`<td class="${isNumeric(column.type) ? "n null" : "null"}">null</td>`;
  const text = valueText(value, column.type, options);
  if (text === "") return markup`<td></td>`;
  const long = text.length > FOLD || fullBytes !== undefined;
  return markup`<td${numberClass(column)}>${long ? folded(text, fullBytes, options.lang) : text}</td>`;
}

function folded(text: string, fullBytes: number | undefined, lang: Lang): Html {
  const shown = wholeCharacters(text, MAX_TEXT);
  const count = (n: number) => n.toLocaleString(lang);
  const note =
    fullBytes !== undefined
      ? say(lang, "table.cut-bytes", { shown: count(new TextEncoder().encode(shown).length), bytes: count(fullBytes) })
      : shown.length < text.length
        ? say(lang, "table.cut-characters", { shown: count(shown.length), characters: count(text.length) })
        : undefined;
  return markup`<details>
    <summary>${wholeCharacters(text, FOLD / 2).replaceAll(/\s+/g, " ")}…</summary>
    <div class="long">${shown}</div>
    ${note !== undefined && markup`<p class="note">${note}</p>`}
  </details>`;
}

/** Never half of a surrogate pair. */
function wholeCharacters(text: string, length: number): string {
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? length - 1 : length);
}

const numberClass = (column: PageColumn) => isNumeric(column.type) && new Html(' class="n"');
