import type { SourceSpec } from "../notebook.ts";
import { formatOf } from "../sources.ts";

export type Format = SourceSpec["format"];

/** The format that a file's ending tells, compression aside. `.log` tells nothing: half of them are JSON. */
export function formatOfName(name: string): Format | undefined {
  return /\.log(\.[a-z0-9]+)?$/i.test(name) ? undefined : formatOf(name);
}

/**
 * The format that the first bytes (unpacked) of a file show. JSON: every whole line is one object. CSV: at least two
 * lines, all with the same number of commas outside quotes, one or more. Everything else is text, which is always right.
 */
export function formatOfBytes(head: Uint8Array): Format {
  if (String.fromCharCode(...head.subarray(0, 4)) === "PAR1") return "parquet";
  const text = new TextDecoder().decode(head).replace(/^\ufeff/, "");
  const end = text.lastIndexOf("\n");
  const lines = (end < 0 ? text : text.slice(0, end)).split(/\r?\n/).filter((line) => line.trim() !== "");
  if (lines.length === 0) return "text";
  if (lines.every(isObject) || (end < 0 && text.trimStart().startsWith('{"'))) return "json";
  const commas = new Set(lines.map(commasOf));
  return lines.length > 1 && commas.size === 1 && !commas.has(0) ? "csv" : "text";
}

function isObject(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false; // Not JSON is an answer here.
  }
}

const commasOf = (line: string) => line.replace(/"(?:[^"]|"")*"/g, "").split(",").length - 1;
