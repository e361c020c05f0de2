import { fileURLToPath } from "node:url";
import { connect, type Client } from "../protocol/client.ts";
import { dial } from "../protocol/dial.ts";
import { BetweenError } from "../protocol/errors.ts";
import { buildVersion } from "../protocol/local/build-version.ts";
import { localServer } from "../protocol/local/local-server.ts";
import type { Context } from "./context.ts";

/** A server that was away for so long will not come back while somebody waits; what runs on it can be attached to later. */
const GIVE_UP_MS = 5 * 60_000;

/**
 * A line to the local server (started when none runs), or to the one at `server` with the token of `BETWEEN_TOKEN`: a
 * token as an argument would stand in the list of processes. The local server is looked for anew at each reconnect,
 * since the one that was killed comes back at another address.
 */
export async function openClient(
  context: Context,
  { server }: { server?: string | undefined },
  signal: AbortSignal,
): Promise<Client> {
  const { BETWEEN_TOKEN: token } = context.env;
  if (server !== undefined && !token) throw new BetweenError("cli.token-missing", { url: server });
  const version = buildVersion();
  const entry = fileURLToPath(context.kernelServer);
  const find = async () =>
    server !== undefined && token ? { url: server, token } : localServer({ version, entry }, signal);
  return connect(
    async () => {
      const { url, token } = await find();
      return dial(url, { token, signal });
    },
    { client: `between ${version}`, giveUpAfter: GIVE_UP_MS },
  );
}
