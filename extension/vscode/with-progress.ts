import * as vscode from "vscode";
import { untilCancelled } from "./until-cancelled.ts";

/** Works with a notification by which the user can cancel: then `wire.cancelled`. */
export async function withProgress<T>(title: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const location = vscode.ProgressLocation.Notification;
  return await vscode.window.withProgress({ location, title, cancellable: true }, (_, token) =>
    untilCancelled(token, work),
  );
}
