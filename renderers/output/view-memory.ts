import type { ChartSpec } from "../../notebook/notebook.ts";

/** What the user chose for one result, remembered as long as the editor's webview is open. */
export type ResultMemory = {
  tab?: "table" | "chart";
  /** The chart as the user set it, where that is not the author's. */
  draft?: ChartSpec;
  /** What the user wrote into the notebook after this run; null when taken out of it. */
  kept?: { run: string; chart: ChartSpec | null };
  editing?: boolean;
  /** Pixels of the chart when it was drawn last, for the room it gets the next time. */
  height?: number;
};

/** What is undefined is forgotten. */
export type MemoryChange = { [K in keyof ResultMemory]?: ResultMemory[K] | undefined };

export type ViewMemory = {
  of(result: string): ResultMemory;
  change(result: string, change: MemoryChange): void;
};

type Store = { getState(): unknown; setState(state: unknown): void };

/** Results above this number are forgotten, the longest unchanged first. */
const MOST = 400;

/** Memory in VS Code's store of a renderer, which holds one JSON value for all outputs. */
export function viewMemory(store: Store): ViewMemory {
  const held = store.getState();
  // SAFETY: nobody but this function writes the renderer's state; another version's is of the same shape or ignored by key.
  const state = new Map<string, ResultMemory>(Array.isArray(held) ? (held as [string, ResultMemory][]) : []);
  return {
    of: (result) => state.get(result) ?? {},
    change: (result, change) => {
      const next = Object.entries({ ...state.get(result), ...change }).filter(([, value]) => value !== undefined);
      state.delete(result);
      state.set(result, Object.fromEntries(next));
      for (const oldest of state.keys()) {
        if (state.size <= MOST) break;
        state.delete(oldest);
      }
      store.setState([...state]);
    },
  };
}
