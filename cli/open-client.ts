import { fileURLToPath } from "node:url";
import { connect, type Client } from "../protocol/client.ts";
import { dial } from "../protocol/dial.ts";
import { BetweenError } from "../protocol/errors.ts";
import { buildVersion } from "../protocol/local/build-version.ts";
import { localServer } from "../protocol/local/local-server.ts";
import type { Context } from "./context.ts";
import { keptLogin } from "./logins.ts";
import { serverAddress } from "./server-address.ts";

/** A server that was away for so long will not come back while somebody waits; what runs on it can be attached to later. */
const GIVE_UP_MS = 5 * 60_000;

/**
 * A line to the local server (started when none runs), or to the one at `server` with the token of `BETWEEN_TOKEN`, else
 * the one that `between login` keeps: a token as an argument would stand in the list of processes. The local server is looked for anew at each reconnect,
 * since the one that was killed comes back at another address.
 */
export async function openClient(
  context: Context,
  { server }: { server?: string | undefined },
  signal: AbortSignal,
): Promise<Client> {
  const token =
    server === undefined ? undefined : context.env.BETWEEN_TOKEN || (await keptLogin(serverAddress(server)));
  if (server !== undefined && !token) throw new BetweenError("cli.token-missing", { url: server });
  const version = buildVersion();
  const entry = fileURLToPath(context.kernelServer);
  // The first Ctrl-C gives up the first try to connect; later it must not keep a lost line from being found again.
  let trying: AbortSignal | undefined = signal;
  const client = await connect(
    async () => {
      const { url, token: theirs } =
        server !== undefined && token ? { url: server, token } : await localServer({ version, entry }, trying);
      return dial(url, { token: theirs, ...(trying && { signal: trying }) });
    },
    { client: `between ${version}`, giveUpAfter: GIVE_UP_MS },
  );
  trying = undefined;
  return client;
}
