/**
 * CSV as RFC 4180 has it: comma, CRLF, quotes doubled, fields quoted where needed. NULL is an empty field and the empty
 * text is `""`, as PostgreSQL writes them, so that reading it back loses nothing. Text that looks like a formula stays as
 * it is: this is data, not a spreadsheet. No byte order mark.
 */
export function csvLine(values: readonly (string | null)[]): string {
  return `${values.map(csvField).join(",")}\r\n`;
}

function csvField(value: string | null): string {
  if (value === null) return "";
  return value === "" || /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
