import { useEffect, useRef, useState } from "preact/hooks";
import { BetweenError } from "../../protocol/errors.ts";
import type { WireError } from "../../protocol/errors.ts";
import type { RendererUpdate } from "../../protocol/renderer-messages.ts";

/** Something that takes a while: how far it is, what came of it, or why nothing did. */
export type Asked<T> =
  { t: "working"; update: RendererUpdate } | { t: "done"; value: T } | { t: "failed"; error: WireError };

export type Ask<T> = (signal: AbortSignal, onUpdate: (update: RendererUpdate) => void) => Promise<T>;

/** One ask at a time: a new one cancels the one before, and so does the end of the component. `clear` cancels and forgets. */
export function useAsked<T>(): { now: Asked<T> | undefined; ask(work: Ask<T>): void; clear(): void } {
  const [now, setNow] = useState<Asked<T>>();
  const current = useRef<AbortController>(undefined);
  useEffect(() => () => current.current?.abort(), []);

  function clear(): void {
    current.current?.abort();
    current.current = undefined;
    setNow(undefined);
  }

  function ask(work: Ask<T>): void {
    current.current?.abort();
    const abort = new AbortController();
    current.current = abort;
    const tell = (asked: Asked<T>) => {
      if (current.current === abort) setNow(asked);
    };
    tell({ t: "working", update: {} });
    work(abort.signal, (update) => tell({ t: "working", update })).then(
      (value) => tell({ t: "done", value }),
      (thrown: unknown) => tell({ t: "failed", error: BetweenError.from(thrown).toWire() }),
    );
  }

  return { now, ask, clear };
}
