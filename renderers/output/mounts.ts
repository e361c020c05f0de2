/** A view of one output in the page. */
export type Mounted<T> = {
  update(value: T): void;
  /** Puts the view into another element; the same one where it already is does nothing. */
  moveTo(element: HTMLElement): void;
  /** Done when what the first look needs is drawn. */
  settled(): Promise<void>;
  dispose(): void;
};

export type Mounts<T> = {
  /** Draws an item into its element; one of the same id is brought up to date in place. Waits no longer than the signal. */
  draw(id: string, element: HTMLElement, value: T, signal?: AbortSignal): Promise<void>;
  /** Ends the view of an item, or without an id every view. */
  dispose(id?: string): void;
  readonly size: number;
};

/**
 * The one list of what is shown. VS Code draws an output again under the same id without disposing it first, and disposes
 * all by an id that is undefined.
 */
export function mounts<T>(mount: (element: HTMLElement, value: T) => Mounted<T>): Mounts<T> {
  const mounted = new Map<string, Mounted<T>>();
  return {
    async draw(id, element, value, signal) {
      if (signal?.aborted) return;
      let view = mounted.get(id);
      if (view) {
        view.moveTo(element);
        view.update(value);
      } else {
        view = mount(element, value);
        mounted.set(id, view);
      }
      await until(view.settled(), signal);
    },
    dispose(id) {
      for (const [each, view] of [...mounted]) {
        if (id !== undefined && each !== id) continue;
        mounted.delete(each);
        view.dispose();
      }
    },
    get size() {
      return mounted.size;
    },
  };
}

/** An aborted signal means that the editor waits no more, not that the output is gone: the next drawing may be under way. */
async function until(settled: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (!signal) return await settled;
  let stop = () => {};
  const aborted = new Promise<void>((resolve) => {
    stop = resolve;
    signal.addEventListener("abort", stop, { once: true });
  });
  await Promise.race([settled, aborted]);
  signal.removeEventListener("abort", stop);
}
