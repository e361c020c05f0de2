import { asList, asNumber, asRecord, asText, cleanText, isRecord, isTrue, own } from "../loose.ts";
import type { Loose } from "../loose.ts";

/** A chart as a note has it, before it is known whether our charts can say it. */
export type Graph = {
  mode: string;
  keys: readonly string[];
  groups: readonly string[];
  values: readonly Measure[];
  /** Settings of how it looks that are not the default, by Zeppelin's own names. */
  looks: readonly string[];
};

export type Measure = { column: string; aggregate: Aggregate };
export type Aggregate = "sum" | "count" | "avg" | "min" | "max";

const aggregates: readonly Aggregate[] = ["sum", "count", "avg", "min", "max"];

/**
 * The chart settings of each message of a paragraph, by its place in `results.msg`. There are three layouts: an array,
 * an object keyed by the place, and a single `graph` right in the paragraph's `config`.
 */
export function graphsOf(config: Loose): ReadonlyMap<number, Loose> {
  const { results, graph } = config;
  const found = new Map<number, Loose>();
  if (isRecord(graph)) found.set(0, graph);
  const entries = Array.isArray(results) ? [...results.entries()] : Object.entries(asRecord(results));
  for (const [key, value] of entries) {
    const one = asRecord(value)["graph"];
    if (isRecord(one) && Number.isInteger(Number(key))) found.set(Number(key), one);
  }
  return found;
}

/** `columns`: those of the stored table, where there is one; a chart of other columns is of an older query. */
export function readGraph(graph: Loose, columns: readonly string[] | undefined): Graph {
  const mode = asText(graph["mode"]) ?? "table";
  const names = (list: unknown) => asList(list).flatMap((each) => columnOf(each, columns) ?? []);
  const setting = asRecord(own(asRecord(graph["setting"]), mode));
  const looks = looksOf(mode, setting);
  if (mode === "scatterChart") {
    const axes = { ...asRecord(graph["scatter"]), ...setting };
    const [x, y, group, size] = ["xAxis", "yAxis", "group", "size"].map((axis) => columnOf(axes[axis], columns));
    return {
      mode,
      keys: x === undefined ? [] : [x],
      values: y === undefined ? [] : [{ column: y, aggregate: "sum" }],
      groups: group === undefined ? [] : [group],
      looks: [...looks, ...(size === undefined ? [] : [`size: ${size}`])],
    };
  }
  const keys = names(graph["keys"]);
  const groups = names(graph["groups"]);
  const values = asList(graph["values"]).flatMap((each): Measure[] => {
    const column = columnOf(each, columns);
    return column === undefined ? [] : [{ column, aggregate: aggregateOf(each) }];
  });
  const [first, second] = columns ?? [];
  // What Zeppelin draws while nothing has been chosen.
  const chosen = keys.length > 0 || groups.length > 0 || values.length > 0;
  if (!chosen && first !== undefined && second !== undefined)
    return { mode, keys: [first], groups: [], values: [{ column: second, aggregate: "sum" }], looks };
  return { mode, keys: distinct(keys), groups: distinct(groups), values, looks };
}

/** By name first, then by place, as classic Zeppelin does. */
function columnOf(value: unknown, columns: readonly string[] | undefined): string | undefined {
  const { name: written, index } = asRecord(value);
  const name = cleanText(asText(written) ?? "");
  if (columns === undefined) return name === "" ? undefined : name;
  if (columns.includes(name)) return name;
  const at = asNumber(index);
  return at === undefined ? undefined : columns[at];
}

function aggregateOf(value: unknown): Aggregate {
  const written = asText(asRecord(value)["aggr"])?.toLowerCase();
  return aggregates.find((each) => each === written) ?? "sum";
}

const distinct = (names: readonly string[]) => [...new Set(names)];

function looksOf(mode: string, setting: Loose): string[] {
  const flags = ["forceY", "lineWithFocus", "isDateFormat"].filter((name) => isTrue(setting[name]));
  const style = asText(setting["style"]);
  const labels = asText(setting["xLabelStatus"]);
  return [
    ...(mode === "multiBarChart" && isTrue(setting["stacked"]) ? ["stacked"] : []),
    ...(style !== undefined && style !== "stack" ? [`style: ${cleanText(style)}`] : []),
    ...flags,
    ...(labels === "hide" ? ["xLabelStatus: hide"] : []),
  ];
}
