/** Readers of JSON from elsewhere: what is not of the expected kind counts as absent, whatever it is. */

export type Loose = Readonly<Record<string, unknown>>;

export function asRecord(value: unknown): Loose {
  return isRecord(value) ? value : {};
}

export const isRecord = (value: unknown): value is Loose =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const asText = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

export const asNumber = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isFinite(value) ? value : undefined;

/** Flags are written as booleans and as texts. */
export const isTrue = (value: unknown): boolean => value === true || value === "true";

/** A value of a form: text, a number or a flag, as people would write it. */
export function asWord(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

/** What only its own object has: JSON may name a key `constructor`. */
export const own = (record: Loose, key: string): unknown => (Object.hasOwn(record, key) ? record[key] : undefined);

/** Text with "\n" as its only line end and without halves of surrogate pairs, which no file can hold. */
export const cleanText = (text: string): string =>
  text
    .replace(/\r\n?/g, "\n")
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd");

/** One line without control characters and those that turn the direction of the text around them, for titles and names. */
export const cleanLine = (text: string): string =>
  cleanText(text)
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, "")
    .replace(/[\p{Cc}\u2028\u2029\s]+/gu, " ")
    .trim();
