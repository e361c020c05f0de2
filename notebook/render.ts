import { inlineYaml } from "./inline-yaml.ts";
import { cellFence, closingFence, escapeMarkdownLine, isBlank, looksLikeOption, optionPrefix } from "./lines.ts";
import type { Cell, CodeCell, MarkdownCell } from "./notebook.ts";
import { authorOptions } from "./options.ts";

/** A cell as it is written into a file, with a line end at its end. `apart`: another Markdown cell stands before it. */
export function renderCell(cell: Cell, apart: boolean, eol: string): string {
  const lines = cell.kind === "markdown" ? markdownLines(cell, apart) : codeLines(cell);
  return lines.map((line) => line + eol).join("");
}

function markdownLines({ text, options }: MarkdownCell, apart: boolean): string[] {
  const author = authorOptions(options);
  const hasOptions = Object.keys(author).length > 0;
  const written = text === "" ? [] : text.split("\n").map(escapeMarkdownLine);
  const separator = hasOptions ? `<!-- cell ${inlineYaml(author)} -->` : "<!-- cell -->";
  return hasOptions || apart || written.every(isBlank) ? [separator, "", ...written] : written;
}

function codeLines({ language, code, options }: CodeCell): string[] {
  const prefix = optionPrefix(language);
  const lines = code === "" ? [] : code.split("\n");
  const longest = lines.reduce((most, line) => Math.max(most, closingFence(line), cellFence(line)?.ticks ?? 0), 2);
  const fence = "`".repeat(longest + 1);
  const optionLines = Object.entries(authorOptions(options)).map(
    ([key, value]) => `${prefix} ${key}: ${inlineYaml(value)}`,
  );
  return [`${fence}{${language}}`, ...optionLines, ...escapeOptions(lines, prefix), fence];
}

/** First lines of code that look like options get a backslash in front. */
function escapeOptions(lines: readonly string[], prefix: string): string[] {
  const firstPlain = lines.findIndex((line) => !looksLikeOption(line, prefix));
  return lines.map((line, i) => (firstPlain === -1 || i < firstPlain ? `\\${line}` : line));
}
