import type { RendererAnswers, RendererAsk, RendererUpdate } from "../protocol/renderer-messages.ts";

/** The extension host as a view in the webview sees it. */
export interface OutputHost {
  /** Throws BetweenError: the host's, or `wire.cancelled`. */
  ask<K extends RendererAsk["t"]>(
    ask: Extract<RendererAsk, { t: K }>,
    options?: { signal?: AbortSignal; onUpdate?: (update: RendererUpdate) => void },
  ): Promise<RendererAnswers[K]>;
}
