import type { ExtensionContext } from "vscode";
import { beginWording } from "#catalogues";
import { ownLanguage } from "./vscode/ground.ts";
import { makeParts } from "./vscode/make-parts.ts";

let keep: (() => Promise<void>) | undefined;

/** Called when a notebook is opened, a view of ours is shown or a command of ours is called, and never before. */
export async function activate(context: ExtensionContext): Promise<void> {
  await beginWording(ownLanguage());
  const made = makeParts(context);
  context.subscriptions.push(...made.parts);
  keep = made.keep;
}

/** VS Code waits for a few seconds: what is on screen goes into the editor's own store. */
export const deactivate = (): Promise<void> | undefined => keep?.();
