import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { BetweenError } from "../../protocol/errors.ts";
import { commandId } from "../../protocol/ids.ts";
import type { RunId, SessionId } from "../../protocol/ids.ts";
import type { Kernel } from "../parts.ts";
import { foldCase } from "../../notebook/names.ts";
import type { CellRun } from "./cell-run.ts";
import { drawVegaLite } from "./draw-vega-lite.ts";
import type { Editor, RunsGround } from "./editor.ts";
import type { LiveRuns } from "./live-runs.ts";
import type { NotebookSessions, Opened } from "./notebook-sessions.ts";
import { say } from "../../protocol/wording/say.ts";
import { bytes } from "./amounts.ts";
import type { Outline, OutlineCell } from "./outline.ts";
import { jsonBytes } from "./output-budget.ts";
import type { Frame } from "./output-of.ts";
import type { OutputShelf } from "./output-shelf.ts";

export type GestureGround<C extends object> = {
  ground: RunsGround;
  editor: Editor<C>;
  sessions: NotebookSessions;
  shelf: OutputShelf<C>;
  live: LiveRuns<C>;
  outline(): Outline;
  frame(cell: C): Frame;
  /** Makes the execution of a cell and takes it on. */
  begin(cell: C, kernel: Kernel, gesture?: AbortController): CellRun | undefined;
};

/** Until connecting is worth a word. */
const CONNECTING_MS = 700;

/** Between two words on what is being sent. */
const SENDING_MS = 250;

type Begun<C> = { cell: C; outline: OutlineCell; run: CellRun };

/** What a person runs at once is one run; runs go to the server in the order in which they were asked for. */
export class Gestures<C extends object> {
  readonly #of: GestureGround<C>;
  /** Settles when all that was asked for before has its executions. */
  #ready: Promise<void> = Promise.resolve();
  #turn: Promise<void> = Promise.resolve();
  readonly #waiting = new Set<AbortController>();

  constructor(of: GestureGround<C>) {
    this.#of = of;
  }

  /** Runs cells in the order of the document. Resolves when all have ended; never throws, as each cell says what is wrong. */
  async execute(cells: readonly C[], kernel: Kernel, save: boolean): Promise<void> {
    const { editor, live, outline, begin } = this.#of;
    const gesture = new AbortController();
    this.#ready = this.#whenFree(this.#ready, cells);
    this.#waiting.add(gesture);
    await this.#ready;
    this.#waiting.delete(gesture);
    if (gesture.signal.aborted) return;
    const { text } = editor.text();
    const all = outline().cells;
    const places = editor.cells();
    const begun = cells
      .flatMap((cell) => {
        const found = all[places.indexOf(cell)];
        return found && !live.has(cell) ? [{ cell, outline: found }] : [];
      })
      .sort((a, b) => a.outline.ordinal - b.outline.ordinal)
      .flatMap((each): Begun<C>[] => {
        const run = begin(each.cell, kernel, gesture);
        return run ? [{ ...each, run }] : [];
      });
    // What only draws needs no engine, and waits for what it may draw.
    const drawn = begun.filter((each) => each.outline.language === "vega-lite");
    const asked = begun.filter((each) => !drawn.includes(each));
    const draws = drawn.map((each) => this.#draw(each, asked, kernel));
    this.#turn = this.#turn.then(() => this.#send(asked, kernel, text, save, gesture.signal));
    await this.#turn;
    await Promise.all([...asked.map(({ run }) => run.ended), ...draws]);
  }

  /** Whatever has no execution yet is not begun any more. */
  cancelWaiting(): void {
    for (const gesture of this.#waiting) gesture.abort();
  }

  /** An editor has one execution of a cell: the next one waits for the end of the one before, and keeps its turn. */
  async #whenFree(before: Promise<void>, cells: readonly C[]): Promise<void> {
    const { shelf, live } = this.#of;
    await before;
    const busy = () => shelf.busy(cells) ?? live.ending(cells);
    for (let wait = busy(); wait; wait = busy()) await wait;
  }

  async #send(
    begun: readonly Begun<C>[],
    kernel: Kernel,
    text: string,
    save: boolean,
    signal: AbortSignal,
  ): Promise<void> {
    const { live, ground } = this.#of;
    const [first] = begun;
    if (!first) return;
    const quick = new AbortController();
    const connecting = () => first.run.tell({ t: "connecting", what: kernel.label, at: ground.now() });
    sleep(CONNECTING_MS, undefined, { signal: quick.signal }).then(connecting, () => undefined);
    try {
      const run = await this.#ask(begun, kernel, text, save, signal);
      const cells = begun.map(({ cell, outline }) => ({ cell, at: outline.ordinal }));
      live.follow(run, kernel.server, kernel.engine, cells);
      // Cancelled while the server took it on: it is there by now, and told to stop.
      if (signal.aborted) await live.stop(run);
    } catch (thrown) {
      const { at, ...refusal } = BetweenError.from(thrown).toWire();
      // A place without a cell is one of the file, whose mistakes are underlined where they stand.
      const error = at?.cell === undefined ? refusal : { ...refusal, at };
      ground.log(`run refused: ${String(thrown)}`);
      begun.forEach(({ run }, i) => run.tell({ t: "refused", at: ground.now(), ...(i === 0 && { error }) }));
    } finally {
      quick.abort();
    }
  }

