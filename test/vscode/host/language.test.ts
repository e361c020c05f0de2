import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { runCells } from "./run-cells.ts";

const FILE = [
  "---",
  "between: 1",
  "timezome: Asia/Seoul",
  "params:",
  "  day: {type: date, default: yesterday}",
  "sources:",
  '  logs: {path: ./logs.json, schema: "ts timestamp, user bigint, device struct<os:string>"}',
  "---",
  "On {{day}}: {{daily.n}}",
  "",
  "```{sql}",
  "--| name: daily",
  "select date(ts) as day, count(*) as n from logs group by 1",
  "```",
  "",
  "```{sql}",
  "select 1",
  "```",
  "",
].join("\n");

/** Polls until something is there: diagnostics come a moment after the text. */
async function until<T>(read: () => T | undefined, what: string): Promise<T> {
  for (let i = 0; i < 200; i++) {
    const found = read();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`waited for ${what}`);
}

describe("the language of cells", () => {
  let notebook: vscode.NotebookDocument;
  let file: vscode.Uri;

  before(async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(folder);
    file = vscode.Uri.joinPath(folder, "language.between-nb");
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(FILE));
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, "logs.json"), new TextEncoder().encode("{}\n"));
    notebook = await vscode.workspace.openNotebookDocument(file);
    await vscode.window.showNotebookDocument(notebook);
  });
  after(async () => {
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    await vscode.workspace.fs.delete(file);
    await vscode.workspace.fs.delete(vscode.Uri.joinPath(file, "../logs.json"));
  });

  /** Puts a text into a cell; gives the document and the place of `¦` in it. */
  async function write(index: number, marked: string): Promise<[vscode.TextDocument, vscode.Position]> {
    const { document } = notebook.cellAt(index);
    const offset = marked.lastIndexOf("¦");
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), marked.replace("¦", ""));
    assert.ok(await vscode.workspace.applyEdit(edit));
    return [document, document.positionAt(offset)];
  }
  const labelOf = ({ label }: vscode.CompletionItem) => (typeof label === "string" ? label : label.label);
  async function offered(index: number, marked: string): Promise<vscode.CompletionItem[]> {
    const [document, position] = await write(index, marked);
    const command = "vscode.executeCompletionItemProvider";
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(command, document.uri, position);
    // Words of the text are VS Code's own suggestions.
    return list.items.filter(({ kind }) => kind !== vscode.CompletionItemKind.Text);
  }
  const labels = async (index: number, marked: string) => (await offered(index, marked)).map(labelOf);

  const SQL = 3;

  it("completes tables, columns, parameters and functions in SQL, with no server @smoke", async () => {
    assert.deepEqual((await labels(SQL, "select * from ¦")).sort(), ["daily", "logs"]);
    const columns = await labels(SQL, "select ¦ from logs l");
    for (const wanted of ["ts", "user", "device", ":day", "count", "case"]) assert.ok(columns.includes(wanted), wanted);
    assert.deepEqual(await labels(SQL, "select l.device.¦ from logs l"), ["os"]);
    assert.deepEqual(await labels(SQL, "select d.¦ from daily d"), ["day", "n"]);
    const count = (await offered(SQL, "select cou¦ from logs")).find((item) => labelOf(item) === "count");
    assert.ok(count?.insertText instanceof vscode.SnippetString && count.insertText.value === "count($0)");
  });

  it("completes options, front matter and values in Markdown", async () => {
    assert.ok((await labels(SQL, "--|¦\nselect 1")).includes("name"));
    assert.deepEqual(await labels(SQL, "--| chart: {type: ¦}\nselect 1 as a"), [
      "bar",
      "line",
      "area",
      "scatter",
      "pie",
    ]);
    assert.deepEqual(await labels(SQL, "--| chart: {x: ¦}\nselect 1 as a"), ["a"]);
    const front = notebook.cellAt(0).document.getText();
    assert.ok((await labels(0, `${front}\nlang: ¦`)).includes("ko"));
    assert.ok((await labels(0, front.replace("./logs.json", "./lo¦"))).includes("logs.json"));
    await write(0, `${front}¦`);
    const text = notebook.cellAt(1).document.getText();
    assert.deepEqual(await labels(1, "Of {{¦"), ["day", "daily.day", "daily.n"]);
    await write(1, `${text}¦`);
  });

  it("shows hovers and signatures", async () => {
    const shown = async (marked: string) => {
      const [document, position] = await write(SQL, marked);
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        "vscode.executeHoverProvider",
        document.uri,
        position,
      );
      return hovers
        .flatMap(({ contents }) => contents.map((each) => (typeof each === "string" ? each : each.value)))
        .join("\n");
    };
    assert.match(await shown("select * from lo¦gs"), /ts timestamp\nuser bigint/);
    assert.match(await shown("select us¦er from logs"), /user bigint/);
    assert.match(await shown("select :da¦y"), /yesterday/);
    const [document, position] = await write(SQL, "select date_trunc('hour', ¦ from logs");
    const command = "vscode.executeSignatureHelpProvider";
    const help = await vscode.commands.executeCommand<vscode.SignatureHelp>(command, document.uri, position, "(");
    assert.deepEqual([help.signatures[0]?.label, help.activeParameter], ["date_trunc(unit, timestamp)", 1]);
  });

  it("leads to where names are made, and changes them everywhere", async () => {
    const [document, position] = await write(SQL, "select * from dai¦ly");
    const command = "vscode.executeDefinitionProvider";
    const [found] = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
      command,
      document.uri,
      position,
    );
    assert.ok(found instanceof vscode.Location);
    assert.equal(found.uri.toString(), notebook.cellAt(2).document.uri.toString());
    const rename = "vscode.executeDocumentRenameProvider";
    const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(rename, document.uri, position, "per_day");
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.equal(notebook.cellAt(SQL).document.getText(), "select * from per_day");
    assert.match(notebook.cellAt(2).document.getText(), /^--\| name: per_day\n/);
    assert.match(notebook.cellAt(1).document.getText(), /\{\{per_day\.n\}\}/);
  });

  it("underlines what is wrong while it is written, and offers what was meant @smoke", async () => {
    const problems = (index: number) => {
      const found = vscode.languages.getDiagnostics(notebook.cellAt(index).document.uri);
      return found.length > 0 ? found : undefined;
    };
    const [front] = await until(() => problems(0), "the unknown key");
    assert.ok(front);
    assert.equal(notebook.cellAt(0).document.getText(front.range), "timezome");
    const [document] = await write(SQL, "--| nme: x\nselect :dya¦");
    const [key, parameter] = await until(
      () => (problems(SQL)?.length === 2 ? problems(SQL) : undefined),
      "both problems",
    );
    assert.ok(key && parameter);
    assert.deepEqual([document.getText(key.range), document.getText(parameter.range)], ["nme", ":dya"]);
    const command = "vscode.executeCodeActionProvider";
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(command, document.uri, parameter.range);
    const edit = actions.find(({ kind }) => kind?.value === "quickfix")?.edit;
    assert.ok(edit && (await vscode.workspace.applyEdit(edit)));
    assert.match(document.getText(), /select :day$/);
    await until(() => (problems(SQL)?.length === 1 ? true : undefined), "the fixed one to go");
  });
});

