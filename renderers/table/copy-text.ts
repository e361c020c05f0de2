export type CopyFormat = "tsv" | "tsv-names" | "csv" | "markdown";

/**
 * Writes rows of texts one after the other; `undefined` is null. Tab-separated and CSV leave a null empty (in CSV an
 * empty text is `""`), Markdown writes `null`. CSV and Markdown begin with the names of the columns.
 * CSV after RFC 4180; tab-separated as spreadsheets paste it, with quotes where a value holds a tab or a line break.
 */
export function copyWriter(format: CopyFormat, columns: readonly { name: string; numeric: boolean }[]) {
  const lines: string[] = [];
  const names = columns.map(({ name }) => name);
  const write = writers[format];
  if (format !== "tsv") lines.push(write(names));
  if (format === "markdown") lines.push(`| ${columns.map(({ numeric }) => (numeric ? "---:" : "---")).join(" | ")} |`);
  let characters = lines.reduce((sum, line) => sum + line.length, 0);
  return {
    add(row: readonly (string | undefined)[]): void {
      const line = write(row);
      characters += line.length + 1;
      lines.push(line);
    },
    get characters(): number {
      return characters;
    },
    text: (): string => lines.join(format === "csv" ? "\r\n" : "\n"),
  };
}

const writers: Readonly<Record<CopyFormat, (row: readonly (string | undefined)[]) => string>> = {
  tsv: tabbed,
  "tsv-names": tabbed,
  csv: (row) => row.map(csvValue).join(","),
  markdown: (row) => `| ${row.map((value) => markdownValue(value ?? "null")).join(" | ")} |`,
};

function tabbed(row: readonly (string | undefined)[]): string {
  return row.map((value = "") => (/[\t\r\n]|^"/.test(value) ? quoted(value) : value)).join("\t");
}

function csvValue(value: string | undefined): string {
  if (value === undefined) return "";
  return value === "" || /[",\r\n]|^\s|\s$/.test(value) ? quoted(value) : value;
}

const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`;

/** Nothing in a value may end its cell or become markup. */
function markdownValue(value: string): string {
  return value.replaceAll(/[\\|<>`*_[\]&~]/g, (sign) => `\\${sign}`).replaceAll(/\r\n|[\r\n]/g, "<br>");
}
