import type { RunId } from "../../protocol/ids.ts";
import type { RunView } from "../../protocol/messages.ts";
import type { Outline } from "./outline.ts";
import type { Shown } from "./output-shelf.ts";
import { bareView } from "./shown-store.ts";
import type { KeptCell, KeptOutputs } from "./shown-store.ts";

/** What the store keeps of a notebook as it is now. `shown` has a place for each cell of the document. */
export function keptOutputs(
  uri: string,
  outline: Outline,
  shown: readonly (Shown | undefined)[],
  viewOf: (run: RunId) => RunView | undefined,
  open: KeptOutputs["open"],
): KeptOutputs {
  const code = outline.cells.flatMap((cell, i) => (cell ? [{ cell, shown: shown[i] }] : []));
  const order = code.map(({ cell: { name, hash } }) => ({ hash, ...(name !== undefined && { name }) }));
  const cells = code.flatMap((each, cell): KeptCell[] => (each.shown ? [{ cell, ...each.shown }] : []));
  const places = new Map<RunId, Set<number>>();
  for (const { output } of cells) places.set(output.run, (places.get(output.run) ?? new Set()).add(output.cell));
  const views = [...places].flatMap(([run, at]) => {
    const view = viewOf(run);
    return view ? [bareView(view, at)] : [];
  });
  return { v: 1, uri, order, cells, views, open };
}

/** The run of a kept output, with what its cell printed put back. */
export function viewOfKept(kept: KeptOutputs, { output }: KeptCell): RunView | undefined {
  const view = kept.views.find(({ run }) => run === output.run);
  const cell = view?.cells[output.cell];
  if (!view || !cell) return undefined;
  return { ...view, cells: view.cells.with(output.cell, { ...cell, text_out: output.text }) };
}
