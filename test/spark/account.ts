import type { WireError } from "../../protocol/errors.ts";
import type { RunView } from "../../protocol/messages.ts";
import type { ServiceDesk } from "../../kernel-server/session/test-desk.ts";

/** What stands for the folders of a test in its account. */
export type Folders = { folder: string; results: string };

/** What came of a run, a line for each thing: columns, rows, notes, checks, what was saved, errors with their places. */
export async function accountOf(desk: ServiceDesk, view: RunView, folders: Folders): Promise<string[]> {
  const lines: string[] = [];
  for (const cell of view.cells.filter(({ kind }) => kind === "code")) {
    for (const result of cell.results) {
      lines.push(result.schema.map(({ name, type }) => `${name} ${type}`).join(", "));
      const rows = await desk.rows(view.run, result.result, { rows: 100 });
      lines.push(...rows.map((row) => `  ${row.join(" | ")}`));
      if (result.extent === "more") lines.push("  and more");
    }
    for (const { code, args } of cell.notes) if (code !== "spark.metrics") lines.push(`note ${code}${argsText(args)}`);
    for (const { level, code, args } of cell.checks) lines.push(`${level} ${code}${argsText(args)}`);
    for (const { format, rows, replaced } of cell.saved)
      lines.push(`saved ${rows} rows as ${format}${replaced === "" ? "" : `, replaced ${replaced}`}`);
    if (cell.error) lines.push(errorLine(cell.error));
    else if (cell.state !== "done") lines.push(cell.state ?? "");
  }
  if (view.error) lines.push(errorLine(view.error));
  for (const { code, args } of view.notes) if (!code.startsWith("engine.")) lines.push(`note ${code}${argsText(args)}`);
  return lines.map((line) =>
    line
      .replaceAll(folders.results, "{results}")
      .replaceAll(folders.folder, "{folder}")
      .replaceAll(/0\.\d{8,}/g, "0.…")
      .replaceAll(/time=\d\d:\d\d/g, "time=…"),
  );
}

export function errorLine({ code, args, at }: WireError): string {
  const place = at ? ` at ${at.line}:${at.column}${at.endColumn === undefined ? "" : `-${at.endColumn}`}` : "";
  return `error ${code}${place}${argsText(args)}`;
}

const argsText = (args: Readonly<Record<string, string | number>>) =>
  Object.entries(args)
    .map(([key, value]) => ` ${key}=${value}`)
    .join("");
