import * as vscode from "vscode";
import { FRONT_LANGUAGE } from "../documents/document.ts";
import type { Ground, Part } from "../parts.ts";
import type { NotebookCatalog } from "./catalog.ts";
import { completionProvider } from "./completion.ts";
import { makeDiagnostics } from "./diagnostics.ts";
import { NOTEBOOK_TYPE } from "./document.ts";
import { hoverProvider } from "./hover.ts";
import { languageGround } from "./language-ground.ts";
import { nameProvider } from "./names.ts";
import { signatureProvider } from "./signature.ts";

const on = (...languages: string[]): vscode.DocumentSelector =>
  languages.map((language) => ({ notebookType: NOTEBOOK_TYPE, language }));

/** Completion, hovers, signatures, names and checks in the cells of our notebooks. The code of Python is left to its own server. */
export function makeLanguage(ground: Ground, catalog: NotebookCatalog): Part {
  const shared = languageGround(ground, catalog);
  const completion = completionProvider(shared);
  const names = nameProvider(shared);
  const diagnostics = makeDiagnostics(ground, catalog);
  const all = on("sql", FRONT_LANGUAGE, "markdown", "python", "scala", "vega-lite");
  const { languages } = vscode;
  const parts = [
    languages.registerCompletionItemProvider(on("sql"), completion, ".", ":", "`", "|", "{", " "),
    languages.registerCompletionItemProvider(on(FRONT_LANGUAGE), completion, "{", "/", " "),
    languages.registerCompletionItemProvider(on("markdown", "python", "scala", "vega-lite"), completion, "|", "{"),
    languages.registerHoverProvider(all, hoverProvider(shared)),
    languages.registerSignatureHelpProvider(on("sql"), signatureProvider(shared), "(", ","),
    languages.registerDefinitionProvider(all, names),
    languages.registerReferenceProvider(all, names),
    languages.registerRenameProvider(on("sql", FRONT_LANGUAGE, "markdown"), names),
    languages.registerCodeActionsProvider(all, diagnostics.actions, {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
    diagnostics,
  ];
  return vscode.Disposable.from(...parts);
}
