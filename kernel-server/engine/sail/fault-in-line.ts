import { isUtf8 } from "node:buffer";
import type { Code } from "../../../protocol/errors.ts";

/** Looks at the lines of a file in their order, as bytes, and says what is wrong with the first bad one. */
export type FaultInLine = (line: Buffer) => Code | undefined;

/** What to look for in the lines of one file, out of what Sail (0.7.2) says about the data. */
export function faultInLine(format: string, complaint: string): FaultInLine {
  if (format === "csv") return misfit(complaint);
  if (format !== "json") return (line) => (isUtf8(line) ? undefined : "engine.bad-text");
  const isWrong = wrongValue(complaint);
  return (line) => {
    if (!isUtf8(line)) return "engine.bad-text";
    const text = line.toString("utf8");
    if (text.trim() === "") return undefined;
    const value = parsed(text);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return "engine.bad-line";
    return isWrong?.(value) ? "engine.bad-value" : undefined;
  };
}

/** `whilst decoding field 'n': whilst decoding field 'a': failed to parse "z" as Int32`. */
function wrongValue(complaint: string): ((row: object) => boolean) | undefined {
  const path = [...complaint.matchAll(/whilst decoding field '([^']*)': /g)].map((match) => match[1] ?? "");
  const said = /failed to parse ([^]*?) as [A-Z]|expected \S+ got ([^]*)$/.exec(complaint);
  const shown = said?.[1] ?? said?.[2];
  const told = shown === undefined ? undefined : parsed(shown);
  if (told === undefined || path.length === 0) return undefined;
  const wanted = JSON.stringify(told);
  return (row) => valuesAt(row, path).some((value) => JSON.stringify(value) === wanted);
}

/** The values that a path leads to, through all elements of lists and all entries of maps on its way. */
function valuesAt(value: unknown, path: readonly string[]): unknown[] {
  if (Array.isArray(value)) return [value, ...value.flatMap((element) => valuesAt(element, path))];
  if (typeof value !== "object" || value === null) return path.length === 0 ? [value] : [];
  const [name, ...rest] = path;
  if (name === undefined) return [value, ...Object.values(value).flatMap((each) => valuesAt(each, path))];
  const named = Object.entries(value).filter(([key]) => key === name);
  const inside = named.length > 0 ? named : Object.entries(value);
  return inside.flatMap(([, each]) => valuesAt(each, named.length > 0 ? rest : path));
}

/** A record that has not the columns of the others, or the one whose values Sail shows. */
function misfit(complaint: string): FaultInLine {
  const got = /(?:got|found) (\d+)/.exec(complaint)?.[1];
  const row = /Row data: '\[([^]*)\]'/.exec(complaint)?.[1];
  let open = "";
  return (line) => {
    const text = open + line.toString("utf8");
    // Inside of quotes a record goes on in the next line.
    if ((text.split('"').length - 1) % 2 === 1) {
      open = `${text}\n`;
      return undefined;
    }
    open = "";
    const values = valuesOf(text);
    const isBad = got === undefined ? values.join(",") === row : text !== "" && values.length === Number(got);
    return isBad ? "engine.bad-csv" : undefined;
  };
}

const valuesOf = (record: string) =>
  [...`,${record}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? "",
  );

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
