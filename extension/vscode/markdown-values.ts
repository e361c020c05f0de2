import * as vscode from "vscode";
import { MARKDOWN_RENDERER_ID } from "../../protocol/renderer-messages.ts";
import type { MarkdownValues } from "../../protocol/renderer-messages.ts";
import type { Ground, Part, Runs } from "../parts.ts";
import { NOTEBOOK_TYPE } from "./document.ts";

/** Tells rendered Markdown cells the values of the `{{name}}` in them: of the runs that are shown, as reports do. */
export function makeMarkdownValues(ground: Ground, runs: Runs): Part {
  const messaging = vscode.notebooks.createRendererMessaging(MARKDOWN_RENDERER_ID);
  /** Editors whose text has such names, and what they were told last. */
  const told = new Map<vscode.NotebookEditor, string>();
  const tell = (editor: vscode.NotebookEditor) => {
    const message: MarkdownValues = { t: "values", values: runs.values(editor.notebook) };
    const text = JSON.stringify(message);
    if (told.get(editor) === text) return;
    told.set(editor, text);
    messaging.postMessage(message, editor).then(undefined, (thrown: unknown) => ground.log(String(thrown)));
  };
  return vscode.Disposable.from(
    messaging.onDidReceiveMessage(({ editor }) => {
      if (editor.notebook.notebookType !== NOTEBOOK_TYPE) return;
      // A webview that asks is a new one and knows nothing.
      told.delete(editor);
      tell(editor);
    }),
    runs.onChanged((notebook) => {
      for (const editor of told.keys()) if (editor.notebook === notebook) tell(editor);
    }),
    vscode.window.onDidChangeVisibleNotebookEditors((visible) => {
      for (const editor of told.keys()) if (!visible.includes(editor)) told.delete(editor);
      for (const editor of visible) if (told.has(editor)) tell(editor);
    }),
  );
}
