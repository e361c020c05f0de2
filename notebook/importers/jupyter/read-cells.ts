import { asList, asNumber, asRecord, asText, cleanText } from "../loose.ts";
import type { Loose } from "../loose.ts";

/** A cell of nbformat 3 or 4 in the words of 4. */
export type JupyterCell = {
  kind: "markdown" | "raw" | "code" | "unknown";
  source: string;
  metadata: Loose;
  outputs: readonly Loose[];
  /** Names of the pictures that Markdown holds in itself. */
  attachments: readonly string[];
  /** Of nbformat 3, where each cell has its own. */
  language?: string;
};

/** nbformat 3 has its cells in worksheets, calls a source `input`, and has cells for headings. */
export function cellsOf(notebook: Loose): JupyterCell[] {
  const sheets = asList(notebook["worksheets"]).map(asRecord);
  const cells = [...asList(notebook["cells"]), ...sheets.flatMap(({ cells: held }) => asList(held))];
  return cells.map(asRecord).map((cell): JupyterCell => {
    const type = asText(cell["cell_type"]) ?? "";
    const source = joined(cell["source"] ?? cell["input"]);
    const language = asText(cell["language"]);
    const level = Math.min(6, Math.max(1, asNumber(cell["level"]) ?? 1));
    const heading = type === "heading";
    return {
      kind: heading ? "markdown" : isKind(type) ? type : "unknown",
      source: heading ? `${"#".repeat(level)} ${source.replace(/\s*\n\s*/g, " ")}` : source,
      metadata: asRecord(cell["metadata"]),
      outputs: asList(cell["outputs"]).map(asRecord),
      attachments: Object.keys(asRecord(cell["attachments"])),
      ...(language !== undefined && { language }),
    };
  });
}

const isKind = (type: string): type is "markdown" | "raw" | "code" =>
  type === "markdown" || type === "raw" || type === "code";

/** Texts are written whole or as a list of lines with their line ends. */
export function joined(value: unknown): string {
  const lines = Array.isArray(value) ? value.map((each) => asText(each) ?? "") : [asText(value) ?? ""];
  return cleanText(lines.join(""));
}
