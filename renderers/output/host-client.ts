import { BetweenError } from "../../protocol/errors.ts";
import type { RendererAsk, RendererUpdate, StaleNotice, ToHost, ToRenderer } from "../../protocol/renderer-messages.ts";
import type { OutputHost } from "../output-host.ts";
import type { StaleWatch } from "./stale-watch.ts";

/** What a renderer has of VS Code's messaging; both are absent where there is nobody to talk to, as in a diff editor. */
export type Messaging = {
  postMessage?(message: unknown): void;
  onDidReceiveMessage?(listener: (message: unknown) => void): unknown;
};

export type HostClient = OutputHost & {
  /** Asks that have not ended. */
  pending(): number;
};

type Waiting = {
  resolve(value: unknown): void;
  reject(thrown: unknown): void;
  onUpdate: ((update: RendererUpdate) => void) | undefined;
};

/** The extension host over VS Code's messages; `onStale` hears what it says unasked. Each ask ends once: by its answer, by its failure, or by its signal. */
export function hostClient(messaging: Messaging, onStale: StaleWatch["tell"] = () => {}): HostClient {
  const waiting = new Map<string, Waiting>();
  // Other views of the notebook have webviews of their own, whose numbers must not be ours.
  const me = crypto.getRandomValues(new Uint32Array(2)).join("-");
  let asked = 0;

  messaging.onDidReceiveMessage?.((received) => {
    const message = toRenderer(received);
    if (message?.t === "stale") return onStale(message.output, message.stale);
    const ask = message && waiting.get(message.id);
    if (!message || !ask) return;
    if (message.t === "updated") return ask.onUpdate?.(message.update);
    waiting.delete(message.id);
    if (message.t === "reply") ask.resolve(message.value);
    else ask.reject(BetweenError.fromWire(message.error));
  });

  const send = (message: ToHost) => messaging.postMessage?.(message);

  const begin = (ask: RendererAsk, { signal, onUpdate }: AskOptions): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (!messaging.postMessage) return reject(new BetweenError("output.no-host"));
      if (signal?.aborted) return reject(new BetweenError("wire.cancelled"));
      const id = `${me}/${++asked}`;
      const cancel = () => {
        waiting.delete(id);
        send({ t: "cancel", id });
        reject(new BetweenError("wire.cancelled"));
      };
      const ended =
        <T>(then: (value: T) => void) =>
        (value: T) => {
          signal?.removeEventListener("abort", cancel);
          then(value);
        };
      waiting.set(id, { resolve: ended(resolve), reject: ended(reject), onUpdate });
      signal?.addEventListener("abort", cancel, { once: true });
      send({ t: "ask", id, ask });
    });

  return {
    // SAFETY: the host answers each kind of ask with its own kind of answer, as `RendererAnswers` has them.
    ask: (ask, options = {}) => begin(ask, options) as ReturnType<OutputHost["ask"]> as Promise<never>,
    pending: () => waiting.size,
  };
}

type AskOptions = { signal?: AbortSignal; onUpdate?: (update: RendererUpdate) => void };

/** The host as one view has it: the view's end ends all that it asks. */
export function hostOfView(host: OutputHost, view: AbortSignal): OutputHost {
  return {
    ask: (ask, { signal, ...options } = {}) =>
      host.ask(ask, { ...options, signal: signal ? AbortSignal.any([signal, view]) : view }),
  };
}

function toRenderer(message: unknown): ToRenderer | StaleNotice | undefined {
  if (typeof message !== "object" || message === null || !("t" in message)) return undefined;
  if (message.t !== "reply" && message.t !== "failed" && message.t !== "updated" && message.t !== "stale")
    return undefined;
  // SAFETY: messages on this channel come from our extension, of the same version as this file.
  return message as ToRenderer | StaleNotice;
}
