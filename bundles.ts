/** What lies in `dist/`: which file loads which, and the sizes that the budgets are about. */

/** Where a build leaves what it knows of its bundles, as JSON: `Bundles`. */
export const BUNDLES_FILE = ".cache/bundles.json";

/** What an editor loads first. */
export const EXTENSION = "dist/extension.js";

/** Files by their path from the repository's root. */
export type Bundles = Record<string, Bundle>;

/** A file in `dist/`: `loads` at once, `mayLoad` when something first needs it. */
export type Bundle = { bytes: number; loads: string[]; mayLoad: string[]; drawsCharts: boolean };

export type BundleFigure = { what: string; bytes: number; budget: number };

/** The sizes that have a budget, in bytes, of what was built. */
export function bundleFigures(bundles: Bundles): BundleFigure[] {
  const output = "dist/renderer/output.js";
  const figures: BundleFigure[] = [];
  const sum = (files: Iterable<string>) => [...files].reduce((all, file) => all + (bundles[file]?.bytes ?? 0), 0);
  if (bundles[EXTENSION])
    figures.push({ what: "activation loads", bytes: sum(activationLoads(bundles, EXTENSION)), budget: 300_000 });
  if (!bundles[output]) return figures;
  const atOnce = loadedBy(bundles, output);
  figures.push({ what: "an output's first table loads", bytes: sum(atOnce), budget: 150_000 });
  const chart = chartFiles(bundles, output).filter((file) => !atOnce.has(file));
  if (chart.length > 0) figures.push({ what: "a first chart loads besides", bytes: sum(chart), budget: 1_000_000 });
  return figures;
}

/** The entry and the sentences that it waits for, of the language that takes more. */
function activationLoads(bundles: Bundles, entry: string): Set<string> {
  const atOnce = loadedBy(bundles, entry);
  const awaited = [...atOnce]
    .flatMap((file) => bundles[file]?.mayLoad ?? [])
    .filter((file) => /-editor-\w+\.js$/.test(file));
  const size = (file: string) => bundles[file]?.bytes ?? 0;
  const [largest] = awaited.sort((a, b) => size(b) - size(a));
  return largest === undefined ? atOnce : new Set([...atOnce, ...loadedBy(bundles, largest)]);
}

/** A file and all that it imports at once. */
export function loadedBy(bundles: Bundles, entry: string): Set<string> {
  return reach(entry, (file) => bundles[file]?.loads ?? []);
}

/** A file and all that it may ever import. */
export function reachableFrom(bundles: Bundles, entry: string): Set<string> {
  return reach(entry, (file) => [...(bundles[file]?.loads ?? []), ...(bundles[file]?.mayLoad ?? [])]);
}

/** What is loaded by the dynamic imports whose bundles hold Vega. */
function chartFiles(bundles: Bundles, entry: string): string[] {
  const dynamic = [...reachableFrom(bundles, entry)].flatMap((file) => bundles[file]?.mayLoad ?? []);
  const chart = dynamic
    .map((file) => [...loadedBy(bundles, file)])
    .filter((files) => files.some((file) => bundles[file]?.drawsCharts));
  return [...new Set(chart.flat())];
}

function reach(entry: string, next: (file: string) => readonly string[]): Set<string> {
  const reached = new Set([entry]);
  for (const file of reached) for (const other of next(file)) reached.add(other);
  return reached;
}
