import { randomUUID } from "node:crypto";
import type { CellOutput } from "../../protocol/cell-output.ts";
import type { RunId } from "../../protocol/ids.ts";
import type { RunView } from "../../protocol/messages.ts";
import { hasEnded } from "../../protocol/run-view.ts";
import type { Kernel } from "../parts.ts";
import type { CellExecution } from "./cell-run.ts";
import { fitOutput } from "./fetch-rows.ts";
import { jsonBytes, shrinkToFit } from "./output-budget.ts";
import type { Size } from "./output-budget.ts";
import { succeeded } from "./step.ts";

/** An output on the screen. `ranAt`: when its run began, for which is newer. */
export type Shown = {
  output: CellOutput;
  /** Of the output as JSON. */
  bytes: number;
  server: string;
  ranAt: number;
  size: Size;
  /** The hash of a cell that draws over another cell's result and has no run of its own. */
  drawn?: string;
};

export type ShelfGround<C> = {
  /** Nothing where the cell is gone, or the kernel is not the notebook's. */
  execution(cell: C, kernel: Kernel, order: number): CellExecution | undefined;
  /** A cell that runs shows for itself. */
  runs(cell: C): boolean;
  log(line: string): void;
  onChanged(): void;
};

/**
 * What a notebook's cells show, and the runs that it is of. VS Code takes outputs only of executions, so that what is shown
 * without running is shown by one that begins and ends with the times of its run.
 */
export class OutputShelf<C extends object> {
  readonly #ground: ShelfGround<C>;
  readonly #shown = new Map<C, Shown>();
  readonly #views = new Map<RunId, RunView>();
  readonly #ids = new WeakMap<C, string>();
  readonly #presenting = new Map<C, Promise<unknown>>();
  #order = 0;
  #shrinking: Promise<void> | undefined;
  #grew = false;

  constructor(ground: ShelfGround<C>) {
    this.#ground = ground;
  }

  /** `CellOutput.output` of the cell: the same for as long as it is in the document. */
  idOf(cell: C): string {
    const known = this.#ids.get(cell);
    if (known !== undefined) return known;
    const made = randomUUID();
    this.#ids.set(cell, made);
    return made;
  }

  get(cell: C): Shown | undefined {
    return this.#shown.get(cell);
  }

  /** The run of what a cell shows. */
  viewOf(cell: C): RunView | undefined {
    const shown = this.#shown.get(cell);
    return shown && this.#views.get(shown.output.run);
  }

  /** More is known of a run: its other cells, and its end. */
  learn(view: RunView): void {
    if (this.#views.has(view.run)) this.#views.set(view.run, view);
  }

  /** A cell that ended before its run did comes with what was known then. */
  #isOver(run: RunId): boolean {
    const known = this.#views.get(run);
    return known !== undefined && hasEnded(known.state);
  }

  view(run: RunId): RunView | undefined {
    return this.#views.get(run);
  }

  /** Unique in the notebook: VS Code links error lines by it, and shows it beside the cell. */
  nextOrder(): number {
    return ++this.#order;
  }

  /** A cell that runs shows this now. */
  put(cell: C, shown: Omit<Shown, "size">, view: RunView | undefined): void {
    this.#shown.set(cell, { ...shown, size: "whole" });
    this.#know(view);
    this.#ground.onChanged();
  }

  /** Shows what was run earlier, or elsewhere. False where it cannot be shown now. */
  async present(cell: C, kernel: Kernel, shown: Shown, view: RunView | undefined): Promise<boolean> {
    await this.#presenting.get(cell);
    if (this.#ground.runs(cell)) return false;
    if (!(await this.#claim(cell, kernel, shown))) return false;
    this.#shown.set(cell, shown);
    this.#know(view);
    this.#ground.onChanged();
    void this.fit(kernel);
    return true;
  }

  /** What to wait for until cells can be executed, as VS Code refuses a second execution of a cell; nothing when they can be now. */
  busy(cells: readonly C[]): Promise<unknown> | undefined {
    const presenting = cells.flatMap((cell) => this.#presenting.get(cell) ?? []);
    return presenting.length > 0 ? Promise.allSettled(presenting) : undefined;
  }

  /** Shows an output anew with something added to it. */
  async revise(cell: C, kernel: Kernel, change: (output: CellOutput) => CellOutput): Promise<void> {
    const shown = this.#shown.get(cell);
    if (!shown) return;
    const output = change(shown.output);
    await this.present(cell, kernel, { ...shown, output, bytes: jsonBytes(output) }, undefined);
  }

  isPresenting(cell: C): boolean {
    return this.#presenting.has(cell);
  }

  forget(cell: C): void {
    if (this.#shown.delete(cell)) this.#ground.onChanged();
  }

  /** The oldest outputs become smaller where all are more than VS Code backs up beside unsaved text. */
  fit(kernel: Kernel): Promise<void> {
    this.#grew = true;
    return (this.#shrinking ??= this.#fit(kernel)
      .catch((thrown: unknown) => this.#ground.log(`shrinking outputs: ${String(thrown)}`))
      .finally(() => (this.#shrinking = undefined)));
  }

  async #fit(kernel: Kernel): Promise<void> {
    while (this.#grew) {
      this.#grew = false;
      const all = [...this.#shown];
      const sizes = shrinkToFit(all.map(([, shown]) => shown));
      const due = all.flatMap(([cell, shown], i) => {
        const size = sizes[i] ?? shown.size;
        return size === shown.size ? [] : [this.#shrink(cell, shown, size, kernel)];
      });
      await Promise.all(due);
    }
  }

  async #shrink(cell: C, shown: Shown, size: Size, kernel: Kernel): Promise<void> {
    const output = await fitOutput(shown.output, size);
    if (this.#shown.get(cell) !== shown || this.#ground.runs(cell)) return;
    const small = { ...shown, output, size, bytes: jsonBytes(output) };
    if (await this.#claim(cell, kernel, small)) this.#shown.set(cell, small);
  }

  async #claim(cell: C, kernel: Kernel, shown: Shown): Promise<boolean> {
    const presented = this.#present(cell, kernel, shown);
    this.#presenting.set(cell, presented);
    return await presented.finally(() => {
      if (this.#presenting.get(cell) === presented) this.#presenting.delete(cell);
    });
  }

  async #present(cell: C, kernel: Kernel, { output, ranAt }: Shown): Promise<boolean> {
    const execution = this.#ground.execution(cell, kernel, this.nextOrder());
    if (!execution) return false;
    const started = output.startedAt ?? ranAt;
    try {
      execution.start(started);
      // What is shown arrives before the end, so that a busy editor need not be waited for in between.
      const shown = execution.show(output);
      execution.end(succeeded(output.state), output.ms === undefined ? undefined : started + output.ms);
      await shown;
      return true;
    } catch (thrown) {
      this.#ground.log(`showing a cell again: ${String(thrown)}`);
      return false;
    }
  }

  #know(view: RunView | undefined): void {
    if (view && !this.#isOver(view.run)) this.#views.set(view.run, view);
    if (this.#views.size <= 2 * this.#shown.size + 8) return;
    const needed = new Set([...this.#shown.values()].map(({ output }) => output.run));
    for (const run of this.#views.keys()) if (!needed.has(run)) this.#views.delete(run);
  }
}
