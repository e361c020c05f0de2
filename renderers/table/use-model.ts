import { useEffect, useMemo, useReducer } from "preact/hooks";
import { BetweenError } from "../../protocol/errors.ts";
import type { WireError } from "../../protocol/errors.ts";
import type { ResultRef } from "../../protocol/renderer-messages.ts";
import type { OutputHost } from "../output-host.ts";
import { gridModel } from "./grid-model.ts";
import type { GridModel } from "./grid-model.ts";
import { hostRows, loadedPage } from "./row-source.ts";

/** A result to read rows of, as far as it is known. `page`: its first rows as base64, when they came with the output. */
export type Readable = { ref: ResultRef; rows: number; page?: string | undefined; reachable: boolean };

/** The rows of a result, from the first paint on those that came with it. Read no more when the component ends. */
export function useModel(host: OutputHost, of: Readable | undefined): { model: GridModel; unreadable?: WireError } {
  const [, redraw] = useReducer((count: number, _: void) => count + 1, 0);
  const { run, result } = of?.ref ?? {};
  const reachable = of?.reachable === true;
  const model = useMemo(() => {
    const known = reachable && run !== undefined && result !== undefined;
    return gridModel(known ? hostRows(host, { run, result }) : undefined, () => redraw());
  }, [host, run, result, reachable]);
  useEffect(() => () => model.dispose(), [model]);
  const unreadable = useMemo((): WireError | undefined => {
    if (of?.page === undefined) return undefined;
    try {
      model.hold(loadedPage(0, of.page));
      return undefined;
    } catch (thrown) {
      return BetweenError.from(thrown).toWire();
    }
  }, [model, of?.page]);
  model.grow(of?.rows ?? 0);
  return { model, ...(unreadable && { unreadable }) };
}
