import * as vscode from "vscode";
import { RENDERER_ID } from "../../protocol/renderer-messages.ts";
import type { StaleNotice } from "../../protocol/renderer-messages.ts";
import type { OpenNotebook } from "./open-notebook.ts";

/**
 * Tells outputs that they are stale, or fresh again. An output itself can only be changed by an execution, whose symbol would
 * flash for half a second with each edit as if the cell ran.
 */
export function tellStale(): { tell(notebook: OpenNotebook): void; tellAll(notebook: OpenNotebook): void } {
  const told = new WeakMap<vscode.NotebookCell, string>();
  const messaging = vscode.notebooks.createRendererMessaging(RENDERER_ID);
  const tell = ({ notebook, runs }: OpenNotebook, again: boolean) => {
    for (const cell of notebook.getCells()) {
      if (!runs.shown(cell)) continue;
      const stale = runs.stale.get(cell);
      const notice: StaleNotice = { t: "stale", output: runs.idOf(cell), ...(stale && { stale }) };
      const text = JSON.stringify(notice);
      if (!again && (told.get(cell) === text || (!stale && !told.has(cell)))) continue;
      told.set(cell, text);
      void messaging.postMessage(notice);
    }
  };
  return {
    tell: (notebook) => tell(notebook, false),
    // A notebook that comes on screen has a webview of its own, which knows nothing yet.
    tellAll: (notebook) => tell(notebook, true),
  };
}
