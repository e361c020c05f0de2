/** Entry of the output webview: VS Code calls `activate` once in each editor, and what it gives back for each output of ours. */
import { loadWording } from "#catalogues";
import type { Lang } from "../protocol/wording/say.ts";
import { liveCharts } from "./chart/live-charts.ts";
import { drawUnreadable } from "./output/draw-unreadable.ts";
import { hostClient } from "./output/host-client.ts";
import type { Messaging } from "./output/host-client.ts";
import { mountOutput } from "./output/mount-output.ts";
import { mounts } from "./output/mounts.ts";
import { readOutput } from "./output/read-output.ts";
import { staleWatch } from "./output/stale-watch.ts";
import { themeWatch } from "./output/theme-watch.ts";
import { viewMemory } from "./output/view-memory.ts";

type RendererContext = Messaging & {
  getState(): unknown;
  setState(state: unknown): void;
  workspace: { readonly isTrusted: boolean };
};
type OutputItem = { id: string; text(): string };

export async function activate(context: RendererContext) {
  const known = new Set<Lang>();
  const learn = async (lang: Lang) => void known.add((await loadWording(lang), lang));
  // Most likely the language of the outputs, which can then be drawn at once.
  await learn(navigator.language.startsWith("ko") ? "ko" : "en");

  const stale = staleWatch();
  const host = hostClient(context, stale.tell);
  const theme = themeWatch(document);
  const trusted = () => context.workspace.isTrusted;
  const around = { host, memory: viewMemory(context), theme, stale, trusted };
  const shown = mounts(mountOutput.bind(undefined, around));
  return {
    async renderOutputItem(item: OutputItem, element: HTMLElement, signal?: AbortSignal): Promise<void> {
      try {
        const output = readOutput(item.text());
        if (!known.has(output.lang)) await learn(output.lang);
        await shown.draw(item.id, element, output, signal);
      } catch (thrown) {
        shown.dispose(item.id);
        drawUnreadable(element, thrown);
      }
    },
    disposeOutputItem: (id?: string) => shown.dispose(id),
    /** What lives now, for tests: all zero when every output is disposed. */
    census: () => ({ views: shown.size, charts: liveCharts.size, asks: host.pending(), observers: theme.observers() }),
  };
}
