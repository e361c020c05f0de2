/** Text of a notebook within Markdown that an editor shows: it stands there as it is written, and nothing in it loads or links. */

const oneLine = (text: string): string => text.replaceAll(/[\r\n]+/g, " ");

const longestTicks = (text: string): number =>
  (text.match(/`+/g) ?? []).reduce((longest, { length }) => Math.max(longest, length), 0);

/** The text as one paragraph. */
export const plainMarkdown = (text: string): string =>
  oneLine(text)
    .trim()
    .replaceAll(/[\\`*_{}[\]()#+\-!<>|~&]/g, "\\$&");

/** The text as code within a line. */
export function codeSpan(text: string): string {
  const inside = oneLine(text);
  const ticks = "`".repeat(longestTicks(inside) + 1);
  // A span cannot be empty, and Markdown takes one space off both ends of one that is padded.
  const padded = inside === "" || /^[` ]|[` ]$/.test(inside) ? ` ${inside} ` : inside;
  return `${ticks}${padded}${ticks}`;
}

/** Lines of SQL as a block. */
export function sqlBlock(lines: readonly string[]): string {
  const written = lines.map(oneLine);
  const fence = "`".repeat(Math.max(3, ...written.map((line) => longestTicks(line) + 1)));
  return `${fence}sql\n${written.join("\n")}\n${fence}`;
}
