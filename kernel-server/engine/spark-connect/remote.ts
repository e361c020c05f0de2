import type { Remote } from "../engine.ts";
import type { Address } from "./address.ts";

/** How another client joins a session: Spark's own clients take a token without TLS only for `localhost`, by that name. */
export function remoteOf(address: Address, session: string, user: string): Remote {
  const { host, port, tls, token, shown = {} } = address;
  const named = token !== undefined && !tls ? "localhost" : host;
  const parts = Object.entries({ use_ssl: String(tls), user_id: user, session_id: session, ...shown });
  const tail = parts.map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join(";");
  return { url: `sc://${named}:${port}/;${tail}`, ...(token !== undefined && { token }) };
}
