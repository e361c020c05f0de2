/** A statement that sets or asks a session variable: engines that are not Spark know no `SET` of Spark's, all know the Config call. */
export type SetStatement = { key: string; value?: string };

const blank = String.raw`(?:\s|--[^\n]*(?:\n|$)|/\*[^]*?\*/)*`;
const timeZone = new RegExp(`^${blank}set\\s+time\\s+zone\\s+(?:'([^']+)'|(local))${blank};?${blank}$`, "i");
const variable = new RegExp(`^${blank}set\\s+([\\w.\\-]+)${blank}(?:=([^]*?))?${blank};?${blank}$`, "i");

/** `undefined` for any other statement. */
export function setStatement(text: string): SetStatement | undefined {
  const zone = timeZone.exec(text);
  if (zone?.[1] !== undefined) return { key: "spark.sql.session.timeZone", value: zone[1] };
  const match = variable.exec(text);
  const key = match?.[1];
  if (key === undefined) return undefined;
  const value = match?.[2]?.trim();
  return { key, ...(value !== undefined && { value: unquoted(value) }) };
}

const unquoted = (value: string) => /^(['"])(.*)\1$/s.exec(value)?.[2] ?? value;
