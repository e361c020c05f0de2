import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { RefObject } from "preact";
import { BetweenError } from "../../protocol/errors.ts";
import type { WireError } from "../../protocol/errors.ts";
import { useOutput } from "./context.ts";
import type { ViewMemory } from "./view-memory.ts";

/** What can be drawn into an element and ended again. */
type Drawing = { finalize(): void };
export type Drawn<T> = { drawing?: T; error?: WireError };

/** Webviews, by what is theirs alone, whose host was told that a chart was drawn. */
const charted = new WeakSet<ViewMemory>();

/**
 * Draws into `plot` whenever one of `about` changes. The last picture stays until the next is there; the end of the view
 * ends it. `draw` is undefined while there is nothing to draw from.
 */
export function useDrawn<T extends Drawing>(
  plot: RefObject<HTMLElement | null>,
  draw: ((plot: HTMLElement, signal: AbortSignal) => Promise<T>) | undefined,
  about: readonly unknown[],
): Drawn<T> {
  const { settle, host, memory } = useOutput();
  const current = useRef<T | undefined>(undefined);
  const [drawn, setDrawn] = useState<Drawn<T>>({});

  useLayoutEffect(() => {
    const element = plot.current;
    if (!element || !draw) return;
    const ended = new AbortController();
    const work = async () => {
      try {
        const drawing = await draw(element, ended.signal);
        if (ended.signal.aborted) return drawing.finalize();
        current.current?.finalize();
        current.current = drawing;
        setDrawn({ drawing });
        if (charted.has(memory)) return;
        charted.add(memory);
        // Where nobody hears it there are no first steps either.
        host.ask({ t: "chart-drawn" }).catch(() => charted.delete(memory));
      } catch (thrown) {
        if (ended.signal.aborted) return;
        current.current?.finalize();
        current.current = undefined;
        element.replaceChildren();
        setDrawn({ error: BetweenError.from(thrown).toWire() });
      }
    };
    settle(work());
    return () => ended.abort();
  }, about);

  useLayoutEffect(
    () => () => {
      current.current?.finalize();
      current.current = undefined;
    },
    [],
  );
  return drawn;
}
