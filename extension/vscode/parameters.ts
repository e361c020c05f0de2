import { randomUUID } from "node:crypto";
import * as vscode from "vscode";
import { parse } from "../../notebook/parse.ts";
import type { Meta } from "../../notebook/notebook.ts";
import type { formHtml } from "../data/form-html.ts";
import { isDefault, parameterForm } from "../data/parameter-form.ts";
import { documentText } from "../documents/document-text.ts";
import type { Ground, ParameterValues, Part } from "../parts.ts";
import { NOTEBOOK_TYPE } from "./document.ts";

type Values = Record<string, string | string[]>;

/** The user's values, kept for the workspace by the notebook's address, and the view with their form. */
export function makeParameters(context: vscode.ExtensionContext, ground: Ground): Part<ParameterValues> {
  const changed = new vscode.EventEmitter<vscode.NotebookDocument>();
  const keyOf = ({ uri }: vscode.NotebookDocument) => `parameters:${uri.toString()}`;
  const stored = (notebook: vscode.NotebookDocument): Values =>
    context.workspaceState.get<Values>(keyOf(notebook)) ?? {};

  const set: ParameterValues["set"] = async (notebook, name, value) => {
    const { [name]: _, ...others } = stored(notebook);
    const next = value === undefined ? others : { ...others, [name]: value };
    await context.workspaceState.update(keyOf(notebook), Object.keys(next).length > 0 ? next : undefined);
    changed.fire(notebook);
  };
  const reset = async () => {
    const notebook = activeNotebook();
    if (!notebook) return;
    await context.workspaceState.update(keyOf(notebook), undefined);
    changed.fire(notebook);
  };
  const view = new ParametersView(context, ground, { of: stored, set, onChanged: changed.event });
  const parts = [changed, view, vscode.window.registerWebviewViewProvider("between.parameters", view)];
  return {
    of: (notebook) => {
      // A value of a parameter that the file no longer has would stop every run.
      const known = new Set(metaOf(notebook).params.map(({ name }) => name));
      return Object.fromEntries(Object.entries(stored(notebook)).filter(([name]) => known.has(name)));
    },
    set,
    onChanged: changed.event,
    commands: { "between.resetParameters": reset },
    dispose: () => {
      for (const part of parts) part.dispose();
    },
  };
}

/**
 * Of the view, by the nonce it was made with. One that listens takes what comes anew into itself; until it does, messages
 * would be lost.
 */
type Page = { is: "none" } | { is: "loading" | "listening"; nonce: string };

/** From the page's script. */
type FromPage = { listens: string } | { name: string; value?: string[] };

class ParametersView implements vscode.WebviewViewProvider, vscode.Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly #ground: Ground;
  readonly #values: ParameterValues;
  readonly #listeners: vscode.Disposable[];
  #shown: vscode.WebviewView | undefined;
  /** Loaded when the view is first seen. */
  #html: typeof formHtml | undefined;
  #drawn = "";
  #page: Page = { is: "none" };

  constructor(context: vscode.ExtensionContext, ground: Ground, values: ParameterValues) {
    this.#context = context;
    this.#ground = ground;
    this.#values = values;
    this.#listeners = [
      vscode.window.onDidChangeActiveNotebookEditor(() => this.#draw()),
      vscode.workspace.onDidChangeNotebookDocument(({ notebook }) => {
        if (notebook === activeNotebook()) this.#draw();
      }),
      values.onChanged(() => this.#draw()),
    ];
  }

  async resolveWebviewView(view: vscode.WebviewView): Promise<void> {
    this.#html = (await import("../data/form-html.ts")).formHtml;
    this.#shown = view;
    view.webview.options = {
      enableScripts: true,
      localResourceRoots: [vscode.Uri.joinPath(this.#context.extensionUri, "media")],
    };
    const listeners = [
      view.webview.onDidReceiveMessage((message: FromPage) => {
        if ("listens" in message) this.#listens(message.listens);
        else void this.#chosen(message);
      }),
      // A hidden view's page is thrown away.
      view.onDidChangeVisibility(() => {
        this.#forget();
        this.#draw();
      }),
    ];
    view.onDidDispose(() => {
      this.#shown = undefined;
      this.#forget();
      for (const listener of listeners) listener.dispose();
    });
    this.#draw();
  }

  #forget(): void {
    this.#page = { is: "none" };
    this.#drawn = "";
  }

  #listens(nonce: string): void {
    if (this.#page.is === "none" || this.#page.nonce !== nonce) return;
    // The editor loads a page anew as it was made when its view is moved.
    if (this.#page.is === "listening") this.#drawn = "";
    this.#page = { is: "listening", nonce };
    this.#draw();
  }

  async #chosen({ name, value }: { name: string; value?: string[] }): Promise<void> {
    const notebook = activeNotebook();
    const spec = notebook && metaOf(notebook).params.find((each) => each.name === name);
    if (!notebook || !spec) return;
    const kept = value === undefined || isDefault(spec, value) ? undefined : value;
    await this.#values.set(notebook, name, kept && (spec.multiple ? kept : (kept[0] ?? "")));
  }

  #draw(): void {
    if (!this.#shown?.visible || !this.#html || this.#page.is === "loading") return;
    const notebook = activeNotebook();
    const { lang } = this.#ground;
    const fields = notebook && parameterForm(metaOf(notebook), this.#values.of(notebook), Date.now(), lang);
    const drawn = JSON.stringify(fields ?? null);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    const { webview } = this.#shown;
    const asset = (name: string) =>
      webview.asWebviewUri(vscode.Uri.joinPath(this.#context.extensionUri, "media", name)).toString();
    const nonce = randomUUID();
    const html = this.#html(fields, {
      lang,
      nonce,
      source: webview.cspSource,
      script: asset("parameters.js"),
      style: asset("parameters.css"),
    });
    if (this.#page.is === "listening") return void webview.postMessage({ html });
    this.#page = { is: "loading", nonce };
    webview.html = html;
  }

  dispose(): void {
    for (const listener of this.#listeners) listener.dispose();
  }
}

const metaOf = (notebook: vscode.NotebookDocument): Meta => parse(documentText(notebook).text).notebook.meta;

function activeNotebook(): vscode.NotebookDocument | undefined {
  const notebook = vscode.window.activeNotebookEditor?.notebook;
  return notebook?.notebookType === NOTEBOOK_TYPE ? notebook : undefined;
}
