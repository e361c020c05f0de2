import type { CellResults, ImportedOutput, Remark } from "../imported.ts";
import { asList, asRecord, asText } from "../loose.ts";
import type { Loose } from "../loose.ts";
import { joined } from "./read-cells.ts";

/** What a cell showed: its text. Tables are HTML there and have no columns that could be read, so only their text stays. */
export function readOutputs(outputs: readonly Loose[]): {
  results?: Omit<CellResults, "cell">;
  remarks: readonly Remark[];
} {
  if (outputs.length === 0) return { remarks: [] };
  const shown: ImportedOutput[] = [];
  const errors: string[] = [];
  const dropped = new Map<string, number>();
  const drop = (type: string) => dropped.set(type, (dropped.get(type) ?? 0) + 1);
  for (const output of outputs) {
    const type = asText(output["output_type"]);
    if (type === "stream") {
      const stream = (output["name"] ?? output["stream"]) === "stderr" ? "stderr" : "stdout";
      shown.push({ kind: "text", stream, text: joined(output["text"]) });
    } else if (type === "error" || type === "pyerr") errors.push(errorText(output));
    else {
      const data = mimeBundle(output);
      const rich = Object.keys(data).filter((mime) => mime !== "text/plain");
      for (const mime of rich) drop(mime);
      const text = joined(data["text/plain"]);
      // Beside a picture stands only the name of its object, such as `<Figure size 640x480>`.
      const bare = rich.length > 0 && /^<[^<>\n]*>$/.test(text.trim());
      if (text.trim() !== "" && !bare)
        shown.push({ kind: "text", stream: "stdout", text: text.endsWith("\n") ? text : `${text}\n` });
    }
  }
  const remarks: Remark[] = [...dropped].map(([type, count]) => ({
    outcome: "dropped",
    code: "import.result-kind",
    args: { type, count },
  }));
  if (shown.length > 0)
    remarks.push({ outcome: "converted", code: "import.results", args: { tables: 0, outputs: shown.length } });
  if (shown.length === 0 && errors.length === 0) return { remarks };
  return {
    results: {
      state: errors.length > 0 ? "failed" : "done",
      outputs: shown,
      ...(errors.length > 0 && { error: errors.join("\n") }),
    },
    remarks,
  };
}

/** nbformat 3 writes `png` and `html` beside the other keys. */
const oldNames: Readonly<Record<string, string>> = {
  text: "text/plain",
  html: "text/html",
  svg: "image/svg+xml",
  png: "image/png",
  jpeg: "image/jpeg",
  latex: "text/latex",
  json: "application/json",
  javascript: "application/javascript",
};

function mimeBundle(output: Loose): Loose {
  if ("data" in output) return asRecord(output["data"]);
  return Object.fromEntries(
    Object.entries(oldNames).flatMap(([name, mime]) => (name in output ? [[mime, output[name]]] : [])),
  );
}

function errorText(output: Loose): string {
  const traceback = asList(output["traceback"]).flatMap((line) => asText(line) ?? []);
  const headline = `${asText(output["ename"]) ?? "Error"}: ${asText(output["evalue"]) ?? ""}`;
  return joined(traceback.length > 0 ? traceback.join("\n") : headline);
}
