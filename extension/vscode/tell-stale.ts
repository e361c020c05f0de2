import * as vscode from "vscode";
import { RENDERER_ID } from "../../protocol/renderer-messages.ts";
import type { StaleNotice } from "../../protocol/renderer-messages.ts";
import type { OpenNotebook } from "./open-notebook.ts";

/**
 * Tells outputs that they are stale, or fresh again. An output itself can only be changed by an execution, whose symbol would
 * flash for half a second with each edit as if the cell ran.
 */
export function tellStale(): vscode.Disposable & { tell(notebook: OpenNotebook): void } {
  const messaging = vscode.notebooks.createRendererMessaging(RENDERER_ID);
  return {
    tell({ notebook, runs }) {
      for (const cell of notebook.getCells()) {
        if (!runs.shown(cell)) continue;
        const stale = runs.stale.get(cell);
        const message: StaleNotice = { t: "stale", output: runs.idOf(cell), ...(stale && { stale }) };
        void messaging.postMessage(message);
      }
    },
    dispose: () => undefined,
  };
}
