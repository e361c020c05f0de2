import { h, render } from "preact";
import type { CellOutput } from "../../protocol/cell-output.ts";
import type { OutputHost } from "../output-host.ts";
import { CellView } from "./cell-view.ts";
import { OutputProvider } from "./context.ts";
import type { OutputContext } from "./context.ts";
import { hostOfView } from "./host-client.ts";
import type { Mounted } from "./mounts.ts";
import { sheets } from "./sheets.ts";
import type { StaleWatch } from "./stale-watch.ts";
import type { ThemeWatch } from "./theme-watch.ts";
import type { ViewMemory } from "./view-memory.ts";

/** What all outputs of a webview share. */
export type Surroundings = {
  host: OutputHost;
  memory: ViewMemory;
  theme: ThemeWatch;
  stale: StaleWatch;
  trusted: () => boolean;
};

/** The editor measures an output when it is drawn; it does not wait longer than this for a chart. Milliseconds. */
const SETTLE = 3_000;

/** Draws an output into a shadow root of its own: all renderers of all extensions share one document. */
export function mountOutput(
  { host, memory, theme, stale, trusted }: Surroundings,
  element: HTMLElement,
  first: CellOutput,
): Mounted<CellOutput> {
  const view = new AbortController();
  const box = document.createElement("div");
  const root = box.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = sheets();
  element.replaceChildren(box);
  const inTheme = () => (box.dataset["theme"] = theme.now().kind);
  inTheme();
  const unlisten = theme.listen(inTheme);

  const work = new Set<Promise<unknown>>();
  const settle = (one: Promise<unknown>) => {
    work.add(one);
    const end = () => work.delete(one);
    one.then(end, end);
  };
  let context: OutputContext | undefined;
  let current = first;
  const draw = (document: CellOutput) => {
    current = document;
    const output = stale.apply(document);
    const { lang, timezone } = output;
    box.lang = lang;
    // One and the same object as long as nothing in it changes, or every part would draw itself with every update.
    if (
      context?.lang !== lang ||
      context.timezone !== timezone ||
      context.output !== output.output ||
      context.trusted !== trusted()
    )
      context = {
        lang,
        timezone,
        output: output.output,
        trusted: trusted(),
        memory,
        theme,
        settle,
        host: hostOfView(host, view.signal),
      };
    render(h(OutputProvider, { value: context }, h(CellView, { output })), root);
  };
  draw(first);
  const unhear = stale.listen((output) => {
    if (output === current.output) draw(current);
  });

  return {
    update: draw,
    moveTo: (place) => {
      if (box.parentElement !== place) place.replaceChildren(box);
    },
    settled: async () => {
      if (work.size === 0) return;
      let timer: ReturnType<typeof setTimeout> | undefined;
      const late = new Promise((resolve) => (timer = setTimeout(resolve, SETTLE)));
      await Promise.race([Promise.allSettled(work), late]);
      clearTimeout(timer);
    },
    dispose: () => {
      render(null, root);
      view.abort();
      unlisten();
      unhear();
      box.remove();
    },
  };
}
