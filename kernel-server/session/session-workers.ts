import { BetweenError } from "../../protocol/errors.ts";
import type { EngineSession } from "../engine/engine.ts";
import type { Worker, WorkerKind, WorkerOptions } from "../engine/worker.ts";

type Wanted = Pick<WorkerOptions, "timezone" | "requirements" | "onProgress">;
type Open = { worker: Worker; engine: EngineSession; made: string };

/** The workers of one session: one for each language, made when its first cell runs. */
export class SessionWorkers {
  readonly #kinds: readonly WorkerKind[];
  readonly #folder: string;
  readonly #scratch: string;
  readonly #python: string | undefined;
  readonly #open = new Map<string, Open>();
  /** Languages whose worker is gone, and with it what cells had made in it. */
  readonly #lost = new Set<string>();
  #closed = false;

  /** `python`: the interpreter that the user chose for Python cells. */
  constructor(kinds: readonly WorkerKind[], folder: string, scratch: string, python?: string) {
    this.#kinds = kinds;
    this.#folder = folder;
    this.#scratch = scratch;
    this.#python = python;
  }

  /**
   * The worker of a language, in the engine's session; a new one where there is none, where it died, where the engine's
   * session is another by now and where the notebook asks for other packages. `fresh`: names that earlier cells made are
   * lost. Throws `cell.no-worker` and what the worker's start throws.
   */
  async get(
    language: string,
    engine: EngineSession,
    wanted: Wanted,
    signal: AbortSignal,
  ): Promise<{ worker: Worker; fresh: boolean }> {
    const kind = this.#kinds.find((each) => each.language === language);
    const { remote } = engine;
    if (!kind || !remote) throw new BetweenError("cell.no-worker", { language });
    const made = JSON.stringify([wanted.timezone, wanted.requirements]);
    const there = this.#open.get(language);
    if (there?.engine === engine && there.made === made) return { worker: there.worker, fresh: false };
    if (there) await this.#end(language, there);
    const chosen = this.#python === undefined ? {} : { interpreter: this.#python };
    const place = { remote, folder: this.#folder, scratch: this.#scratch };
    const worker = await kind.open({ ...wanted, ...place, ...chosen }, signal);
    if (this.#closed) {
      await worker.close();
      throw new BetweenError("engine.session-gone");
    }
    const open = { worker, engine, made };
    this.#open.set(language, open);
    void worker.ended.then(() => {
      if (this.#open.get(language) !== open) return;
      this.#open.delete(language);
      this.#lost.add(language);
    });
    return { worker, fresh: this.#lost.delete(language) };
  }

  /** Bytes that the workers' processes take. */
  async memory(): Promise<number | undefined> {
    const parts = await Promise.all([...this.#open.values()].map(({ worker }) => worker.memory()));
    const known = parts.filter((bytes) => bytes !== undefined);
    return known.length === 0 ? undefined : known.reduce((sum, bytes) => sum + bytes, 0);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#open].map(([language, open]) => this.#end(language, open)));
  }

  async #end(language: string, { worker }: Open): Promise<void> {
    this.#open.delete(language);
    this.#lost.add(language);
    await worker.close();
  }
}
