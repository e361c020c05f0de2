import type { ChartSpec } from "../../notebook/notebook.ts";

/** What a report takes from a cell's options, which a record holds as plain JSON. */
export type ShownOptions = {
  name?: string;
  title?: string;
  chart?: ChartSpec;
  hidesCode: boolean;
  hidesOutput: boolean;
};

export function shownOptions(options: Readonly<Record<string, unknown>>): ShownOptions {
  const { name, title, hide } = options;
  const hidden: unknown[] = Array.isArray(hide) ? hide : [];
  const chart = chartSpec(options["chart"]);
  return {
    ...(typeof name === "string" && { name }),
    ...(typeof title === "string" && { title }),
    ...(chart && { chart }),
    hidesCode: hidden.includes("code"),
    hidesOutput: hidden.includes("output"),
  };
}

function chartSpec(value: unknown): ChartSpec | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { type, x, y, series, title }: Record<string, unknown> = { ...value };
  const known = types.find((name) => name === type);
  const ys = Array.isArray(y) ? y.filter((name) => typeof name === "string") : y;
  if (known === undefined || typeof x !== "string" || (typeof ys !== "string" && !Array.isArray(ys))) return undefined;
  return {
    type: known,
    x,
    y: ys,
    ...(typeof series === "string" && { series }),
    ...(typeof title === "string" && { title }),
  };
}

const types = ["bar", "line", "area", "scatter", "pie"] as const;
