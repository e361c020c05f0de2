import type { CellOutput, Stale } from "../../protocol/cell-output.ts";

/** What the host said last of outputs being stale: it knows of edits that no output is written again for. */
export type StaleWatch = {
  tell(output: string, stale: Stale | undefined): void;
  /** The output as it stands by now. */
  apply(output: CellOutput): CellOutput;
  /** Tells of news of any output until the function that it gives is called. */
  listen(changed: (output: string) => void): () => void;
};

export function staleWatch(): StaleWatch {
  const said = new Map<string, Stale | undefined>();
  const listeners = new Set<(output: string) => void>();
  return {
    tell: (output, stale) => {
      said.set(output, stale);
      for (const changed of [...listeners]) changed(output);
    },
    apply: ({ stale, ...output }) => {
      const now = said.has(output.output) ? said.get(output.output) : stale;
      return now ? { ...output, stale: now } : output;
    },
    listen: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
  };
}