describe("checks by the engine", function () {
  this.timeout(180_000);
  const text = [
    "---",
    "sources:",
    "  events: {path: ./events.json}",
    "---",
    "```{sql}",
    "--| name: all_of_them",
    "select * from events",
    "```",
    "```{sql}",
    "--| title: Who",
    "select user from events",
    "```",
    "",
  ].join("\n");
  let notebook: vscode.NotebookDocument;
  let folder: vscode.Uri;

  before(async () => {
    const found = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(found);
    folder = found;
    const put = (name: string, content: string) =>
      vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, name), new TextEncoder().encode(content));
    await put("events.json", '{"user":1,"action":"open","device":{"os":"ios"}}\n');
    await put("checks.between-nb", text);
    notebook = await vscode.workspace.openNotebookDocument(vscode.Uri.joinPath(folder, "checks.between-nb"));
    await vscode.window.showNotebookDocument(notebook);
    const kernel = { id: "embedded@local", extension: "between-notebooks.between-notebooks" };
    await vscode.commands.executeCommand("notebook.selectKernel", kernel);
    await runCells(notebook, [1]);
  });
  after(async () => {
    await vscode.commands.executeCommand("between.endSession");
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    for (const name of ["events.json", "checks.between-nb"])
      await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder, name));
  });

  const WHO = 2;
  const write = async (value: string) => {
    const { document } = notebook.cellAt(WHO);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), value);
    assert.ok(await vscode.workspace.applyEdit(edit));
    return document;
  };

  it("know the columns of a source without a schema once the notebook has a session", async () => {
    const document = await write("select e.device. from events e");
    const offered = async (column: number) => {
      const command = "vscode.executeCompletionItemProvider";
      const at = new vscode.Position(0, column);
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(command, document.uri, at);
      return list.items.flatMap(({ label, kind }) =>
        kind === vscode.CompletionItemKind.Text ? [] : [typeof label === "string" ? label : label.label],
      );
    };
    for (let i = 0; i < 200 && (await offered(9)).length === 0; i++) await new Promise((done) => setTimeout(done, 100));
    assert.deepEqual((await offered(9)).sort(), ["action", "device", "user"]);
    assert.deepEqual(await offered(16), ["os"]);
  });

  it("underline an unknown column before anything runs, offer the one that was meant, and go when it is there", async () => {
    const document = await write("--| title: Who\nselect usr from events");
    const problems = () => vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === "Between");
    const unknown = () => problems().find(({ code }) => code === "engine.column-not-found");
    const found = await until(unknown, "the unknown column");
    assert.equal(document.getText(found.range), "usr");
    const command = "vscode.executeCodeActionProvider";
    const [action] = await vscode.commands.executeCommand<vscode.CodeAction[]>(command, document.uri, found.range);
    assert.ok(action?.edit && (await vscode.workspace.applyEdit(action.edit)));
    assert.match(document.getText(), /select user from/);
    await until(() => (problems().length === 0 ? true : undefined), "the problem to go");
  });
});
