import type { Args, Code } from "../../protocol/errors.ts";

/** Where a kernel-server is, written in one way only, so that it names the server for good; or what is wrong with the text. */
export type Address = { url: string } | { problem: Code; args: Args };

/**
 * Reads what a user typed or pasted. `https` means `wss`, `http` means `ws`. Without TLS the token would travel in the
 * clear, so `ws` is for the loopback address alone.
 */
export function readAddress(text: string): Address {
  const address = text.trim();
  const no = (problem: Code, args: Args = {}): Address => ({ problem, args });
  if (address === "") return no("kernels.address-empty");
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(address)?.[1]?.toLowerCase();
  if (scheme === undefined) return no("kernels.address-scheme");
  if (!/^(ws|http)s?$/.test(scheme)) return no("kernels.address-other-scheme", { scheme });
  const asWebSocket = address.replace(/^http/i, "ws");
  if (!URL.canParse(asWebSocket)) return no("kernels.address-malformed");
  const url = new URL(asWebSocket);
  if (url.username || url.password || url.search || url.hash) return no("kernels.address-extra");
  if (url.protocol === "ws:" && !isLoopback(url.hostname)) return no("kernels.address-plain", { host: url.host });
  return { url: url.href.replace(/\/+$/, "") };
}

/** As `URL` writes host names: lower case, IPv4 in four decimal parts, IPv6 in brackets. */
const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);
