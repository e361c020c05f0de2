import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import * as vscode from "vscode";
import { addSource } from "../../notebook/edit.ts";
import { firstBytes } from "../../notebook/logs/first-bytes.ts";
import { locate } from "../../notebook/logs/locate.ts";
import type { Located } from "../../notebook/logs/locate.ts";
import { formatOfBytes, formatOfName } from "../../notebook/logs/log-format.ts";
import type { Format } from "../../notebook/logs/log-format.ts";
import { sourceName } from "../../notebook/logs/source-name.ts";
import { schemaText } from "../../notebook/logs/source-text.ts";
import type { SourceSpec } from "../../notebook/notebook.ts";
import { parse } from "../../notebook/parse.ts";
import { BetweenError } from "../../protocol/errors.ts";
import type { Code, WireError } from "../../protocol/errors.ts";
import { explainPlainly, say } from "../../protocol/wording/say.ts";
import { documentText } from "../documents/document-text.ts";
import { notebookFolder } from "../documents/notebook-folder.ts";
import type { Ground, Part, Runs, Servers } from "../parts.ts";
import { bytes } from "../runs/amounts.ts";
import { sendNotebookFiles } from "../runs/send-notebook-files.ts";
import { NOTEBOOK_TYPE } from "./document.ts";
import { editFront } from "./edit-front.ts";
import { untilCancelled } from "./until-cancelled.ts";

type Found = Partial<Pick<SourceSpec, "schema" | "onMalformed">>;

const formats: readonly Format[] = ["json", "csv", "text", "parquet", "delta"];

