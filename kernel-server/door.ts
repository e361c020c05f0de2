import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

const LOOPBACK = ["127.0.0.1", "localhost", "[::1]"];

/** Whether a Host header names us: a page that had its own name resolve to this machine (DNS rebinding) still sends its own name. */
export function isAllowedHost(header: string | undefined, hosts: readonly string[]): boolean {
  if (header === undefined) return false;
  const name = header.toLowerCase().replace(/:\d{1,5}$/, "");
  return [...LOOPBACK, ...hosts.map((host) => (host.includes(":") ? `[${host}]` : host).toLowerCase())].includes(name);
}

/** No Origin: no browser, the token decides. An Origin must stand in the list, letter for letter ("null" cannot). */
export function isAllowedOrigin(header: string | undefined, origins: readonly string[]): boolean {
  return header === undefined || (header !== "null" && origins.includes(header));
}

/** Compares secrets in time that does not depend on where they differ. */
export function sameSecret(a: string, b: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** The token of a request. It is read from the Authorization header alone, so that none ends in a log of addresses. */
export const bearerOf = ({ headers }: IncomingMessage): string | undefined =>
  /^Bearer ([\x21-\x7e]{1,512})$/.exec(headers.authorization ?? "")?.[1];
