import { encodeMessage } from "../codec.ts";
import type { Logged } from "../service.ts";
import { Backlog } from "./backlog.ts";
import type { Gate } from "./gate.ts";
import { untilAborted } from "./until-aborted.ts";

/** Tells a run's events in order. While the reader is behind they are folded in a backlog; when that is full the log waits. */
export async function sendEvents(events: AsyncIterable<Logged>, gate: Gate, signal: AbortSignal): Promise<void> {
  const backlog = new Backlog();
  let sending: Promise<void> | undefined;
  const send = async () => {
    for (let next = backlog.shift(); next && !signal.aborted; next = backlog.shift())
      await gate.send("event", encodeMessage({ t: "event", ...next }), signal);
    sending = undefined;
  };
  for await (const logged of untilAborted(events, signal)) {
    backlog.add(logged);
    sending ??= send();
    if (backlog.isFull) await sending;
  }
  await sending;
}
