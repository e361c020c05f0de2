/**
 * How the parts of the extension know each other. Each part is made in `extension.ts` by one function, and gives the others
 * nothing but what stands here.
 */
import type { CancellationToken, Disposable, Event, NotebookCell, NotebookController, NotebookDocument } from "vscode";
import type { CellOutput } from "../protocol/cell-output.ts";
import type { Client } from "../protocol/client.ts";
import type { SessionId } from "../protocol/ids.ts";
import type { CellView, NamedTable, RunView } from "../protocol/messages.ts";
import type { Lang } from "../protocol/wording/say.ts";

/** Names a server for good: "local", or the URL that the user gave. */
export type ServerKey = string;

export type ServerInfo = {
  key: ServerKey;
  /** "this machine", "team server". */
  label: string;
  url?: string;
  /** What it said last; known without being connected. */
  engines: readonly { name: string; label: string }[];
  state: "away" | "connecting" | "connected" | "reconnecting";
};

export interface Servers {
  /** The local one first. */
  list(): readonly ServerInfo[];
  /** Connects, and starts the local server where it does not run. One client a server, shared by all. Throws BetweenError. */
  client(server: ServerKey, signal?: AbortSignal): Promise<Client>;
  /** The client, if there is one that is not closed. */
  clientNow(server: ServerKey): Client | undefined;
  /** Connects only if a server runs already: looking starts nothing. */
  clientIfRunning(server: ServerKey): Promise<Client | undefined>;
  readonly onChanged: Event<ServerInfo>;
}

/** An engine of a server, as a kernel of VS Code. Its controller is there whether the server is or not. */
export type Kernel = { server: ServerKey; engine: string; label: string; controller: NotebookController };

export interface Kernels {
  /** The kernel that VS Code has selected for the notebook. */
  of(notebook: NotebookDocument): Kernel | undefined;
  /** Also when a notebook opens with one that was selected earlier. Only from then on may its cells be executed. */
  readonly onSelected: Event<{ notebook: NotebookDocument; kernel: Kernel | undefined }>;
}

/** Where a notebook's cells run. `python`: the interpreter that its Python cells run in, where one was chosen. */
export type NotebookSession = { server: ServerKey; engine: string; session: SessionId; python?: string };

/** A cell as it is shown, and the run that its output is of. */
export type ShownCell = { cell: NotebookCell; view: RunView; at: number; ran: CellView; output: CellOutput };

export interface Runs {
  execute(cells: readonly NotebookCell[], notebook: NotebookDocument, kernel: Kernel): Promise<void>;
  interrupt(notebook: NotebookDocument): Promise<void>;
  /** As `interrupt`, but not where VS Code only took a running cell out of the document that is there again at once. */
  interruptUnlessTaken(notebook: NotebookDocument): Promise<void>;
  /** Attaches to what runs for the notebook and shows what was left: called when a kernel is selected. */
  restore(notebook: NotebookDocument, kernel: Kernel, token?: CancellationToken): Promise<void>;
  /** What is shown now, in document order, cells without output left out. */
  shown(notebook: NotebookDocument): readonly ShownCell[];
  /** For `{{name}}` in Markdown: of the runs that are shown, the newest one's. */
  values(notebook: NotebookDocument): Readonly<Record<string, string>>;
  /** The cell that an output belongs to, by `CellOutput.output`. */
  cellOf(output: string): NotebookCell | undefined;
  /** A cell of it runs, or waits to. */
  busy(notebook: NotebookDocument): boolean;
  session(notebook: NotebookDocument): NotebookSession | undefined;
  /** The notebook's session, opened where it is not. `sends`: its own files are to be sent before they are read. */
  openSession(notebook: NotebookDocument, signal?: AbortSignal): Promise<NotebookSession & { sends: boolean }>;
  /** Ends the session: everything in it is lost, results stay. The next run opens another. */
  endSession(notebook: NotebookDocument): Promise<void>;
  saveNow(cell: NotebookCell): Promise<void>;
  /** What a cell did not find when it ran, and the cells above that make it. */
  above(cell: NotebookCell): { name: string; cells: readonly NotebookCell[] } | undefined;
  /** Runs cells of one notebook on its kernel. */
  runCells(cells: readonly NotebookCell[]): Promise<void>;
  /** Runs the cells that are stale, and those that read from them. */
  runStale(notebook: NotebookDocument): Promise<void>;
  /** Something of a notebook's runs, outputs or session has changed. */
  readonly onChanged: Event<NotebookDocument>;
}

/** The user's values for a notebook's parameters: theirs, and never in the file. */
export interface ParameterValues {
  /** As the user wrote them; parameters that were left at their default are not among them. */
  of(notebook: NotebookDocument): Readonly<Record<string, string | string[]>>;
  set(notebook: NotebookDocument, name: string, value: string | string[] | undefined): Promise<void>;
  readonly onChanged: Event<NotebookDocument>;
}

/** Sources and named results of a notebook with their columns, from the last analysis; kept for when there is no session. */
export interface Catalog {
  tables(notebook: NotebookDocument): readonly NamedTable[];
  refresh(notebook: NotebookDocument, signal?: AbortSignal): Promise<void>;
  readonly onChanged: Event<NotebookDocument>;
}

/** What each part has of the editor around it. */
export type Ground = {
  lang: Lang;
  /** Reports an error to the person: message, hint, and "Show log" where a log says more. */
  fail(thrown: unknown): void;
  log(line: string): void;
  /** Absolute path of a file that ships with the extension. */
  asset(path: string): string;
};

/** A command's function by its id; `extension.ts` registers them all, and a test compares them with the manifest. */
export type Commands = Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;

/** What a part gives back when it is made. */
export type Part<T = unknown> = T & { commands?: Commands } & Disposable;
