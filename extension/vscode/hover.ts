import * as vscode from "vscode";
import { features, rangeOf } from "./language-ground.ts";
import type { LanguageGround } from "./language-ground.ts";

export const hoverProvider = (shared: LanguageGround): vscode.HoverProvider => ({
  async provideHover(document, position) {
    const { hover } = await features();
    const place = shared.placeAt(document, position);
    const found = place && hover(place.know, place.cell, place.offset);
    if (!found) return undefined;
    const text = place.know.cells[place.cell]?.value ?? "";
    return new vscode.Hover(new vscode.MarkdownString(found.markdown), rangeOf(text, found.range));
  },
});
