import * as vscode from "vscode";
import { features } from "./language-ground.ts";
import type { LanguageGround } from "./language-ground.ts";

export const signatureProvider = (shared: LanguageGround): vscode.SignatureHelpProvider => ({
  async provideSignatureHelp(document, position) {
    const { signature } = await features();
    const place = shared.placeAt(document, position);
    const found = place && signature(place.know, place.cell, place.offset);
    if (!found) return undefined;
    const { call, parameter, documentation } = found;
    const information = new vscode.SignatureInformation(call.signature, new vscode.MarkdownString(documentation));
    let at = call.name.length + 1;
    information.parameters = call.parameters.map((name) => {
      const start = at;
      at += name.length + 2;
      return new vscode.ParameterInformation([start, start + name.length]);
    });
    const help = new vscode.SignatureHelp();
    help.signatures = [information];
    help.activeParameter = parameter;
    return help;
  },
});
