import { BetweenError } from "../protocol/errors.ts";

/**
 * A server's address in the one way that names it for good: `https` is `wss`, no slash at the end. Throws
 * `wire.bad-address`, also for an address with a token, a user or a query in it, and shows none of these.
 */
export function serverAddress(written: string): string {
  const asWebSocket = written.trim().replace(/^http/i, "ws");
  const url = URL.canParse(asWebSocket) ? new URL(asWebSocket) : undefined;
  if (!url || !/^wss?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash) {
    const address = written.replace(/\/\/.*@/, "//…@").replace(/[?#].*/, "?…");
    throw new BetweenError("wire.bad-address", { address });
  }
  return url.href.replace(/\/+$/, "");
}

/** Whether a token could be read on its way there. */
export function isPlain(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  const isLoopback = hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
  return protocol === "ws:" && !isLoopback;
}
