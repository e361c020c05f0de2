import type { Stale } from "../../protocol/cell-output.ts";
import type { Args, Code } from "../../protocol/errors.ts";
import type { Written } from "../documents/write-document.ts";
import type { Ground, Kernel, Servers } from "../parts.ts";
import type { CellExecution } from "./cell-run.ts";
import type { LiveTimes } from "./live-runs.ts";
import type { Address } from "./notebook-sessions.ts";
import type { ShownStore } from "./shown-store.ts";

/** A notebook as an editor holds it. `C` is a cell: the same object for as long as it is in the document. */
export type Editor<C> = {
  address: Promise<Address>;
  cells(): readonly C[];
  /** The text of the file, and for each cell its ordinal there. */
  text(): Written;
  params(): Readonly<Record<string, string | string[]>>;
  settings(): { continueAfterError: boolean; restoreResults: boolean; idleMs: number; tableHeight: number };
  /** Line of the cell on which its code begins, behind the option lines; from 1. */
  codeLine(cell: C): number;
  trusted(): boolean;
  /** The interpreter that is chosen for Python cells, where one is. */
  python(): Promise<string | undefined>;
  /** Makes a cell's execution; nothing where the cell is gone, or the kernel is not the notebook's. `order` is unique. */
  execution(cell: C, kernel: Kernel, order: number): CellExecution | undefined;
  /** "End session" is offered: a cell did not stop. */
  offerEnd(kernel: Kernel): void;
  warn(code: Code, args: Args): void;
  /** Results became stale or fresh. */
  onStale(stale: ReadonlyMap<C, Stale>): void;
  /** Something of its runs, outputs or session has changed. */
  onChanged(): void;
};

export type RunsGround = Pick<Ground, "lang" | "log" | "fail"> & {
  servers: Pick<Servers, "client" | "clientNow" | "clientIfRunning">;
  store: ShownStore;
  now(): number;
  times?: LiveTimes;
};
