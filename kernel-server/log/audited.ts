import type { Ask } from "../../protocol/messages.ts";
import type { AskOf, Service, Who } from "../../protocol/service.ts";
import { BetweenError } from "../../protocol/errors.ts";
import type { Facts, Log } from "./log.ts";

/** What each ask that changes something or takes data away says of itself. Of notebooks the name, never the text. */
const told: { [K in Ask["t"]]?: (ask: AskOf<K>) => Facts } = {
  open: ({ uri, engine }) => ({ notebook: uri, engine }),
  close: ({ session }) => ({ session }),
  run: ({ session, uri, cells, save }) => ({ session, notebook: uri, cells: cells?.length ?? "all", save }),
  interrupt: ({ run }) => ({ run }),
  export: ({ run, result, format }) => ({ run, result, format }),
  send: ({ session, hash, from }) => ({ session, hash, from }),
};

/** A service that tells the log who asked for what, and what came of it. */
export function audited(service: Service, log: Log): Service {
  return {
    welcome: (who) => service.welcome(who),
    hold: (who, sessions) => service.hold?.(who, sessions),
    gone: (who, sessions) => service.gone?.(who, sessions),
    async answer<K extends Ask["t"]>(ask: AskOf<K>, who: Who, signal: AbortSignal) {
      const tell = told[ask.t] as ((ask: AskOf<K>) => Facts) | undefined; // SAFETY: the table holds for each kind what takes it.
      if (!tell) return service.answer(ask, who, signal);
      const facts = { ask: ask.t, user: who.user, ...tell(ask) };
      try {
        const answered = await service.answer(ask, who, signal);
        const { run, session } = answered as { run?: string; session?: string }; // SAFETY: looked for, not relied on.
        log("asked", { ...facts, ...(run !== undefined && { run }), ...(session !== undefined && { session }) });
        return answered;
      } catch (thrown) {
        log("asked in vain", { ...facts, error: BetweenError.from(thrown).code });
        throw thrown;
      }
    },
  };
}
