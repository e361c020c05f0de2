import { None, parse, View } from "vega";
import type { Spec } from "vega";
import { expressionInterpreter } from "vega-interpreter";
import type { ChartRow } from "./chart-data.ts";
import { refusingLoader } from "./refusing-loader.ts";

/** A Vega view of a compiled chart: expressions are interpreted, never compiled to code, and nothing is ever fetched. */
export function chartView(spec: Spec, rows: readonly ChartRow[], place: { container?: HTMLElement } = {}): View {
  const view = new View(parse(spec, undefined, { ast: true }), {
    renderer: place.container ? "svg" : "none",
    expr: expressionInterpreter,
    loader: refusingLoader,
    logLevel: None,
    hover: false,
    ...place,
  });
  // Vega marks its rows with symbols, and each view needs its own.
  return view.data(
    "rows",
    rows.map((row) => ({ ...row })),
  );
}
