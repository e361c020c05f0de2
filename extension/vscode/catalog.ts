import * as vscode from "vscode";
import { BetweenError } from "../../protocol/errors.ts";
import type { NamedTable } from "../../protocol/messages.ts";
import { cellTexts } from "../language/cell-texts.ts";
import type { AnalysedProblem } from "../language/findings.ts";
import { keepTables } from "../language/kept-tables.ts";
import type { KeptTables } from "../language/kept-tables.ts";
import { cellName, frontMeta, isFront } from "../language/knowledge.ts";
import type { Knowledge, KnownTable } from "../language/knowledge.ts";
import { mergeTables } from "../language/merge-tables.ts";
import type { NamedCell, ShownColumns } from "../language/merge-tables.ts";
import type { Catalog, Ground, ParameterValues, Part, Runs, Servers, ShownCell } from "../parts.ts";
import { analyse, stillMeant } from "./analyse.ts";
import type { HeldProblem } from "./analyse.ts";
import { NOTEBOOK_TYPE } from "./document.ts";

/** Where the last analyses are kept. */
const STATE_KEY = "between.catalog";
/** From the last key that was pressed until the server is asked. */
const TYPING_MS = 400;

export type NotebookCatalog = Catalog & {
  /** All that completion and the rest know of a notebook now. */
  knowledge(notebook: vscode.NotebookDocument): Knowledge;
  /** What the last analysis found wrong in cells that were not edited since. */
  problems(notebook: vscode.NotebookDocument): readonly AnalysedProblem[];
};

type State = {
  tables: readonly NamedTable[] | undefined;
  problems: readonly HeldProblem[];
  /** What the runs showed last: an ended cell or another session changes it. */
  shown: string;
  timer?: NodeJS.Timeout;
  asking?: AbortController;
};

