import type { CellResults, ImportedOutput, ImportedTable, Remark } from "../imported.ts";
import { asList, asRecord, asText, cleanText } from "../loose.ts";
import type { Loose } from "../loose.ts";
import { readDate } from "./dates.ts";
import { tellsSecret } from "./secrets.ts";

/** What a paragraph showed: outputs that can be shown again, and what could not be. */
export type ParagraphResults = {
  results?: Omit<CellResults, "cell"> & { finishedAt?: number };
  /** By place among the messages: a chart belongs to one of them. */
  tables: ReadonlyMap<number, ImportedTable>;
  remarks: readonly Remark[];
};

/** Of a paragraph that showed what a password form holds. */
export const withheldResults: ParagraphResults = {
  tables: new Map(),
  remarks: [{ outcome: "dropped", code: "import.result-secret", args: {} }],
};

type Message = { type: string; data: string };

/** `zone`: of Zeppelin's server, whose times have none. A result that holds one of `secrets` is not taken. */
export function readResults(paragraph: Loose, zone: string, secrets: ReadonlySet<string>): ParagraphResults {
  const messages = messagesOf(paragraph);
  const state = stateOf(paragraph);
  const tables = new Map<number, ImportedTable>();
  if (state === undefined) return { tables, remarks: [] };
  const remarks: Remark[] = [];
  const outputs: ImportedOutput[] = [];
  const dropped = new Map<string, number>();
  messages.forEach(({ type, data }, i) => {
    if (type === "TABLE") {
      const table = readTable(data);
      if (!table && data.trim() === "") return;
      if (!table) remarks.push({ outcome: "dropped", code: "import.result-ragged", args: {} });
      else {
        tables.set(i, table);
        outputs.push(table);
      }
    } else if (isTruncation(data) && tables.size > 0) markLast(outputs, tables);
    else if (type === "TEXT" || type === "NULL") {
      if (data.trim() !== "") outputs.push({ kind: "text", stream: "stdout", text: data });
    } else dropped.set(type, (dropped.get(type) ?? 0) + 1);
  });
  for (const [type, count] of dropped)
    remarks.push({ outcome: "dropped", code: "import.result-kind", args: { type, count } });

  const said = [cleanText(asText(paragraph["errorMessage"]) ?? ""), ...messages.map(({ data }) => data)];
  if (tellsSecret(said, secrets)) return withheldResults;
  const error = state === "failed" ? failureOf(paragraph, outputs) : "";
  const startedAt = dateOf(paragraph["dateStarted"], zone);
  const finishedAt = dateOf(paragraph["dateFinished"], zone);
  if (outputs.length > 0)
    remarks.push({
      outcome: "converted",
      code: "import.results",
      args: { tables: outputs.filter(({ kind }) => kind === "table").length, outputs: outputs.length },
    });
  if (outputs.length === 0 && error === "" && state === "done" && dropped.size > 0) return { tables, remarks };
  return {
    results: {
      state,
      outputs,
      ...(startedAt !== undefined && { startedAt }),
      ...(finishedAt !== undefined && { finishedAt }),
      ...(startedAt !== undefined &&
        finishedAt !== undefined &&
        finishedAt >= startedAt && { ms: finishedAt - startedAt }),
      ...(error !== "" && { error }),
    },
    tables,
    remarks,
  };
}

/** What went wrong: the message, which often stands among the outputs too, or else the last text. */
function failureOf(paragraph: Loose, outputs: ImportedOutput[]): string {
  const message = cleanText(asText(paragraph["errorMessage"]) ?? "").trim();
  const at = outputs.findLastIndex((one) => one.kind === "text" && (message === "" || one.text.includes(message)));
  const [text] = at === -1 ? [] : outputs.splice(at, 1);
  return text?.kind === "text" ? text.text.trim() : message;
}

/** None of a paragraph that was never run. What was at work when the note was saved had been aborted, as Zeppelin has it. */
function stateOf(paragraph: Loose): "done" | "failed" | "interrupted" | undefined {
  const status = asText(paragraph["status"])?.toUpperCase();
  const { code } = asRecord(paragraph["results"] ?? paragraph["result"]);
  if (status === "ABORT" || status === "PENDING" || status === "RUNNING") return "interrupted";
  if (status === "ERROR" || code === "ERROR") return "failed";
  return status === "FINISHED" || code === "SUCCESS" ? "done" : undefined;
}

/** `results.msg` is a list; in 0.6 there was one `result` with a text for its message. */
function messagesOf(paragraph: Loose): Message[] {
  const { results, result } = paragraph;
  const listed = asList(asRecord(results)["msg"]).map(asRecord);
  const old = asRecord(result);
  const single =
    typeof old["msg"] === "string" ? [{ type: old["type"], data: old["msg"] }] : asList(old["msg"]).map(asRecord);
  return [...listed, ...(listed.length > 0 ? [] : single)].map(({ type, data }) =>
    typed(type, cleanText(asText(data) ?? "")),
  );
}

/** The type may also stand in the text itself: `%table a\tb`. */
function typed(type: unknown, data: string): Message {
  const said = asText(type)?.toUpperCase() ?? "TEXT";
  const inside =
    said === "TEXT" || said === "NULL" ? /^\s*%(table|html|img|svg|network|angular|text)\b[ \n]?/i.exec(data) : null;
  return inside?.[1] ? { type: inside[1].toUpperCase(), data: data.slice(inside[0].length) } : { type: said, data };
}

/** Tab-separated lines under a header. Behind an empty line stands a remark and not a row; rows of other widths are no table. */
function readTable(data: string): ImportedTable | undefined {
  const [body = "", comment = ""] = data.split(/\n<!--TABLE_COMMENT-->/);
  const lines = body.replace(/\n+$/, "").split("\n");
  const [header = ""] = lines;
  const columns = header.split("\t");
  if (header.trim() === "") return undefined;
  const end = columns.length > 1 ? lines.indexOf("", 1) : -1;
  const rows = lines.slice(1, end === -1 ? undefined : end).map((line) => line.split("\t"));
  const fits = (row: readonly string[]) => row.length === columns.length;
  const rest = end === -1 ? "" : lines.slice(end).join("\n");
  const more = isTruncation(comment) || isTruncation(rest);
  if (rows.every(fits)) return { kind: "table", columns, rows, more };
  // A limit in bytes cuts the last row anywhere.
  const whole = rows.slice(0, -1);
  return whole.length > 0 && whole.every(fits) ? { kind: "table", columns, rows: whole, more: true } : undefined;
}

const isTruncation = (text: string): boolean => /(?:is|are) (?:truncated|limited) (?:to|by) \d+/i.test(text);

/** The remark that a result was cut is a message of its own behind the table. */
function markLast(outputs: ImportedOutput[], tables: Map<number, ImportedTable>): void {
  const at = outputs.findLastIndex(({ kind }) => kind === "table");
  const table = outputs[at];
  if (table?.kind !== "table") return;
  const marked = { ...table, more: true };
  outputs[at] = marked;
  for (const [i, each] of tables) if (each === table) tables.set(i, marked);
}

function dateOf(value: unknown, zone: string): number | undefined {
  const written = asText(value);
  return written === undefined ? undefined : readDate(written, zone);
}
