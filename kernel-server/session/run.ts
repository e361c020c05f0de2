import { join } from "node:path";
import { BetweenError } from "../../protocol/errors.ts";
import type { RunEvent } from "../../protocol/messages.ts";
import type { Journal } from "./journal/journal.ts";
import type { Mark } from "./journal/journal-lines.ts";
import type { Plan } from "./plan-run.ts";
import { Spool } from "./spool/spool.ts";

/** One execution, while this server has it. */
export class Run {
  readonly folder: string;
  readonly journal: Journal;
  readonly plan: Plan;
  /** Of the cell that an earlier server was at, by key. */
  readonly marks: ReadonlyMap<number, ReadonlyMap<string, Mark>>;
  /** Settles when the run's record is written. */
  recorded: Promise<void> = Promise.resolve();
  /** What was found of the sources' files, by what they mean and how often the run had saved something. */
  readonly looked = new Map<string, string>();
  /** Where the notebook's files lie that were sent before it; `undefined` where none were. */
  sent: string | undefined;
  readonly #spools = new Map<number, Spool>();
  #nextResult: number;

  constructor(folder: string, journal: Journal, plan: Plan, marks: readonly Mark[] = []) {
    this.folder = folder;
    this.journal = journal;
    this.plan = plan;
    this.marks = byCell(marks);
    this.#nextResult = 1 + Math.max(-1, ...journal.view.cells.flatMap((cell) => cell.results.map((one) => one.result)));
  }

  get id() {
    return this.journal.view.run;
  }

  newResult(): number {
    return this.#nextResult++;
  }

  spoolPath(result: number): string {
    return join(this.folder, `result-${result}`);
  }

  keep(result: number, spool: Spool): void {
    this.#spools.set(result, spool);
  }

  /** The rows of a result, being written or as they lie on disk. */
  async spool(result: number): Promise<Spool> {
    const known = this.#spools.get(result);
    if (known) return known;
    const loaded = await Spool.load(this.spoolPath(result));
    const raced = this.#spools.get(result);
    if (!raced) this.#spools.set(result, loaded);
    return raced ?? loaded;
  }

  /** Gives up the rows of a result, so that their room is free. */
  async discard(result: number): Promise<void> {
    const path = this.spoolPath(result);
    const { fields = [] } = (await this.spool(result)).index;
    await Spool.remove(path);
    const empty = await Spool.load(path);
    empty.begin(fields);
    this.#spools.set(result, empty);
    this.journal.append({ t: "rows", result, rows: 0, bytes: 0 });
  }

  /** Tells what a cell does. Throws what keeps the journal from being written: such a cell cannot go on. */
  tell(event: RunEvent): void {
    this.journal.append(event);
    const { failed } = this.journal;
    if (failed) throw new BetweenError(failed.code, failed.args, { cause: failed });
  }
}

function byCell(marks: readonly Mark[]): Map<number, Map<string, Mark>> {
  const cells = new Map<number, Map<string, Mark>>();
  for (const mark of marks) {
    const keys = cells.get(mark.cell) ?? new Map<string, Mark>();
    // The second mark of a key is its outcome.
    keys.set(mark.key, { ...keys.get(mark.key), ...mark });
    cells.set(mark.cell, keys);
  }
  return cells;
}
