import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { BetweenError } from "../../protocol/errors.ts";
import { operationId } from "../../protocol/ids.ts";
import type { RunId } from "../../protocol/ids.ts";
import type { Engine, EngineSession, OpenOptions } from "../engine/engine.ts";
import type { SessionFacts } from "./journal/journal-lines.ts";
import type { SentRoot } from "./sent-paths.ts";
import { makeFolder } from "./make-folder.ts";
import { quoteText } from "./sql-names.ts";

export const resultKey = (run: RunId, result: number): string => `${run}/${result}`;

/** The engine's session of a session of ours: opened when it is first needed, and again after it was lost. */
export class EngineHolder {
  /** Views of sources that stand in the engine's session, by name: what they were made from. */
  defined = new Map<string, string>();
  /** Where the rows of results can be computed again: the views that their queries stand under, by `resultKey`. */
  views = new Map<string, string>();
  /** How many lines of sources could not be read, of how many, by what was counted. */
  readonly skipped = new Map<string, { skipped: number; lines: number }>();
  readonly scratch: string;
  readonly engine: Engine;
  /** Where relative paths of sources lie, for an engine that does not see the notebook's folder. */
  readonly sent: SentRoot | undefined;
  readonly #facts: SessionFacts;
  readonly #onLost: (error: BetweenError) => void;
  readonly #over = new AbortController();
  #opening: Promise<EngineSession> | undefined;
  #now: EngineSession | undefined;
  #timezone = "UTC";

  constructor(
    engine: Engine,
    facts: SessionFacts,
    scratch: string,
    onLost: (error: BetweenError) => void,
    sent?: SentRoot,
  ) {
    this.engine = engine;
    this.scratch = scratch;
    this.#facts = facts;
    this.#onLost = onLost;
    this.sent = sent;
  }

  /** The engine's session if it is there. */
  get now(): EngineSession | undefined {
    return this.#now;
  }

  /** The engine's session, opened where it is not. `resume`: the one that an earlier server left, or none. */
  open(timezone = "UTC", resume = false, onProgress?: OpenOptions["onProgress"]): Promise<EngineSession> {
    return (this.#opening ??= this.#open(timezone, resume, onProgress).catch((thrown: unknown) => {
      this.#opening = undefined;
      throw thrown;
    }));
  }

  async #open(timezone: string, resume: boolean, onProgress: OpenOptions["onProgress"]): Promise<EngineSession> {
    makeFolder(this.scratch);
    const { session, user, folder } = this.#facts;
    if (this.engine.can.files === "here" && !existsSync(folder)) makeFolder(folder);
    const { scratch } = this;
    const options = { session, user, folder, timezone, scratch, resume, ...(onProgress && { onProgress }) };
    const opened = await this.engine.open(options, this.#over.signal);
    this.#timezone = timezone;
    this.#now = opened;
    this.defined = new Map();
    this.views = new Map();
    void opened.ended.then((error) => {
      if (this.#now === opened && !this.#over.signal.aborted)
        this.lose(error ?? new BetweenError("engine.session-gone"));
    });
    return opened;
  }

  /** The engine's session is gone, or is given up. */
  lose(error: BetweenError): void {
    this.#opening = undefined;
    this.#now = undefined;
    this.#onLost(error);
  }

  /** A later version of a notebook may have another time zone than the one that the engine's session was opened with. */
  async useTimezone(engine: EngineSession, timezone: string, signal: AbortSignal): Promise<void> {
    if (timezone === this.#timezone) return;
    const text = `set spark.sql.session.timeZone = ${quoteText(timezone)}`;
    const work = {
      operation: operationId(randomUUID()),
      do: "statement",
      text,
      args: [],
      view: "__between_zone",
    } as const;
    for await (const event of engine.run(work, signal)) if (event.t === "schema") continue;
    this.#timezone = timezone;
  }

  /** Keeps an opening session from coming to be. */
  giveUp(): void {
    this.#over.abort();
  }

  async close(): Promise<void> {
    this.giveUp();
    const open = await this.#opening?.catch(() => undefined); // What did not open need not be closed.
    await open?.close();
    await rm(this.scratch, { recursive: true, force: true });
  }
}
