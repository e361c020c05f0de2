/** What needs the wire itself: loaded when a server is first needed, so that activation stays small. */
import { connect } from "../../protocol/client.ts";
import type { Client, Dial, Midst } from "../../protocol/client.ts";
import { dial } from "../../protocol/dial.ts";
import { BetweenError } from "../../protocol/errors.ts";
import { buildVersion } from "../../protocol/local/build-version.ts";
import { localServer, runningServer } from "../../protocol/local/local-server.ts";
import type { LocalServerOptions } from "../../protocol/local/local-server.ts";

export { namePython } from "../../protocol/local/named-python.ts";

/** Somebody sits in front of it: shorter than the command line's last waits, which are for nobody in particular. */
const RETRY_DELAYS: readonly number[] = [0, 250, 500, 1000, 2000, 4000];

export type Opened = { signal: AbortSignal; lost: (error: BetweenError) => void };

/**
 * The local server: started where it does not run, or (`look`) undefined then. When it is lost it is started again for
 * what the client was in the midst of, once; one that left because nothing needed it is let go, and the client closes.
 */
export async function connectLocal(
  server: LocalServerOptions,
  how: "start" | "look",
  opened: Opened,
): Promise<Client | undefined> {
  let first: AbortSignal | undefined = opened.signal;
  const startedFor = new Set<string>();
  const reachAgain = async ({ sessions, runs }: Midst) => {
    const running = await runningServer(server);
    if (running) return running;
    const needs = [...sessions, ...runs].filter((id) => !startedFor.has(id));
    if (needs.length === 0) throw new BetweenError("wire.closed");
    const started = await localServer(server);
    for (const id of needs) startedFor.add(id);
    return started;
  };
  const dialLocal: Dial = async (midst) => {
    const at = !first
      ? await reachAgain(midst)
      : how === "start"
        ? await localServer(server, first)
        : await runningServer(server, first);
    if (!at) throw new BetweenError("wire.closed");
    return await dial(at.url, { token: at.token, ...(first && { signal: first }) });
  };
  try {
    const client = await connect(telling(dialLocal, opened), options());
    first = undefined;
    return client;
  } catch (thrown) {
    if (how === "look" && BetweenError.from(thrown).code === "wire.closed") return undefined;
    throw thrown;
  }
}

/** A team's server. `token` is for the first time; later ones take what is kept by then. */
export async function connectRemote(
  url: string,
  token: string,
  kept: () => Promise<string | undefined>,
  opened: Opened,
): Promise<Client> {
  let first: AbortSignal | undefined = opened.signal;
  const dialRemote: Dial = async () => {
    const current = first ? token : ((await kept()) ?? token);
    return await dial(url, { token: current, ...(first && { signal: first }) });
  };
  const client = await connect(telling(dialRemote, opened), options());
  first = undefined;
  return client;
}

/** What a server says of itself, by one connection that is closed again. Throws what is wrong with it: `wire.*`. */
export async function greetServer(url: string, token: string, signal: AbortSignal): Promise<Client["server"]> {
  const client = await connect(() => dial(url, { token, signal }), options());
  const { server } = client;
  client.close();
  if (signal.aborted) throw new BetweenError("wire.cancelled");
  return server;
}

const options = () => ({ client: `between-vscode ${buildVersion()}`, retryDelays: RETRY_DELAYS });

const telling =
  (dialServer: Dial, { lost }: Opened): Dial =>
  async (midst) => {
    try {
      return await dialServer(midst);
    } catch (thrown) {
      const error = BetweenError.from(thrown);
      // A server of this machine that is not there is no failure of it.
      if (error.code !== "wire.closed") lost(error);
      throw thrown;
    }
  };
