import type { Client } from "../../protocol/client.ts";
import { BetweenError } from "../../protocol/errors.ts";
import { commandId, type RunId } from "../../protocol/ids.ts";
import type { RunView } from "../../protocol/messages.ts";
import { say, type Lang } from "../../protocol/wording/say.ts";
import type { RunDisplay } from "./run-display.ts";

/** What the first Ctrl-C does: stop the run on the engine and see it end, or only stop looking. */
export type OnInterrupt = "interrupt" | "leave";

/**
 * Follows a run to its end and shows it. A lost line is said and found again by the client; the run goes on meanwhile.
 * Throws `cli.left` when the signal means to leave.
 */
export async function followRun(
  client: Client,
  run: RunId,
  display: RunDisplay,
  lang: Lang,
  onInterrupt: OnInterrupt,
  signal: AbortSignal,
): Promise<RunView> {
  client.onState((state) => {
    if (state !== "closed") void display.say(say(lang, `cli.line.${state}`)).catch(() => undefined);
  });
  let refused: unknown;
  const interrupt = () => {
    void display.say(say(lang, "cli.interrupting")).catch(() => undefined);
    client
      .ask({ t: "interrupt", command: commandId(crypto.randomUUID()), run })
      .catch((thrown: unknown) => (refused = thrown));
  };
  if (onInterrupt === "interrupt") {
    if (signal.aborted) interrupt();
    signal.addEventListener("abort", interrupt, { once: true });
  }
  let view: RunView | undefined;
  try {
    for await (const followed of client.follow(run, undefined, onInterrupt === "leave" ? signal : undefined)) {
      view = followed.view;
      await display.show(followed);
      if (refused !== undefined) throw BetweenError.from(refused);
    }
  } finally {
    signal.removeEventListener("abort", interrupt);
    await display.close(view && isEnded(view) ? view : undefined);
  }
  if (!view) throw new BetweenError("cli.run-without-events", { run });
  if (signal.aborted && onInterrupt === "leave" && !isEnded(view)) throw new BetweenError("cli.left", { run });
  return view;
}

export const isEnded = ({ state }: Pick<RunView, "state">) => state !== "queued" && state !== "running";
