import { BetweenError } from "../../../protocol/errors.ts";
import type { Answers } from "../../../protocol/messages.ts";
import type { Notebook, ParameterValue } from "../../../notebook/notebook.ts";
import { placedSource } from "../define-sources.ts";
import type { EngineHolder } from "../engine-holder.ts";
import { Outcomes } from "./outcomes.ts";
import { Pass } from "./pass.ts";
import { SourceKeys } from "./source-key.ts";

type Found = Answers["analyze"];

/**
 * What the queries of a notebook mean, found out in an engine's session of its own: sources and named cells stand there
 * as views, and nothing runs. What was found stays known by all that it depends on, so that a later analysis asks only
 * about what has changed.
 */
export class Analysis {
  readonly #holder: EngineHolder;
  readonly #results: string;
  readonly #outcomes = new Outcomes();
  readonly #sourceKeys = new SourceKeys();
  #last: Promise<unknown> = Promise.resolve();

  /** `results`: where `result:` sources lie. */
  constructor(holder: EngineHolder, results: string) {
    this.#holder = holder;
    this.#results = results;
  }

  /** One analysis at a time. Throws what keeps the engine from answering; what is wrong with the notebook is the answer. */
  async analyze(notebook: Notebook, params: readonly ParameterValue[], signal: AbortSignal): Promise<Found> {
    const mine = this.#last.then(() => {
      if (signal.aborted) throw new BetweenError("wire.cancelled");
      return this.#analyze(notebook, params, signal);
    });
    this.#last = mine.catch(() => undefined); // Told to who asked; the next in turn goes on.
    // The engine may be set up meanwhile, and others may come first: who gives up waits for neither.
    return Promise.race([mine, cancelled(signal)]);
  }

  memory(): Promise<number | undefined> {
    return this.#holder.now?.memory() ?? Promise.resolve(undefined);
  }

  close(): Promise<void> {
    return this.#holder.close();
  }

  async #analyze({ meta, cells }: Notebook, params: readonly ParameterValue[], signal: AbortSignal): Promise<Found> {
    const engine = await this.#holder.open(meta.timezone);
    await this.#holder.useTimezone(engine, meta.timezone, signal);
    const pass = new Pass(engine, this.#holder.defined, this.#outcomes, signal);
    for (const spec of meta.sources)
      await pass.source(spec.name, () => placedSource(spec, this.#results, this.#holder.sent), this.#sourceKeys);
    for (const [i, cell] of cells.entries()) if (cell.kind === "code") await pass.cell(i, cell, params);
    this.#outcomes.turn();
    return { tables: pass.tables, problems: pass.problems };
  }
}

function cancelled(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const fail = () => reject(new BetweenError("wire.cancelled"));
    if (signal.aborted) fail();
    else signal.addEventListener("abort", fail, { once: true });
  });
}
