import type { Client } from "../../protocol/client.ts";
import { BetweenError } from "../../protocol/errors.ts";
import { commandId, type RunId } from "../../protocol/ids.ts";
import type { RunView } from "../../protocol/messages.ts";
import { hasEnded } from "../../protocol/run-view.ts";
import { say, type Lang } from "../../protocol/wording/say.ts";
import type { RunDisplay } from "./run-display.ts";

/** What the first Ctrl-C does: stop the run on the engine and see it end, or only stop looking. */
export type OnInterrupt = "interrupt" | "leave";

/**
 * Follows a run to its end and shows it. A lost line is said and found again by the client; what became of the run
 * meanwhile is only known then. Throws `cli.left` when the signal means to leave.
 */
export async function followRun(
  client: Client,
  run: RunId,
  display: RunDisplay,
  lang: Lang,
  onInterrupt: OnInterrupt,
  signal: AbortSignal,
): Promise<RunView> {
  // A terminal that is gone must not end the run that is followed.
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
  // Whoever read our output left (`| head`): the run's end still matters, for the exit code and the report.
  let unseen = false;
  const unlessGone = (thrown: unknown) => {
    unseen = BetweenError.from(thrown).code === "cli.output-gone";
    if (!unseen) throw thrown;
  };
  let view: RunView | undefined;
  try {
    for await (const followed of client.follow(run, undefined, onInterrupt === "leave" ? signal : undefined)) {
      view = followed.view;
      if (!unseen) await display.show(followed).catch(unlessGone);
      if (refused !== undefined) throw BetweenError.from(refused);
    }
  } catch (thrown) {
    if (onInterrupt === "leave" && signal.aborted) throw new BetweenError("cli.left", { run }, { cause: thrown });
    throw thrown;
  } finally {
    signal.removeEventListener("abort", interrupt);
    if (!unseen) await display.close(view && hasEnded(view.state) ? view : undefined).catch(unlessGone);
  }
  if (!view) throw new BetweenError("cli.run-without-events", { run });
  return view;
}
