import type { NotebookCell, NotebookDocument } from "vscode";
import type { Client } from "../../protocol/client.ts";
import type { NamedTable } from "../../protocol/messages.ts";
import { documentText } from "../documents/document-text.ts";
import { cellText } from "../language/cell-texts.ts";
import type { AnalysedProblem } from "../language/findings.ts";
import { isFront } from "../language/knowledge.ts";
import type { NotebookSession } from "../parts.ts";

/** A problem with the cell that it is in, as it was when the engine was asked. */
export type HeldProblem = AnalysedProblem & { of: NotebookCell | undefined; version: number };

/** Asks the session what a notebook's names hold and what is wrong with its queries. Throws BetweenError. */
export async function analyse(
  client: Client,
  { session }: NotebookSession,
  notebook: NotebookDocument,
  params: Readonly<Record<string, string | string[]>>,
  signal: AbortSignal,
): Promise<{ tables: readonly NamedTable[]; problems: readonly HeldProblem[] }> {
  const { text, ordinals } = documentText(notebook);
  const cells = notebook.getCells().map((cell) => ({ cell, version: cell.document.version }));
  const front = cells.find(({ cell }) => isFront(cellText(cell.document)));
  const { tables, problems } = await client.ask({ t: "analyze", session, text, params: { ...params } }, signal);
  return {
    tables,
    problems: problems.map(({ cell, source, error }) => {
      const of = cell === undefined ? front : cells[ordinals.indexOf(cell)];
      return { ...(source !== undefined && { source }), error, of: of?.cell, version: of?.version ?? -1 };
    }),
  };
}

/** The problems of cells that are there and were not edited since, by the cells' places now. */
export const stillMeant = (held: readonly HeldProblem[]): AnalysedProblem[] =>
  held.flatMap(({ of, version, source, error }): AnalysedProblem[] => {
    if (!of || of.index < 0 || of.document.version !== version) return [];
    return [source === undefined ? { cell: of.index, error } : { source, error }];
  });
