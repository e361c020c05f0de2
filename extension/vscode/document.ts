import * as vscode from "vscode";
import { check } from "../../notebook/check.ts";
import { explainPlainly, say } from "../../protocol/wording/say.ts";
import { BetweenError } from "../../protocol/errors.ts";
import { decodeText } from "../documents/decode-text.ts";
import type { CellLayout, DocumentCell, DocumentData, DocumentLayout } from "../documents/document.ts";
import { METADATA_KEY, documentText } from "../documents/document-text.ts";
import { newNotebook } from "../documents/new-notebook.ts";
import { readDocument } from "../documents/read-document.ts";
import { writeDocument } from "../documents/write-document.ts";
import type { Ground, Part } from "../parts.ts";

export const NOTEBOOK_TYPE = "between-nb";
/** Publisher, name and the walkthrough's id in the manifest. */
const WALKTHROUGH = "between-notebooks.between-notebooks#start";

/** The notebook type: files become documents and documents files, and nothing of a run ever goes into either. */
export function registerDocuments(ground: Ground): Part {
  const serializer: vscode.NotebookSerializer = {
    deserializeNotebook: (bytes) => notebookData(openBytes(bytes, ground)),
    serializeNotebook: (data) => new TextEncoder().encode(writeDocument(documentData(data)).text),
  };
  const parts = [
    vscode.workspace.registerNotebookSerializer(NOTEBOOK_TYPE, serializer, { transientOutputs: true }),
    vscode.workspace.onDidOpenNotebookDocument((notebook) => tellProblems(notebook, ground)),
  ];
  return {
    commands: {
      "between.newNotebook": async () => {
        const data = notebookData(newNotebook(ground.lang, ownTimezone()));
        const notebook = await vscode.workspace.openNotebookDocument(NOTEBOOK_TYPE, data);
        await vscode.window.showNotebookDocument(notebook);
      },
      "between.openWalkthrough": async () => {
        await vscode.commands.executeCommand("workbench.action.openWalkthrough", WALKTHROUGH, false);
      },
      "between.openAsText": async () => {
        const uri = vscode.window.activeNotebookEditor?.notebook.uri;
        if (!uri) throw new BetweenError("document.no-notebook");
        await vscode.commands.executeCommand("vscode.openWith", uri, "default");
      },
    },
    dispose: () => {
      for (const part of parts) part.dispose();
    },
  };
}

const ownTimezone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Throws, so that VS Code shows no notebook that would overwrite the file. */
function openBytes(bytes: Uint8Array, { lang, fail }: Ground): DocumentData {
  if (bytes.length === 0) return newNotebook(lang, ownTimezone());
  try {
    return readDocument(decodeText(bytes));
  } catch (thrown) {
    // VS Code itself says only that something unexpected happened.
    fail(thrown);
    const { message, hint = "" } = explainPlainly(lang, BetweenError.from(thrown).toWire());
    throw new Error(`${message} ${hint}`, { cause: thrown });
  }
}

function notebookData({ layout, cells }: DocumentData): vscode.NotebookData {
  const data = new vscode.NotebookData(
    cells.map((cell) => {
      const kind = cell.kind === "code" ? vscode.NotebookCellKind.Code : vscode.NotebookCellKind.Markup;
      const made = new vscode.NotebookCellData(kind, cell.value, cell.language);
      if (cell.layout) made.metadata = { [METADATA_KEY]: cell.layout };
      return made;
    }),
  );
  if (Object.keys(layout).length > 0) data.metadata = { [METADATA_KEY]: layout };
  return data;
}

function documentData(data: vscode.NotebookData): DocumentData {
  // SAFETY: only `notebookData` writes this key, and only with these shapes.
  const layout = (data.metadata?.[METADATA_KEY] ?? {}) as DocumentLayout;
  const cells = data.cells.map((cell): DocumentCell => {
    const own = cell.metadata?.[METADATA_KEY] as CellLayout | undefined; // SAFETY: as above.
    const kind = cell.kind === vscode.NotebookCellKind.Code ? "code" : "markdown";
    const value = cell.value.replaceAll("\r\n", "\n");
    return { kind, value, language: cell.languageId, ...(own && { layout: own }) };
  });
  return { layout, cells };
}

function tellProblems(notebook: vscode.NotebookDocument, { lang }: Ground): void {
  if (notebook.notebookType !== NOTEBOOK_TYPE || notebook.isUntitled) return;
  const errors = check(documentText(notebook).text).filter(({ severity }) => severity === "error");
  if (errors.length === 0) return;
  const file = notebook.uri.path.slice(notebook.uri.path.lastIndexOf("/") + 1);
  const show = say(lang, "document.show-problems");
  const asText = say(lang, "document.open-as-text");
  const told = say(lang, "document.has-problems", { file, count: errors.length });
  void vscode.window.showWarningMessage(told, show, asText).then(async (chosen) => {
    if (chosen === show) await vscode.commands.executeCommand("workbench.actions.view.problems");
    if (chosen === asText) await vscode.commands.executeCommand("vscode.openWith", notebook.uri, "default");
  });
}
