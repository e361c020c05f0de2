import * as vscode from "vscode";
import { parse } from "../../notebook/parse.ts";
import { say } from "../../protocol/wording/say.ts";
import { dataTree, sqlName } from "../data/data-tree.ts";
import type { TableEntry } from "../data/data-tree.ts";
import { documentText } from "../documents/document-text.ts";
import type { Catalog, Ground, Part } from "../parts.ts";
import { NOTEBOOK_TYPE } from "./document.ts";

type Node = { t: "table"; table: TableEntry } | { t: "column"; name: string; type: string };

const PREVIEW_ROWS = 100;

/** The Data view: sources and named results of the notebook that is open, with their columns and types. */
export function registerDataView(ground: Ground, catalog: Catalog): Part {
  const changed = new vscode.EventEmitter<undefined>();
  let shown: vscode.NotebookDocument | undefined = activeNotebook();
  const follow = () => {
    // The view keeps what it shows while a dialog or another view has the focus.
    shown = activeNotebook() ?? (shown?.isClosed ? undefined : shown);
    update();
  };
  const tables = (): TableEntry[] =>
    shown ? dataTree(parse(documentText(shown).text).notebook, catalog.tables(shown), ground.lang) : [];
  let drawn: string | undefined;
  /** A row that is drawn anew while it is clicked loses the click, so that only another tree is drawn. */
  const update = () => {
    const now = view.visible ? JSON.stringify(tables()) : undefined;
    if (now === undefined || now !== drawn) changed.fire(undefined);
    drawn = now;
  };

  const provider: vscode.TreeDataProvider<Node> = {
    onDidChangeTreeData: changed.event,
    getChildren: (node) => {
      if (node?.t === "column") return [];
      if (node) return (node.table.columns ?? []).map(({ name, type }) => ({ t: "column", name, type }));
      return tables().map((table) => ({ t: "table", table }));
    },
    getTreeItem: (node) => (node.t === "table" ? tableItem(node.table) : columnItem(node)),
  };

  const tableItem = ({ name, of, description, columns }: TableEntry): vscode.TreeItem => {
    const state = columns ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.None;
    const item = new vscode.TreeItem(name, state);
    item.id = `${of}:${name}`;
    item.description = description;
    item.iconPath = new vscode.ThemeIcon(of === "source" ? "database" : "symbol-variable");
    item.contextValue = "table";
    item.tooltip = columns
      ? `${name}\n${description}`
      : `${name}\n${description}\n${say(ground.lang, "data.columns-unknown")}`;
    const kind = say(ground.lang, of === "source" ? "data.source" : "data.result");
    item.accessibilityInformation = { label: `${kind} ${name}, ${description}` };
    return item;
  };

  const columnItem = ({ name, type }: Extract<Node, { t: "column" }>): vscode.TreeItem => {
    const item = new vscode.TreeItem(name);
    item.description = type;
    item.tooltip = `${name} ${type}`;
    item.iconPath = new vscode.ThemeIcon("symbol-field");
    item.contextValue = "column";
    item.accessibilityInformation = { label: say(ground.lang, "data.column", { name, type }) };
    return item;
  };

  const view = vscode.window.createTreeView("between.data", { treeDataProvider: provider });
  const parts = [
    changed,
    view,
    catalog.onChanged(update),
    vscode.window.onDidChangeActiveNotebookEditor(follow),
    vscode.workspace.onDidCloseNotebookDocument(follow),
    vscode.workspace.onDidChangeNotebookDocument(({ notebook }) => {
      if (notebook === shown) update();
    }),
  ];

  const chosen = (node: unknown): Node | undefined => (isNode(node) ? node : view.selection[0]);

  const insertName = async (node: unknown): Promise<void> => {
    const picked = chosen(node);
    if (!picked || !shown) return;
    const name = sqlName(picked.t === "table" ? picked.table.name : picked.name);
    const editor = vscode.window.activeTextEditor;
    if (editor && shown.getCells().some(({ document }) => document === editor.document)) {
      await editor.edit((edit) => edit.replace(editor.selection, name));
      await vscode.window.showTextDocument(editor.document, {
        viewColumn: editor.viewColumn ?? vscode.ViewColumn.Active,
      });
      return;
    }
    await vscode.env.clipboard.writeText(name);
    vscode.window.setStatusBarMessage(say(ground.lang, "data.copied", { name }), 4000);
  };

  /** A cell below the selected one, run: it can be kept, changed, or undone. */
  const preview = async (node: unknown): Promise<void> => {
    const picked = chosen(node);
    if (picked?.t !== "table" || !shown) return;
    const notebook = shown;
    const editor = await vscode.window.showNotebookDocument(notebook);
    const at = Math.min(editor.selection.end, notebook.cellCount);
    const code = `select *\nfrom ${sqlName(picked.table.name)}\nlimit ${PREVIEW_ROWS}`;
    const cell = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, code, "sql");
    const edit = new vscode.WorkspaceEdit();
    edit.set(notebook.uri, [vscode.NotebookEdit.insertCells(at, [cell])]);
    await vscode.workspace.applyEdit(edit);
    const range = new vscode.NotebookRange(at, at + 1);
    editor.selections = [range];
    editor.revealRange(range, vscode.NotebookEditorRevealType.InCenterIfOutsideViewport);
    const ranges = [{ start: at, end: at + 1 }];
    await vscode.commands.executeCommand("notebook.cell.execute", { ranges, document: notebook.uri });
  };

  const refresh = async (): Promise<void> => {
    if (shown) await catalog.refresh(shown);
  };

  return {
    commands: { "between.insertName": insertName, "between.previewTable": preview, "between.refreshData": refresh },
    dispose: () => {
      for (const part of parts) part.dispose();
    },
  };
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "t" in value && (value.t === "table" || value.t === "column");

function activeNotebook(): vscode.NotebookDocument | undefined {
  const notebook = vscode.window.activeNotebookEditor?.notebook;
  return notebook?.notebookType === NOTEBOOK_TYPE ? notebook : undefined;
}
