import * as vscode from "vscode";
import { BetweenError } from "../../protocol/errors.ts";
import type { RunRecord } from "../../protocol/messages.ts";
import { say } from "../../protocol/wording/say.ts";
import type { Code } from "../../protocol/errors.ts";
import { documentText } from "../documents/document-text.ts";
import type { Ground, Kernels, Part, Runs, Servers } from "../parts.ts";
import { composeRecord } from "../reports/compose-record.ts";
import type { Composed, NeededTable, ShownAt } from "../reports/compose-record.ts";
import { missingResults } from "../reports/missing-results.ts";
import { NOTEBOOK_TYPE } from "./document.ts";
import { untilCancelled } from "./until-cancelled.ts";

/** As many rows as a record keeps of a table and of what a chart is drawn from. */
const TABLE_ROWS = 1000;
const CHART_ROWS = 10_000;

/** "Export HTML Report…": one file of what is shown. Runs nothing unless the user says so. */
export function registerReports(ground: Ground, servers: Servers, kernels: Kernels, runs: Runs): Part {
  const words = (code: Code, args = {}) => say(ground.lang, code, args);

  const exportReport = async (): Promise<void> => {
    const notebook = vscode.window.activeNotebookEditor?.notebook;
    if (notebook?.notebookType !== NOTEBOOK_TYPE) throw new BetweenError("document.no-notebook");
    if (!(await ready(notebook))) return;
    const name = notebook.uri.path.replace(/\.between-nb$/, "").replace(/.*\//, "");
    const folder = notebook.isUntitled
      ? vscode.workspace.workspaceFolders?.[0]?.uri
      : vscode.Uri.joinPath(notebook.uri, "..");
    const file = await vscode.window.showSaveDialog({
      ...(folder && { defaultUri: vscode.Uri.joinPath(folder, `${name}.html`) }),
      filters: { HTML: ["html"] },
      title: words("document.report-title"),
    });
    if (!file) return;
    const title = words("document.report-making", { file: name });
    await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      (_, token) =>
        untilCancelled(token, async (signal) => {
          const html = await makeHtml(notebook, signal);
          await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(html));
        }),
    );
    const open = words("document.report-open");
    const written = words("document.report-written", { file: vscode.workspace.asRelativePath(file) });
    if ((await vscode.window.showInformationMessage(written, open)) === open) await vscode.env.openExternal(file);
  };

  /** Whether what is shown is what the user wants in the report, after a run if they chose one. */
  const ready = async (notebook: vscode.NotebookDocument): Promise<boolean> => {
    const { missing, of } = missingResults(documentText(notebook).text, freshOf(notebook));
    if (missing === 0 && of > 0) return true;
    const runFirst = words("document.report-run-first");
    const asShown = words("document.report-as-shown");
    const nothing = runs.shown(notebook).length === 0;
    const message = words(nothing ? "document.report-nothing" : "document.report-incomplete", { missing, of });
    const choices = nothing ? (of > 0 ? [runFirst] : []) : [runFirst, asShown];
    const chosen = await vscode.window.showWarningMessage(message, { modal: true }, ...choices);
    if (chosen !== runFirst) return chosen === asShown;
    await runAll(notebook);
    return runs.shown(notebook).length > 0;
  };

  const runAll = async (notebook: vscode.NotebookDocument): Promise<void> => {
    const kernel = kernels.of(notebook);
    if (!kernel) throw new BetweenError("document.report-no-kernel");
    const cells = notebook.getCells().filter(({ kind }) => kind === vscode.NotebookCellKind.Code);
    await runs.execute(cells, notebook, kernel);
    while (runs.busy(notebook)) {
      await new Promise<void>((resolve) => {
        const listener = runs.onChanged(() => (listener.dispose(), resolve()));
      });
    }
  };

  const freshOf = (notebook: vscode.NotebookDocument): ReadonlySet<number> =>
    new Set(shownAt(notebook, runs).flatMap(({ ordinal, output }) => (output.stale ? [] : [ordinal])));

  const makeHtml = async (notebook: vscode.NotebookDocument, signal: AbortSignal): Promise<string> => {
    const composed = composeRecord(documentText(notebook).text, shownAt(notebook, runs));
    const record = await withRows(notebook, composed, signal);
    const { makeReport } = await import("../../renderers/report/make-report.ts");
    return makeReport(record, { stale: composed.stale });
  };

  /** Rows from the server where it is, else those that the outputs hold. */
  const withRows = async (notebook: vscode.NotebookDocument, { view, tables }: Composed, signal: AbortSignal) => {
    const server = runs.session(notebook)?.server ?? kernels.of(notebook)?.server;
    const client = server === undefined ? undefined : servers.clientNow(server);
    const [{ readRows }, { decodePage }] = await Promise.all([
      import("../../protocol/read-rows.ts"),
      import("../../protocol/values/page.ts"),
    ]);
    const read = async ({ result, from, charted, page }: NeededTable): Promise<RunRecord["tables"]> => {
      const rows = charted ? CHART_ROWS : TABLE_ROWS;
      try {
        if (client) {
          const { ipc } = await readRows(client, { ...from, from: 0, rows }, signal);
          return [{ result, rows: decodePage(ipc).rows, arrow: Buffer.from(ipc).toString("base64") }];
        }
      } catch (thrown) {
        if (signal.aborted) throw thrown;
        ground.log(`rows of ${from.run} for a report: ${String(thrown)}`);
      }
      return page ? [{ result, ...page }] : [];
    };
    return { v: 1 as const, view, tables: (await Promise.all(tables.map(read))).flat() };
  };

  return { commands: { "between.exportReport": exportReport }, dispose: () => undefined };
}

function shownAt(notebook: vscode.NotebookDocument, runs: Runs): ShownAt[] {
  const { ordinals } = documentText(notebook);
  return runs.shown(notebook).flatMap(({ cell, view, ran, output }) => {
    const ordinal = ordinals[cell.index];
    return ordinal === undefined ? [] : [{ ordinal, view, ran, output }];
  });
}