  async #ask(
    begun: readonly Begun<C>[],
    kernel: Kernel,
    text: string,
    save: boolean,
    signal: AbortSignal,
  ): Promise<RunId> {
    const { editor, sessions } = this.#of;
    const { uri, folder } = await editor.address;
    const params = editor.params();
    const ask = async ({ client, session, sends }: Opened): Promise<RunId> => {
      if (sends) {
        const { sendNotebookFiles } = await import("./send-notebook-files.ts");
        await sendNotebookFiles(client, session, { text, folder }, this.#tellSending(begun), signal);
      }
      if (signal.aborted) throw new BetweenError("wire.cancelled");
      // Without the signal: what the server has begun must be followed.
      const { run } = await client.ask({
        t: "run",
        command: commandId(randomUUID()),
        session,
        uri,
        text,
        cells: begun.map(({ outline }) => outline.ordinal),
        params,
        keepGoing: editor.settings().continueAfterError,
        save,
      });
      return run;
    };
    const opened = await sessions.open(kernel, signal);
    this.tellLost(opened.lost);
    try {
      return await ask(opened);
    } catch (thrown) {
      if (BetweenError.from(thrown).code !== "session.unknown") throw thrown;
      const again = await sessions.openAgain(kernel, signal);
      this.tellLost(again.lost);
      return await ask(again);
    }
  }

  /** The first cell says how much of the notebook's files has been sent, a few times a second. */
  #tellSending(begun: readonly Begun<C>[]): (sent: number, total: number) => void {
    const { ground } = this.#of;
    let told = 0;
    return (sent, total) => {
      const at = ground.now();
      if (sent < total && at - told < SENDING_MS) return;
      told = at;
      begun[0]?.run.tell({
        t: "connecting",
        what: say(ground.lang, "storage.sending", { sent: bytes(sent, ground.lang), total: bytes(total, ground.lang) }),
        at,
      });
    };
  }

  /** Names that were made in a session are gone with it; their results are still to be seen. */
  tellLost(session: SessionId | undefined): void {
    if (session === undefined) return;
    const { editor, shelf, outline } = this.#of;
    const { cells } = outline();
    const names = editor.cells().flatMap((cell, i) => {
      const shown = shelf.get(cell);
      return shown && shelf.view(shown.output.run)?.session === session ? (cells[i]?.name ?? []) : [];
    });
    if (names.length > 0) editor.warn("cells.session-lost", { names: names.join(", ") });
  }

  async #draw({ cell, run, outline }: Begun<C>, others: readonly Begun<C>[], kernel: Kernel): Promise<void> {
    const { editor, shelf, ground } = this.#of;
    const above = others.filter((each) => each.outline.ordinal < outline.ordinal);
    await Promise.all(above.map((each) => each.run.ended));
    const at = ground.now();
    const goOn = editor.settings().continueAfterError;
    if (run.state.cancel || (!goOn && above.some((each) => each.run.state.account?.cell.state !== "done"))) {
      return run.tell({ t: "refused", at });
    }
    try {
      if (!editor.trusted()) throw new BetweenError("cells.vega-untrusted");
      const output = drawVegaLite(outline.code, this.#of.frame(cell), (name) => this.#named(name));
      run.tell({ t: "gone", at });
      await run.ended;
      const drawn = { ...output, startedAt: at, ms: ground.now() - at };
      const bytes = jsonBytes(drawn);
      const shown = {
        output: drawn,
        bytes,
        server: kernel.server,
        ranAt: at,
        size: "whole",
        drawn: outline.hash,
      } as const;
      await shelf.present(cell, kernel, shown, undefined);
    } catch (thrown) {
      run.tell({ t: "refused", error: BetweenError.from(thrown).toWire(), at });
    }
  }

  #named(name: string) {
    const { editor, shelf, outline } = this.#of;
    const at = outline().cells.findIndex((cell) => cell?.name !== undefined && foldCase(cell.name) === foldCase(name));
    const cell = editor.cells()[at];
    return cell && shelf.get(cell)?.output;
  }
}