/** The columns of all that a notebook names. It asks only a session that is there: nothing starts because somebody types. */
export function makeCatalog(
  context: vscode.ExtensionContext,
  ground: Ground,
  servers: Servers,
  runs: Runs,
  parameters: ParameterValues,
): Part<NotebookCatalog> {
  const changed = new vscode.EventEmitter<vscode.NotebookDocument>();
  const states = new Map<vscode.NotebookDocument, State>();
  const stateOf = (notebook: vscode.NotebookDocument): State => {
    const known = states.get(notebook);
    if (known) return known;
    const made: State = { tables: undefined, problems: [], shown: "" };
    states.set(notebook, made);
    return made;
  };
  const kept = () => context.workspaceState.get<KeptTables>(STATE_KEY, {});

  /** Everything that is named, by its place in the document. */
  const known = (notebook: vscode.NotebookDocument): KnownTable[] => {
    const cells = cellTexts(notebook);
    const shown = new Map(runs.shown(notebook).map((each) => [each.cell.index, shownColumns(each)]));
    const named = cells.flatMap((text, cell): NamedCell[] => {
      const name = cellName(text)?.name;
      const columns = shown.get(cell);
      return name === undefined ? [] : [{ name, cell, ...(columns && { shown: columns }) }];
    });
    const analysed = stateOf(notebook).tables ?? kept()[notebook.uri.toString()]?.tables ?? [];
    return mergeTables(frontMeta(cells).sources, named, analysed);
  };

  const refresh = async (notebook: vscode.NotebookDocument, signal?: AbortSignal): Promise<void> => {
    const state = stateOf(notebook);
    clearTimeout(state.timer);
    state.asking?.abort(new BetweenError("wire.cancelled"));
    const session = runs.session(notebook);
    if (!session) return changed.fire(notebook);
    const asking = new AbortController();
    state.asking = asking;
    const stop = signal ? AbortSignal.any([signal, asking.signal]) : asking.signal;
    try {
      const client = servers.clientNow(session.server);
      const found = client && (await analyse(client, session, notebook, parameters.of(notebook), stop));
      if (found && !stop.aborted) {
        state.tables = found.tables;
        state.problems = found.problems;
        const next = keepTables(kept(), notebook.uri.toString(), found.tables, Date.now());
        if (!notebook.isUntitled) await context.workspaceState.update(STATE_KEY, next);
      }
    } finally {
      if (state.asking === asking) delete state.asking;
    }
    changed.fire(notebook);
  };

  /** Soon, once for all that happens until then. What fails is only logged: nobody asked for it. */
  const soon = (notebook: vscode.NotebookDocument) => {
    const state = stateOf(notebook);
    clearTimeout(state.timer);
    state.asking?.abort(new BetweenError("wire.cancelled"));
    state.timer = setTimeout(() => {
      refresh(notebook).catch((thrown: unknown) => {
        const error = BetweenError.from(thrown);
        if (error.code !== "wire.cancelled") ground.log(`analysis of ${notebook.uri.path}: ${error.message}`);
      });
    }, TYPING_MS);
  };

  const checksWhileTyping = (notebook: vscode.NotebookDocument): boolean =>
    vscode.workspace.getConfiguration("between", notebook.uri).get("checkWhileTyping", true);

  const listeners = [
    vscode.workspace.onDidChangeNotebookDocument(({ notebook, cellChanges, contentChanges }) => {
      if (notebook.notebookType !== NOTEBOOK_TYPE) return;
      const edited = contentChanges.length > 0 || cellChanges.some(({ document }) => document !== undefined);
      if (edited && runs.session(notebook) && checksWhileTyping(notebook)) soon(notebook);
    }),
    runs.onChanged((notebook) => {
      const state = stateOf(notebook);
      const shown = shownKey(runs, notebook);
      if (state.shown === shown) return;
      state.shown = shown;
      if (runs.session(notebook)) soon(notebook);
      changed.fire(notebook);
    }),
    parameters.onChanged((notebook) => {
      if (runs.session(notebook) && checksWhileTyping(notebook)) soon(notebook);
    }),
    vscode.workspace.onDidCloseNotebookDocument((notebook) => {
      const state = states.get(notebook);
      clearTimeout(state?.timer);
      state?.asking?.abort(new BetweenError("wire.cancelled"));
      states.delete(notebook);
    }),
  ];

  return {
    tables(notebook) {
      const front = cellTexts(notebook).findIndex(isFront);
      return known(notebook)
        .filter(({ columns }) => columns.length > 0)
        .map(({ name, of, cell, columns }) => {
          const ordinal = cell !== undefined && front !== -1 && front < cell ? cell - 1 : cell;
          return { name, of, ...(ordinal !== undefined && { cell: ordinal }), columns: [...columns] };
        });
    },
    refresh,
    knowledge(notebook) {
      const shown = runs.shown(notebook).map((each) => [each.cell.index, shownColumns(each)] as const);
      const results = new Map(shown);
      return {
        lang: ground.lang,
        cells: cellTexts(notebook),
        tables: known(notebook),
        results: notebook.getCells().map(({ index }) => results.get(index)),
        values: parameters.of(notebook),
        engines: [...new Set(servers.list().flatMap(({ engines }) => engines.map(({ name }) => name)))],
      };
    },
    problems(notebook) {
      if (!runs.session(notebook) || !checksWhileTyping(notebook)) return [];
      return stillMeant(stateOf(notebook).problems);
    },
    onChanged: changed.event,
    dispose: () => {
      for (const { timer, asking } of states.values()) {
        clearTimeout(timer);
        asking?.abort(new BetweenError("wire.cancelled"));
      }
      vscode.Disposable.from(changed, ...listeners).dispose();
    },
  };
}

function shownColumns({ ran, output }: ShownCell): ShownColumns | undefined {
  const result = ran.results.findLast(({ main }) => main) ?? ran.results.at(-1);
  if (!result) return undefined;
  const rows = result.extent === "all" ? result.rows : undefined;
  return { columns: result.schema, stale: output.stale?.why === "code", ...(rows !== undefined && { rows }) };
}

/** Changes when a cell has ended or another session is there, not with each row that comes. */
function shownKey(runs: Runs, notebook: vscode.NotebookDocument): string {
  const cells = runs.shown(notebook).filter(({ ran }) => ran.state !== "running" && ran.state !== "queued");
  const keys = cells.map(
    ({ cell, view, at, ran, output }) => `${cell.index} ${view.run} ${at} ${ran.state} ${output.stale?.why}`,
  );
  return [runs.session(notebook)?.session, ...keys].join("\n");
}
