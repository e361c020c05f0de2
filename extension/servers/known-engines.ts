import type { Memento } from "vscode";
import type { ServerInfo, ServerKey } from "../parts.ts";

export type Engines = ServerInfo["engines"];

/** What servers said last of their engines, kept so that their kernels are there without them. */
export type KnownEngines = {
  of(server: ServerKey): Engines;
  /** Whether this is news. */
  keep(server: ServerKey, engines: Engines): boolean;
  forget(server: ServerKey): void;
};

const KEY = "between.engines";
type Stored = Record<ServerKey, Engines>;

/** `first`: what is known of a server that never spoke, such as the one that comes with the extension. */
export function knownEngines(state: Pick<Memento, "get" | "update">, first: Stored): KnownEngines {
  let known: Stored = { ...first, ...state.get<Stored>(KEY) };
  const store = (next: Stored) => {
    known = next;
    void state.update(KEY, known);
  };
  return {
    of: (server) => known[server] ?? [],
    keep: (server, engines) => {
      const plain = engines.map(({ name, label }) => ({ name, label }));
      if (plain.length === 0 || JSON.stringify(known[server]) === JSON.stringify(plain)) return false;
      store({ ...known, [server]: plain });
      return true;
    },
    forget: (server) => {
      const { [server]: _, ...others } = known;
      store(others);
    },
  };
}
