import { BetweenError } from "../../../protocol/errors.ts";
import type { SourceSpec } from "../../../notebook/notebook.ts";
import type { EngineSession } from "../../engine/engine.ts";
import { keyOf } from "./outcomes.ts";

/** Files are looked at again after so long, those that only the engine can look at after so much longer. */
const LOOK_MS = 3_000;
const REMOTE_MS = 600_000;

/** Tells when a source may have other columns: by its files, their number, bytes and newest change. */
export class SourceKeys {
  readonly #known = new Map<string, { key: string; until: number }>();

  /** Throws what is wrong with the path. */
  async of({ line: _, ...spec }: SourceSpec, engine: EngineSession, signal: AbortSignal): Promise<string> {
    const meaning = JSON.stringify(spec);
    const known = this.#known.get(meaning);
    if (known && performance.now() < known.until) return known.key;
    const look = async () => ({
      ...(await engine.files("path" in spec.from ? spec.from.path : "", signal)),
      ms: LOOK_MS,
    });
    const { ms, ...files } = await look().catch((thrown: unknown) => {
      if (thrown instanceof BetweenError && thrown.code === "engine.files-unknown")
        return { at: Date.now(), ms: REMOTE_MS };
      throw thrown;
    });
    const key = keyOf("source", meaning, files);
    this.#known.set(meaning, { key, until: performance.now() + ms });
    return key;
  }
}
