import type { RunId } from "../../protocol/ids.ts";
import type { CellView, RunView } from "../../protocol/messages.ts";
import type { Outline } from "./outline.ts";
import type { Shown } from "./output-shelf.ts";
import type { BareView, KeptCell, KeptOutputs } from "./shown-store.ts";

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

/** What a cell printed and showed stands in its output already. */
function bareView({ cells, ...view }: RunView, places: ReadonlySet<number>): BareView {
  const kept = [...places].flatMap((at) => {
    const cell = cells[at];
    if (!cell) return [];
    const { media: _, ...bare } = cell;
    const entry: [number, CellView] = [at, { ...bare, text_out: [] }];
    return [entry];
  });
  return { ...view, of: cells.length, cells: kept };
}

/** The run of a kept output: its other cells are there and empty. */
export function viewOfKept(kept: KeptOutputs, { output }: KeptCell): RunView | undefined {
  const bare = kept.views.find(({ run }) => run === output.run);
  if (!bare) return undefined;
  const { of, cells, ...view } = bare;
  const places = new Map(cells);
  const empty: CellView = {
    kind: "code",
    text: "",
    line: 0,
    options: {},
    results: [],
    text_out: [],
    checks: [],
    saved: [],
    notes: [],
  };
  const all = Array.from({ length: of }, (_, at): CellView => {
    const cell = places.get(at) ?? empty;
    if (at !== output.cell) return cell;
    return { ...cell, text_out: [...output.text], ...(output.media && { media: [...output.media] }) };
  });
  return { ...view, cells: all };
}
