import hljs from "highlight.js/lib/core";
import json from "highlight.js/lib/languages/json";
import python from "highlight.js/lib/languages/python";
import scala from "highlight.js/lib/languages/scala";
import sql from "highlight.js/lib/languages/sql";
import { escapeHtml, Html } from "../html.ts";

hljs.registerLanguage("json", json);
hljs.registerLanguage("python", python);
hljs.registerLanguage("scala", scala);
hljs.registerLanguage("sql", sql);
hljs.registerAliases(["vega-lite"], { languageName: "json" });

/** Above this, colouring takes longer than reading is worth. */
const MAX_CODE = 100_000;

/** Code as `<span class="hljs-…">`; a language that is not known stays plain. */
export function highlight(code: string, language: string): Html {
  if (code.length > MAX_CODE || !hljs.getLanguage(language)) return new Html(escapeHtml(code));
  return new Html(hljs.highlight(code, { language, ignoreIllegals: true }).value);
}
