/** The lines that mean something to the format, recognised the same way when a file is read and when one is written. */

/** A line of a text: `end` is behind its last character, without the line end; `next` is where the following line starts. */
export type Line = { start: number; end: number; next: number };

/** Lines end with "\n"; carriage returns before it belong to the line end. */
export function lineAt(text: string, start: number): Line {
  const feed = text.indexOf("\n", start);
  const next = feed === -1 ? text.length : feed + 1;
  let end = feed === -1 ? text.length : feed;
  while (end > start && text[end - 1] === "\r") end--;
  return { start, end, next };
}

/** The text with "\n" as its only line end. */
export function withLineFeeds(text: string): string {
  if (!text.includes("\r")) return text;
  return text
    .split("\n")
    .map((line) => line.slice(0, lineAt(line, 0).end))
    .join("\n");
}

export const isBlank = (line: string): boolean => /^[ \t]*$/.test(line);

/** The comment sign of each language that runs; other languages take `#`. */
const commentSigns: Readonly<Record<string, string>> = { sql: "--", python: "#", scala: "//", "vega-lite": "//" };

/** What an option line of the language starts with, such as `--|`. */
export const optionPrefix = (language: string): string => `${commentSigns[language] ?? "#"}|`;

export const languagesThatRun = Object.keys(commentSigns);

export const isLanguage = (name: string): boolean => /^[a-z][a-z0-9-]*$/.test(name);

/** The number of backticks and the language of a line that starts a cell, such as "```{sql}". */
export function cellFence(line: string): { ticks: number; language: string } | undefined {
  if (!line.startsWith("```")) return undefined;
  const found = /^(`{3,})\{([a-z][a-z0-9-]*)\}[ \t]*$/.exec(line);
  return found?.[1] && found[2] ? { ticks: found[1].length, language: found[2] } : undefined;
}

/** The number of backticks of a line that can close a cell. */
export function closingFence(line: string): number {
  if (!line.startsWith("```")) return 0;
  return /^(`{3,})[ \t]*$/.exec(line)?.[1]?.length ?? 0;
}

/** Where the options of a line `<!-- cell … -->` stand in it; start equals end when there are none. */
export function separatorOptions(line: string): { start: number; end: number } | undefined {
  const opening = "<!-- cell";
  if (!line.startsWith(opening)) return undefined;
  const trimmed = line.trimEnd();
  const rest = trimmed.slice(opening.length);
  if (!rest.endsWith("-->") || !/^(?:[ \t]|-->$)/.test(rest)) return undefined;
  const inside = rest.slice(0, -3);
  const start = opening.length + (inside.length - inside.trimStart().length);
  return { start, end: Math.max(start, opening.length + inside.trimEnd().length) };
}

const startsCell = (line: string): boolean => cellFence(line) !== undefined || separatorOptions(line) !== undefined;

function withoutBackslashes(line: string): string {
  let at = 0;
  while (line[at] === "\\") at++;
  return line.slice(at);
}

/** A Markdown line as it stands in the file: one that looks like the start of a cell gets a backslash in front. */
export const escapeMarkdownLine = (line: string): string => (startsCell(withoutBackslashes(line)) ? `\\${line}` : line);

/** True for a line that `escapeMarkdownLine` has put a backslash in front of. */
export const isEscapedMarkdown = (line: string): boolean => line[0] === "\\" && startsCell(withoutBackslashes(line));

/** True for a first line of code that looks like an option line, with backslashes in front or without. */
export const looksLikeOption = (line: string, prefix: string): boolean => withoutBackslashes(line).startsWith(prefix);
