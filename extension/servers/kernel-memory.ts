import type { Memento } from "vscode";
import type { KernelName } from "./kernel-list.ts";

export type KernelMemory = {
  /** What was used last at all. */
  last(): KernelName | undefined;
  /** What this notebook used last. */
  of(notebook: string): KernelName | undefined;
  used(notebook: string, kernel: KernelName): Promise<void>;
  /** Of this notebook only, as VS Code itself does when somebody picks a kernel. */
  selected(notebook: string, kernel: KernelName): Promise<void>;
};

const LAST = "between.lastKernel";
const NOTEBOOKS = "between.kernelOfNotebook";
/** Notebooks that are remembered; the one that was used longest ago is forgotten first. */
const MOST = 200;

export function kernelMemory(state: Pick<Memento, "get" | "update">): KernelMemory {
  const notebooks = () => new Map(state.get<[string, KernelName][]>(NOTEBOOKS, []));
  const selected = async (notebook: string, { server, engine }: KernelName) => {
    const all = notebooks();
    all.delete(notebook);
    all.set(notebook, { server, engine });
    await state.update(NOTEBOOKS, [...all].slice(-MOST));
  };
  return {
    last: () => state.get<KernelName>(LAST),
    of: (notebook) => notebooks().get(notebook),
    selected,
    used: async (notebook, { server, engine }) => {
      await selected(notebook, { server, engine });
      await state.update(LAST, { server, engine });
    },
  };
}
