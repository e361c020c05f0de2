import stringWidth from "string-width";

/** A table in Markdown that also reads well as text: columns padded to one width, `right` ones aligned to the right. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): string {
  const cells = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll("|", "\\|")));
  const widths = head.map((_, column) => Math.max(3, ...cells.map((row) => stringWidth(row[column] ?? ""))));
  const line = (row: readonly string[]) =>
    `| ${widths
      .map((width, column) => {
        const cell = row[column] ?? "";
        const space = " ".repeat(width - stringWidth(cell));
        return right.includes(column) ? space + cell : cell + space;
      })
      .join(" | ")} |`;
  const rule = widths.map((width, column) => "-".repeat(width - 1) + (right.includes(column) ? ":" : "-"));
  const [first = [], ...rest] = cells;
  return [line(first), line(rule), ...rest.map(line)].join("\n");
}
