import type { CellOutput } from "../../protocol/cell-output.ts";
import type { RunView } from "../../protocol/messages.ts";
import { accountOf } from "./cell-account.ts";
import { fitOutput } from "./fetch-rows.ts";
import { jsonBytes } from "./output-budget.ts";
import { liveOutput } from "./output-of.ts";
import type { Frame } from "./output-of.ts";
import { OutputWriter } from "./output-writer.ts";
import { RowPages } from "./row-pages.ts";
import type { FetchRows } from "./row-pages.ts";
import { newCell, step } from "./step.ts";
import type { CellEffect, CellInput, CellState } from "./step.ts";

/** An execution of the editor: it starts once, shows, and ends once. */
export type CellExecution = {
  start(at: number): void;
  /** Puts the output in the place of the one before. */
  show(output: CellOutput): Promise<void>;
  /** Without a time where nobody knows it. */
  end(success: boolean | undefined, at?: number): void;
};

export type CellRunGround = {
  execution: CellExecution;
  frame(): Frame;
  timezone: string;
  /** What the cell showed before. */
  before: CellOutput | undefined;
  fetch: FetchRows;
  now(): number;
  log(line: string): void;
  /** Stands on the screen now. */
  onShown(output: CellOutput, bytes: number, run: CellRun): void;
  /** Its state has changed. */
  onChanged(): void;
};

/** How long the last rows may take before a cell ends without them. */
const ROWS_MS = 10_000;

/** One cell's execution: performs what `step` decides. */
export class CellRun {
  /** Never rejects. */
  readonly ended: Promise<void>;
  readonly #ground: CellRunGround;
  readonly #writer: OutputWriter;
  readonly #pages: RowPages;
  readonly #resolve: () => void;
  #state: CellState = newCell;
  #view: RunView | undefined;
  #at = 0;
  #startedAt: number | undefined;

  constructor(ground: CellRunGround) {
    this.#ground = ground;
    const log = (thrown: unknown) => this.#log(thrown);
    this.#writer = new OutputWriter(() => this.#write(), log);
    this.#pages = new RowPages(ground.fetch, () => this.#writer.touch(), log);
    let resolve: () => void = () => undefined;
    this.ended = new Promise((done) => (resolve = done));
    this.#resolve = resolve;
  }

  get state(): CellState {
    return this.#state;
  }

  get view(): RunView | undefined {
    return this.#view;
  }

  /** Ordinal in the run. */
  get at(): number {
    return this.#at;
  }

  /** What the run says now. */
  follow(view: RunView, at: number): void {
    if (this.#state.is === "ended") return;
    const account = accountOf(view, at);
    const before = this.#state.account;
    if (
      account &&
      before?.cell === account.cell &&
      before.before === account.before &&
      before.detail === account.detail
    ) {
      if (before.starting === account.starting) return;
    }
    this.#view = view;
    this.#at = at;
    if (!account) return;
    this.tell({ t: "told", account, at: this.#ground.now() });
    const bare = liveOutput(this.#state, view, at, undefined, this.#outputGround(new Map()));
    this.#pages.want(account.cell, bare);
  }

  tell(input: CellInput): void {
    const [next, effects] = step(this.#state, input);
    if (next === this.#state && effects.length === 0) return;
    this.#state = next;
    for (const effect of effects) this.#perform(effect);
    this.#ground.onChanged();
  }

  #perform(effect: CellEffect): void {
    const { execution } = this.#ground;
    switch (effect.do) {
      case "start":
        this.#startedAt = effect.at;
        return this.#guard(() => execution.start(effect.at));
      case "show":
        return this.#writer.touch();
      case "finish":
        // The reason to finish is told first; rows of a run that has just ended are wanted right behind it.
        queueMicrotask(() => void this.#finish(effect.success, effect.at));
        return;
      case "drop":
        return this.#end(undefined, effect.at);
    }
  }

  async #finish(success: boolean | undefined, at: number): Promise<void> {
    if (!this.#state.failure) await this.#pages.settled(ROWS_MS);
    this.#writer.close();
    // What is shown arrives before the end, whether VS Code finds the time to say so or not.
    const shown = this.#show(await this.#output()).catch((thrown: unknown) => this.#log(thrown));
    // VS Code shows the time between the two: the cell's own, without what the engine took to start.
    const ms = this.#state.failure ? undefined : this.#state.account?.cell.ms;
    const started = this.#startedAt ?? at;
    this.#end(success, ms === undefined ? Math.max(at, started) : started + ms);
    await shown;
  }

  #end(success: boolean | undefined, at: number): void {
    this.#writer.close();
    this.#pages.close();
    this.#guard(() => this.#ground.execution.end(success, at));
    this.#resolve();
    this.#ground.onChanged();
  }

  async #write(): Promise<number> {
    const output = await this.#output();
    return this.#state.is === "ended" ? 0 : this.#show(output);
  }

  #output(): Promise<CellOutput> {
    const ground = this.#outputGround(this.#pages.pages);
    return fitOutput(liveOutput(this.#state, this.#view, this.#at, this.#ground.before, ground), "whole");
  }

  async #show(output: CellOutput): Promise<number> {
    const { execution, onShown } = this.#ground;
    const shown = execution.show(output);
    const bytes = jsonBytes(output);
    onShown(output, bytes, this);
    await shown;
    return bytes;
  }

  #outputGround(pages: RowPages["pages"]) {
    const { frame, timezone } = this.#ground;
    return { frame: frame(), timezone: this.#view?.notebook.timezone ?? timezone, pages, expired: this.#pages.expired };
  }

  /** An editor that was closed, or a cell that is gone, refuses. */
  #guard(act: () => void): void {
    try {
      act();
    } catch (thrown) {
      this.#log(thrown);
    }
  }

  #log(thrown: unknown): void {
    this.#ground.log(`showing a cell: ${String(thrown)}`);
  }
}
