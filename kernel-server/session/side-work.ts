import { randomUUID } from "node:crypto";
import { sessionId } from "../../protocol/ids.ts";
import { Analysis } from "./analysis/analysis.ts";
import { EngineHolder } from "./engine-holder.ts";
import type { SessionFacts } from "./journal/journal-lines.ts";

/** What happens in a session beside its queue: questions about results, and the analysis of the notebook. */
export class SideWork {
  readonly #works = new Set<Promise<void>>();
  readonly #makeAnalysis: () => Analysis;
  readonly #onChange: () => void;
  #analysis: Analysis | undefined;

  /** `onChange`: something goes on, or nothing does any more. */
  constructor({ engine, scratch, sent }: EngineHolder, facts: SessionFacts, results: string, onChange: () => void) {
    this.#onChange = onChange;
    this.#makeAnalysis = () => {
      const own = { ...facts, session: sessionId(randomUUID()) };
      return new Analysis(
        new EngineHolder(engine.looking ?? engine, own, `${scratch}-analysis`, () => undefined, sent),
        results,
      );
    };
  }

  get goesOn(): boolean {
    return this.#works.size > 0;
  }

  /** In an engine's session of its own, opened when it is first needed: it waits for no run and changes none. */
  get analysis(): Analysis {
    return (this.#analysis ??= this.#makeAnalysis());
  }

  /** Work that must never reject. */
  add(work: Promise<void>): void {
    this.#works.add(work);
    this.#onChange();
    void work.then(() => {
      this.#works.delete(work);
      this.#onChange();
    });
  }

  /** Bytes that the analysis' engine takes. */
  memory(): Promise<number | undefined> {
    return this.#analysis?.memory() ?? Promise.resolve(undefined);
  }

  /** Ends the analysis, and resolves when what was asked has ended. */
  async close(): Promise<void> {
    await Promise.all([this.#analysis?.close(), ...this.#works]);
  }
}
