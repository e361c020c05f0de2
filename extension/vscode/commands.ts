import * as vscode from "vscode";
import type { Commands, Ground } from "../parts.ts";

/** Registers what the parts offer. What a command throws is told to the person who called it. */
export function registerCommands(ground: Ground, parts: readonly { commands?: Commands }[]): vscode.Disposable {
  const registered = parts.flatMap(({ commands = {} }) =>
    Object.entries(commands).map(([id, run]) =>
      vscode.commands.registerCommand(id, async (...args: unknown[]) => {
        try {
          return await run(...args);
        } catch (thrown) {
          ground.fail(thrown);
          return undefined;
        }
      }),
    ),
  );
  return vscode.Disposable.from(...registered);
}
