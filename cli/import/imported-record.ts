import { createHash } from "node:crypto";
import { basename, extname } from "node:path";
import { fileURLToPath } from "node:url";
import { hashedText } from "../../notebook/cell-hash.ts";
import type { CellResults, Imported, ImportedResults } from "../../notebook/importers/imported.ts";
import { parse } from "../../notebook/parse.ts";
import { resolveParameters } from "../../notebook/parameters.ts";
import { runId, sessionId } from "../../protocol/ids.ts";
import type { CellView, RunRecord } from "../../protocol/messages.ts";
import { emptyRunView } from "../../protocol/run-view.ts";
import { appendText } from "../../protocol/text-output.ts";
import { encodeTable } from "./text-columns.ts";

/** As in the records of a server: a chart is drawn from more than a table shows. */
const TABLE_ROWS = 1000;
const CHART_ROWS = 10_000;

/** Where the results come from, as reports show it in the place of an engine. */
const engines = { zeppelin: "imported from Zeppelin", jupyter: "imported from Jupyter" } as const;

/**
 * The results of an imported notebook as the record of a run of it, its first. The run's id is made from their time, the
 * notebook's address and their content: importing the same again gives the same run. `changedAt`: of the original's file,
 * for what does not say when it was computed.
 */
export function importedRecord(
  { format, text }: Pick<Imported, "format" | "text">,
  results: ImportedResults,
  { uri, user, changedAt }: { uri: string; user: string; changedAt: number },
): RunRecord {
  const { meta, cells } = parse(text).notebook;
  const at = results.finishedAt ?? changedAt;
  const resolved = resolveParameters(
    // What has no value is no obstacle here: nothing is run.
    { ...meta, params: meta.params.filter((spec) => spec.default !== undefined) },
    {},
    [],
    new Date(at),
  );
  const params = "values" in resolved ? resolved.values : [];
  // Paragraphs may have been run on different days: the run is as long as all of them together.
  const began = at - results.cells.reduce((sum, { ms = 0 }) => sum + ms, 0);
  const tables: RunRecord["tables"] = [];
  const file = fileName(uri);
  const start = emptyRunView({
    run: runId(`${second(at)}-${fingerprint(uri, user, text, results)}`),
    session: sessionId("imported"),
    notebook: {
      uri,
      id: meta.id ?? file,
      title: meta.title ?? file,
      timezone: meta.timezone,
      lang: meta.lang ?? "en",
    },
    engine: engines[format],
    user,
    params: params.map(({ name, type, value }) => ({
      name,
      type,
      value: typeof value === "string" ? value : [...value],
    })),
    createdAt: began,
    cells: cells.map((cell) => ({
      kind: cell.kind,
      text: cell.kind === "markdown" ? cell.text : cell.code,
      line: cell.line,
      options: { ...cell.options },
      ...(cell.kind === "code" && { language: cell.language, hash: hashCell(cell.language, cell.code) }),
    })),
  });
  return {
    v: 1,
    view: {
      ...start,
      state: results.cells.some(({ state }) => state === "failed") ? "failed" : "done",
      startedAt: began,
      endedAt: at,
      notes: [{ code: `import.from-${format}`, args: {} }],
      values: Object.fromEntries(
        params.map(({ name, value }) => [name, typeof value === "string" ? value : value.join(", ")]),
      ),
      cells: start.cells.map((cell, i) => {
        const held = results.cells.find((one) => one.cell === i);
        return held ? filled(cell, held, tables) : cell;
      }),
    },
    tables,
  };
}

/** The cell with its results; their rows go to `tables`. */
function filled(cell: CellView, held: CellResults, tables: RunRecord["tables"]): CellView {
  const views: CellView["results"] = [];
  const last = held.outputs.findLast(({ kind }) => kind === "table");
  for (const output of held.outputs) {
    if (output.kind !== "table") continue;
    const main = output === last;
    const most = main && cell.options["chart"] !== undefined ? CHART_ROWS : TABLE_ROWS;
    const { schema, rows, arrow } = encodeTable(output, most);
    const result = tables.length;
    tables.push({ result, rows, arrow: Buffer.from(arrow).toString("base64") });
    const name = main ? cell.options["name"] : undefined;
    views.push({
      result,
      ...(typeof name === "string" && { name }),
      schema,
      main,
      rows: output.rows.length,
      bytes: arrow.byteLength,
      extent: output.more ? "more" : "all",
    });
  }
  return {
    ...cell,
    state: held.state,
    ...(held.startedAt !== undefined && { startedAt: held.startedAt }),
    ...(held.ms !== undefined && { ms: held.ms }),
    ...(held.state === "failed" && {
      error: { code: "import.failed", args: {}, ...(held.error !== undefined && { engineText: held.error }) },
    }),
    results: views,
    text_out: held.outputs.reduce<CellView["text_out"]>(
      (pieces, output) => (output.kind === "text" ? appendText(pieces, output) : pieces),
      [],
    ),
  };
}

/** As `hashCell` of the notebook room, which is for browsers too and so not synchronous. */
const hashCell = (language: string, code: string): string =>
  createHash("sha256").update(hashedText(language, code)).digest("hex");

const second = (at: number): string => new Date(at).toISOString().slice(0, 19).replaceAll(/[-:]/g, "");

const fingerprint = (...parts: unknown[]): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 8);

function fileName(uri: string): string {
  const path = fileURLToPath(uri);
  return basename(path, extname(path));
}
