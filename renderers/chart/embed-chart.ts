import { logger, Warn } from "vega";
import type { View } from "vega";
import embed from "vega-embed";
import type { VisualizationSpec } from "vega-embed";
import type { Config } from "vega-lite";
import { harmlessSpec } from "./harmless-spec.ts";
import { liveCharts } from "./live-charts.ts";
import { refusingLoader } from "./refusing-loader.ts";

/** Marks up to which a chart is SVG: crisp, printable, searchable. Above, a canvas draws several times as fast. */
export const MAX_SVG_MARKS = 2_000;

export type Embedded = {
  view: View;
  /** What Vega had to say of the spec, such as an address that it may not load. */
  complaints: readonly string[];
  finalize(): void;
};

export type EmbedOptions = {
  marks: number;
  config?: Config;
  /** Is told the value of a `tooltip` encoding under the pointer; null when there is none. */
  tooltip?: (event: MouseEvent, value: unknown) => void;
  signal: AbortSignal;
};

/**
 * Embeds a Vega-Lite spec, ours or a user's, so that it can do nothing but draw: expressions are interpreted and never
 * compiled, nothing is loaded, there is no menu, and no part of the spec has a say in that. Throws what is wrong with the
 * spec, and the signal's reason.
 */
export async function embedChart(place: HTMLElement, spec: object, options: EmbedOptions): Promise<Embedded> {
  const { signal, tooltip } = options;
  const complaints: string[] = [];
  // SAFETY: an object is all that a spec has to be here; Vega-Lite itself says what is wrong with one that is none.
  const harmless = harmlessSpec(spec) as VisualizationSpec;
  const { view, finalize } = await embed(place, harmless, {
    mode: "vega-lite",
    ast: true,
    actions: false,
    loader: refusingLoader,
    renderer: options.marks > MAX_SVG_MARKS ? "canvas" : "svg",
    // It would lie in a style element; ours are sheets.
    defaultStyle: false,
    logger: collecting(complaints),
    tooltip: tooltip ? (_, event, __, value) => tooltip(event, value) : false,
    ...(options.config && { config: options.config }),
  });
  const end = () => {
    if (!liveCharts.delete(end)) return;
    finalize();
    place.replaceChildren();
  };
  liveCharts.add(end);
  if (signal.aborted) {
    end();
    signal.throwIfAborted();
  }
  return { view, complaints, finalize: end };
}

/** Vega says what is wrong with a spec to its log; here that is a list for the reader. */
const collecting = (complaints: string[]) =>
  logger(Warn, undefined, (_, __, said) => {
    const text = said.map((one) => (one instanceof Error ? one.message : String(one))).join(" ");
    if (!complaints.includes(text)) complaints.push(text);
  });
