import { BetweenError } from "../../protocol/errors.ts";
import type { RendererAnswers, RendererAsk, RendererUpdate, ToRenderer } from "../../protocol/renderer-messages.ts";

/** Answers one ask. Throws BetweenError, or the signal's reason. */
export type Answer<From> = (
  ask: RendererAsk,
  from: From,
  signal: AbortSignal,
  onUpdate: (update: RendererUpdate) => void,
) => Promise<RendererAnswers[RendererAsk["t"]]>;

export type OutputAsks<From> = {
  /** A message of a webview. What is none of ours is nothing. */
  receive(message: unknown, from: From): void;
  /** Nobody waits any more for what these have asked. */
  gone(which: (from: From) => boolean): void;
  dispose(): void;
};

/** Updates of one ask come no closer together, in milliseconds; the answer says the last of them anyway. */
const BETWEEN_UPDATES = 100;

/**
 * The asks of all webviews: each goes to `answer` and gets exactly one `reply` or `failed`, to the webview that asked. One
 * that is cancelled gets none, since its webview waits for none.
 */
export function outputAsks<From>(
  answer: Answer<From>,
  post: (message: ToRenderer, to: From) => void,
): OutputAsks<From> {
  const asked = new Map<string, { from: From; controller: AbortController }>();

  const begin = async (id: string, ask: RendererAsk, from: From): Promise<void> => {
    const controller = new AbortController();
    const { signal } = controller;
    asked.set(id, { from, controller });
    const tell = (message: ToRenderer) => {
      if (!signal.aborted) post(message, from);
    };
    try {
      const value = await answer(
        ask,
        from,
        signal,
        paced((update) => tell({ t: "updated", id, update })),
      );
      tell({ t: "reply", id, value });
    } catch (thrown) {
      tell({ t: "failed", id, error: BetweenError.from(thrown).toWire() });
    } finally {
      asked.delete(id);
    }
  };
  const end = (which: (from: From) => boolean) => {
    for (const { from, controller } of asked.values()) {
      if (which(from)) controller.abort(new BetweenError("wire.cancelled"));
    }
  };

  return {
    receive(message, from) {
      if (!isMessage(message)) return;
      if (message.t === "cancel") return asked.get(message.id)?.controller.abort(new BetweenError("wire.cancelled"));
      if (isAsk(message.ask) && !asked.has(message.id)) void begin(message.id, message.ask, from);
    },
    gone: end,
    dispose: () => end(() => true),
  };
}

function paced(tell: (update: RendererUpdate) => void): (update: RendererUpdate) => void {
  let last = -Infinity;
  return (update) => {
    const now = performance.now();
    if (now - last < BETWEEN_UPDATES) return;
    last = now;
    tell(update);
  };
}

type Message = { t: "ask"; id: string; ask: unknown } | { t: "cancel"; id: string };

function isMessage(message: unknown): message is Message {
  if (typeof message !== "object" || message === null || !("t" in message) || !("id" in message)) return false;
  return typeof message.id === "string" && (message.t === "cancel" || (message.t === "ask" && "ask" in message));
}

const kinds: Readonly<Record<RendererAsk["t"], true>> = {
  rows: true,
  query: true,
  value: true,
  export: true,
  "save-file": true,
  copy: true,
  above: true,
  spark: true,
  reveal: true,
  "chart-drawn": true,
  "set-chart": true,
  do: true,
};

/** The renderer is of our own version; what another script of its page sends may be anything, but not of any other kind. */
function isAsk(ask: unknown): ask is RendererAsk {
  return (
    typeof ask === "object" && ask !== null && "t" in ask && typeof ask.t === "string" && Object.hasOwn(kinds, ask.t)
  );
}
