import * as vscode from "vscode";
import { BetweenError } from "../../protocol/errors.ts";
import { explainPlainly, say } from "../../protocol/wording/say.ts";
import { features, rangeIn, rangeOf } from "./language-ground.ts";
import type { CellPlace, LanguageGround } from "./language-ground.ts";

type NameProvider = vscode.DefinitionProvider & vscode.ReferenceProvider & vscode.RenameProvider;

/** Names of cells, sources and parameters: where they are made, where they are used, and changing them everywhere. */
export function nameProvider(shared: LanguageGround): NameProvider {
  const uriOf = ({ notebook }: CellPlace, cell: number) => notebook.cellAt(cell).document.uri;
  return {
    async provideDefinition(document, position) {
      const { definition } = await features();
      const place = shared.placeAt(document, position);
      const found = place && definition(place.know, place.cell, place.offset);
      return found && new vscode.Location(uriOf(place, found.cell), rangeIn(place, found));
    },

    async provideReferences(document, position) {
      const { namedAt, placesOf } = await features();
      const place = shared.placeAt(document, position);
      const named = place && namedAt(place.know, place.cell, place.offset);
      if (!named) return [];
      return placesOf(place.know, named).map(
        (each) => new vscode.Location(uriOf(place, each.cell), rangeIn(place, each)),
      );
    },

    async prepareRename(document, position) {
      const { namedAt } = await features();
      const place = shared.placeAt(document, position);
      const named = place && namedAt(place.know, place.cell, place.offset);
      // VS Code shows the message of what is thrown here beside the cursor.
      if (!named) throw new Error(say(shared.lang, "language.cannot-rename"));
      const text = place.know.cells[place.cell]?.value ?? "";
      return { range: rangeOf(text, named.at), placeholder: named.name };
    },

    async provideRenameEdits(document, position, newName) {
      const { namedAt, rename } = await features();
      const place = shared.placeAt(document, position);
      const named = place && namedAt(place.know, place.cell, place.offset);
      if (!named) return undefined;
      const edit = new vscode.WorkspaceEdit();
      try {
        for (const each of rename(place.know, named, newName)) {
          edit.replace(uriOf(place, each.cell), rangeIn(place, each), each.text);
        }
      } catch (thrown) {
        const { message, hint = "" } = explainPlainly(shared.lang, BetweenError.from(thrown).toWire());
        throw new Error(`${message} ${hint}`.trim(), { cause: thrown });
      }
      return edit;
    },
  };
}
