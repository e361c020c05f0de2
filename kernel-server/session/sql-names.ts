/** A name in backticks, as Spark and Sail read it whatever it holds. */
export const quoteName = (name: string): string => `\`${name.replaceAll("`", "``")}\``;

/** A string literal: both engines read backslashes as escapes, and two neighbouring literals as one. */
export const quoteText = (text: string): string => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