/** "Add Data…": a file, a folder or an address becomes a source with its columns, and a first query. */
export function registerAddData(ground: Ground, servers: Servers, runs: Runs): Part {
  const { lang } = ground;
  const words = (code: Code, args = {}) => say(lang, code, args);

  const addData = async (): Promise<void> => {
    const notebook = await openNotebook();
    const base = notebookFolder(notebook, vscode.workspace.workspaceFolders?.[0]?.uri, homedir());
    const typed = await choosePlace(base);
    if (typed === undefined) return;
    const located = await locate(typed, base, base);
    if ("problem" in located) throw new BetweenError(`data.add-${located.problem}`, { path: typed });
    // A notebook that has no file yet will most likely lie in the workspace, and else anywhere.
    const anywhere = notebook.isUntitled && vscode.workspace.workspaceFolders === undefined;
    const path = anywhere && located.path.startsWith("./") ? join(base, located.path) : located.path;
    const format = (await guessFormat(located)) ?? (await chooseFormat(typed));
    if (!format) return;
    const name = await chooseName(notebook, sourceName(path));
    if (name === undefined) return;
    const bare = { name, from: { path }, format, onMalformed: "fail", line: 0 } as const;
    const found = await findColumns(notebook, bare, base);
    if (found === "cancelled") return;
    const spec = { ...bare, ...found };
    const query = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, `select *\nfrom ${name}\nlimit 100`, "sql");
    await editFront(notebook, (text) => addSource(text, spec), [query]);
    const editor = await vscode.window.showNotebookDocument(notebook);
    const last = new vscode.NotebookRange(notebook.cellCount - 1, notebook.cellCount);
    editor.selections = [last];
    editor.revealRange(last, vscode.NotebookEditorRevealType.InCenterIfOutsideViewport);
  };

  const openNotebook = async (): Promise<vscode.NotebookDocument> => {
    const open = vscode.window.activeNotebookEditor?.notebook;
    if (open?.notebookType === NOTEBOOK_TYPE) return open;
    // A notebook that is just being opened has its tab before it has an editor.
    const tab = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    if (tab instanceof vscode.TabInputNotebook && tab.notebookType === NOTEBOOK_TYPE)
      return vscode.workspace.openNotebookDocument(tab.uri);
    await vscode.commands.executeCommand("between.newNotebook");
    const made = vscode.window.activeNotebookEditor?.notebook;
    if (made?.notebookType !== NOTEBOOK_TYPE) throw new BetweenError("document.no-notebook");
    return made;
  };

  const choosePlace = async (base: string): Promise<string | undefined> => {
    const places = ["file", "folder", "address"] as const;
    const chosen = await vscode.window.showQuickPick(
      places.map((place) => ({
        label: words(`data.add-${place}`),
        detail: words(`data.add-${place}-about`),
        place,
      })),
      { title: words("data.add-title"), placeHolder: words("data.add-which") },
    );
    if (!chosen) return undefined;
    if (chosen.place === "address") {
      const typed = await vscode.window.showInputBox({
        title: words("data.add-title"),
        prompt: words("data.add-address-prompt"),
        placeHolder: "s3://bucket/app-logs/dt=*/*.json.gz",
        ignoreFocusOut: true,
        validateInput: (value) => (value.trim() === "" ? words("data.add-address-empty") : undefined),
      });
      return typed?.trim();
    }
    const picked = await vscode.window.showOpenDialog({
      defaultUri: vscode.Uri.file(base),
      canSelectFiles: chosen.place === "file",
      canSelectFolders: chosen.place === "folder",
      openLabel: words("data.add-choose"),
    });
    return picked?.[0]?.fsPath;
  };

  const chooseFormat = async (path: string): Promise<Format | undefined> => {
    const title = words("data.add-format", { path });
    const chosen = await vscode.window.showQuickPick([...formats], { title });
    return formats.find((format) => format === chosen);
  };

  const chooseName = async (notebook: vscode.NotebookDocument, guess: string): Promise<string | undefined> => {
    const { meta, cells } = parse(documentText(notebook).text).notebook;
    const names = [...meta.sources.map(({ name }) => name), ...cells.flatMap(({ options }) => options.name ?? [])];
    const taken = new Set(names.map((name) => name.toLowerCase()));
    let free = guess;
    for (let n = 2; taken.has(free.toLowerCase()); n++) free = `${guess}_${n}`;
    return vscode.window.showInputBox({
      title: words("data.add-title"),
      prompt: words("data.add-name"),
      value: free,
      ignoreFocusOut: true,
      validateInput: (name) => {
        if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) return words("notebook.invalid-name", { value: name });
        return taken.has(name.toLowerCase()) ? words("data.add-name-taken", { name }) : undefined;
      },
    });
  };

  /** The columns as the engine sees them; where it cannot be asked the person decides whether to go on without. */
  const findColumns = async (
    notebook: vscode.NotebookDocument,
    source: SourceSpec & { from: { path: string } },
    folder: string,
  ): Promise<Found | "cancelled"> => {
    const { format } = source;
    const { path } = source.from;
    const title = words("data.add-looking", { path });
    try {
      const seen = await vscode.window.withProgress(
        { location: vscode.ProgressLocation.Notification, title, cancellable: true },
        (progress, token) =>
          untilCancelled(token, async (signal) => {
            const { server, session, sends } = await runs.openSession(notebook, signal);
            const client = await servers.client(server, signal);
            if (sends) {
              const own = { text: documentText(notebook).text, folder, more: source };
              const told = (sent: number, total: number) =>
                progress.report({
                  message: words("storage.sending", { sent: bytes(sent, lang), total: bytes(total, lang) }),
                });
              await sendNotebookFiles(client, session, own, told, signal);
            }
            return client.ask({ t: "inspect", session, path, format }, signal);
          }),
      );
      const schema = schemaText(format, path, seen.schema);
      const found = schema === undefined ? {} : { schema };
      return seen.malformed ? await chooseMalformed(found, seen.malformed) : found;
    } catch (thrown) {
      const error = BetweenError.from(thrown);
      if (error.code === "wire.cancelled") return "cancelled";
      const { message, engineText, hint } = explainPlainly(lang, error.toWire());
      const detail = [engineText, hint].filter((part) => part !== undefined).join("\n");
      const anyway = words("data.add-anyway");
      const told = words("data.add-no-columns", { reason: message });
      return (await vscode.window.showWarningMessage(told, { modal: true, detail }, anyway)) === anyway
        ? {}
        : "cancelled";
    }
  };

  const chooseMalformed = async (found: Found, error: WireError): Promise<Found | "cancelled"> => {
    const told = words("data.add-malformed", { reason: explainPlainly(lang, error).message });
    const [skip, keep] = [words("data.add-malformed-skip"), words("data.add-malformed-keep")];
    const detail = words("data.add-malformed-about");
    const chosen = await vscode.window.showWarningMessage(told, { modal: true, detail }, skip, keep);
    if (chosen === undefined) return "cancelled";
    return { ...found, onMalformed: chosen === skip ? "skip" : "keep" };
  };

  return { commands: { "between.addData": addData }, dispose: () => undefined };
}

/** By the ending, else by the first bytes; what lies elsewhere can only be told by its ending. */
async function guessFormat({ path, sample, delta }: Located): Promise<Format | undefined> {
  if (delta) return "delta";
  const told = formatOfName(sample ?? path);
  if (told || sample === undefined || !isAbsolute(sample)) return told;
  return formatOfBytes(await firstBytes(sample, AbortSignal.timeout(10_000)));
}
