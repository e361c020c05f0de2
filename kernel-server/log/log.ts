/** What a line is about, in words that programs can look for. `level`: `info` unless given. */
export type Facts = Readonly<Record<string, string | number | boolean | undefined>> & {
  level?: "info" | "warn" | "error";
};

/** Writes one line. Lines and facts hold names, ids, codes and figures; never secrets, never rows, never text of notebooks. */
export type Log = (line: string, facts?: Facts) => void;

/**
 * A log of one object a line, or of text for people. Whatever stands in a name, a line stays one line: control
 * characters, line separators and what turns the direction of text are written as escapes. Tokens are masked, should one
 * ever get here.
 */
export function makeLog(
  kind: "json" | "text",
  write: (line: string) => void = (line) => void process.stderr.write(line),
  now: () => Date = () => new Date(),
): Log {
  return (line, { level = "info", ...facts } = {}) => {
    const time = now().toISOString();
    const told = Object.entries(facts).filter(([, value]) => value !== undefined);
    const text =
      kind === "json"
        ? JSON.stringify({ time, level, message: line, ...Object.fromEntries(told) })
        : [
            time,
            ...(level === "info" ? [] : [level]),
            line,
            ...told.map(([name, value]) => `${name}=${shown(value)}`),
          ].join(" ");
    write(`${oneLine(masked(text))}\n`);
  };
}

/** A value with spaces or quotes in it stands in quotes, so that it cannot look like another fact. */
const shown = (value: unknown): string =>
  typeof value === "string" && !/^[^\s"=]+$/.test(value) ? JSON.stringify(value) : String(value);

const unsafe = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/gu;
const oneLine = (text: string): string =>
  text.replace(unsafe, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);

const masked = (text: string): string =>
  text.replace(/\bbetween_[\w-]{8,}/g, "between_…").replace(/\bBearer\s+[^\s",\\]+/gi, "Bearer …");
