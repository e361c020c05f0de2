import type { ChartSpec } from "./notebook.ts";
import { optional, record, required } from "./record.ts";
import { oneOf, refine, text, textOrTexts } from "./shape.ts";
import type { Shape } from "./shape.ts";

const fields = record({
  type: required(oneOf("bar", "line", "area", "scatter", "pie"), "How the rows are drawn."),
  x: required(text, "Column along the bottom; of a pie, what its slices are."),
  y: required(textOrTexts, "Column, or list of columns, that is measured."),
  series: optional(text, "Column whose values each get a colour of their own."),
  title: optional(text, "Heading of the chart."),
});

export const chart: Shape<ChartSpec> = refine(fields, (spec, fail) => {
  if (typeof spec.y === "string") return spec;
  if (spec.y.length === 0) return fail("notebook.empty-list", {}, "y");
  if (spec.type === "pie" && spec.y.length > 1) return fail("notebook.pie-takes-one", {}, "y");
  if (spec.y.length > 1 && spec.series !== undefined) return fail("notebook.series-or-many", {}, "series");
  return spec;
});
