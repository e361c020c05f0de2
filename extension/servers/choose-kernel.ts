import type { KernelName } from "./kernel-list.ts";

export type Wishes = {
  /** `engine:` of the front matter. */
  engine?: string | undefined;
  /** What this notebook used last. */
  here?: KernelName | undefined;
  /** What was used last at all. */
  last?: KernelName | undefined;
};

/**
 * The kernel that a notebook opens with: the engine that its file names, else what it used last, else what was used last at
 * all, else the first there is. Where several servers have an engine of that name, the one that was used last counts.
 */
export function chooseKernel<K extends KernelName>(kernels: readonly K[], wishes: Wishes): K | undefined {
  const { engine, here, last } = wishes;
  const find = (wish: KernelName | undefined) =>
    wish && kernels.find((kernel) => kernel.server === wish.server && kernel.engine === wish.engine);
  const ofFile = () => {
    const named = kernels.filter((kernel) => kernel.engine === engine);
    const on = (wish: KernelName | undefined) => named.find(({ server }) => server === wish?.server);
    return on(here) ?? on(last) ?? named[0];
  };
  return (engine === undefined ? undefined : ofFile()) ?? find(here) ?? find(last) ?? kernels[0];
}
