import * as vscode from "vscode";
import { isFront, isInOptions } from "../language/knowledge.ts";
import type { Suggestion, SuggestionKind, Suggestions } from "../language/suggestion.ts";
import { completePath } from "./complete-path.ts";
import { features, rangeOf } from "./language-ground.ts";
import type { CellPlace, LanguageGround } from "./language-ground.ts";

const { CompletionItemKind: Kind } = vscode;
const kinds: Readonly<Record<SuggestionKind, vscode.CompletionItemKind>> = {
  table: Kind.Struct,
  cell: Kind.Variable,
  column: Kind.Field,
  field: Kind.Property,
  parameter: Kind.Constant,
  function: Kind.Function,
  keyword: Kind.Keyword,
  snippet: Kind.Snippet,
  type: Kind.TypeParameter,
  key: Kind.Property,
  value: Kind.Value,
  file: Kind.File,
  folder: Kind.Folder,
};

const follows: Readonly<Record<NonNullable<Suggestion["then"]>, vscode.Command>> = {
  suggest: { command: "editor.action.triggerSuggest", title: "" },
  signature: { command: "editor.action.triggerParameterHints", title: "" },
};

type Range = { inserting: vscode.Range; replacing: vscode.Range };

export function completionProvider(shared: LanguageGround): vscode.CompletionItemProvider {
  /** Documentation is sent for the item that is looked at, not for all three hundred. */
  const documented = new WeakMap<vscode.CompletionItem, () => string>();
  const itemOf = (suggestion: Suggestion, range: Range): vscode.CompletionItem => {
    const { label, detail, from, kind, insert, snippet, documentation, filter, rank, then } = suggestion;
    const shown = {
      label,
      ...(detail !== undefined && { detail: detail.startsWith("(") ? detail : `  ${detail}` }),
      ...(from !== undefined && { description: from }),
    };
    const item = new vscode.CompletionItem(shown, kinds[kind]);
    item.insertText = snippet ? new vscode.SnippetString(insert) : insert;
    item.range = range;
    item.sortText = Math.round(rank * 1000)
      .toString()
      .padStart(8, "0");
    item.filterText = filter ?? label;
    if (then) item.command = follows[then];
    if (documentation) documented.set(item, documentation);
    return item;
  };

  return {
    async provideCompletionItems(document, position, token, { triggerCharacter }) {
      const { complete } = await features();
      const place = token.isCancellationRequested ? undefined : shared.placeAt(document, position);
      if (!place) return undefined;
      const found = (await completePath(place)) ?? complete(place.know, place.cell, place.offset);
      if (!found || (triggerCharacter === " " && !isForSpace(place, found))) return undefined;
      const text = place.know.cells[place.cell]?.value ?? "";
      const inserting = rangeOf(text, { start: found.range.start, end: place.offset });
      const range = { inserting, replacing: rangeOf(text, found.range) };
      return found.items.map((item) => itemOf(item, range));
    },
    resolveCompletionItem(item) {
      const documentation = documented.get(item)?.();
      if (documentation) item.documentation = new vscode.MarkdownString(documentation);
      return item;
    },
  };
}

/** A space opens the list only where few things fit: behind FROM, and in YAML. Elsewhere it would be in the way. */
function isForSpace({ know, cell, offset }: CellPlace, { items }: Suggestions): boolean {
  const text = know.cells[cell];
  if (!text || isFront(text) || isInOptions(text, offset)) return true;
  return items.every(({ kind }) => kind === "table" || kind === "cell");
}
