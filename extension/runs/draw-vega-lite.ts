import type { CellOutput } from "../../protocol/cell-output.ts";
import { BetweenError } from "../../protocol/errors.ts";
import { readSpec } from "../outputs/read-spec.ts";
import type { Frame } from "./output-of.ts";

/**
 * The output of a `vega-lite` cell: the main result of the cell that its `data: {name}` names, with the spec to draw over
 * it. `shown`: what a named cell shows. Throws `cells.vega-*`.
 */
export function drawVegaLite(code: string, frame: Frame, shown: (name: string) => CellOutput | undefined): CellOutput {
  const spec = readSpec(code);
  const name = dataName(spec);
  if (name === undefined) throw new BetweenError("cells.vega-no-name");
  const source = shown(name);
  const result = source?.results.findLast(({ main }) => main) ?? source?.results.at(-1);
  if (!source || !result) throw new BetweenError("cells.vega-no-result", { name });
  const { chart: _, ...rows } = result;
  return {
    v: 1,
    ...frame,
    run: source.run,
    cell: source.cell,
    timezone: source.timezone,
    state: "done",
    text: [],
    results: [{ ...rows, main: true, vegaLite: spec }],
    checks: [],
    saved: [],
    notes: [],
  };
}

function dataName(spec: object): string | undefined {
  const data = "data" in spec ? spec.data : undefined;
  const name = typeof data === "object" && data !== null && "name" in data ? data.name : undefined;
  return typeof name === "string" ? name : undefined;
}
