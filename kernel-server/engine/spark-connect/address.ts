import { BetweenError } from "../../../protocol/errors.ts";

/** Where a Spark Connect server is and how it wants to be spoken to. */
export type Address = {
  host: string;
  port: number;
  tls: boolean;
  /** The bearer token itself: never logged, never in an error. */
  token?: string;
  user?: string;
  /** Sent with every call: whatever the address names beyond the keys of the standard (proxies route by it). */
  headers: Readonly<Record<string, string>>;
  /** Those headers that stand in the address as they are: no secrets. */
  shown?: Readonly<Record<string, string>>;
};

const DEFAULT_PORT = 15002;
/** Keys of the standard that mean nothing here: our sessions have ids of their own, and messages no limit. */
const ignored = new Set(["session_id", "user_agent", "grpc_max_message_size"]);

/**
 * Reads `sc://host:port/;key=value;…` (Spark's `client-connection-string.md`). A token is written
 * `token=${env:NAME}` and nothing else, so that an address can stand in a settings file.
 */
export function parseAddress(text: string, env: Readonly<Record<string, string | undefined>>): Address {
  const match = /^sc:\/\/(\[[^\]]+\]|[^:/;\s@?#*]+)(?::(\d+))?(?:\/(.*))?$/.exec(text);
  const host = match?.[1];
  if (!match || host === undefined) throw invalid("it does not read sc://host:port/;key=value");
  const port = Number(match[2] ?? DEFAULT_PORT);
  if (port < 1 || port > 65535) throw invalid(`port ${port} does not exist`);
  const tail = match[3] ?? "";
  if (tail !== "" && !tail.startsWith(";")) throw invalid("a path stands behind the host");

  let token: string | undefined;
  let useSsl: boolean | undefined;
  let user: string | undefined;
  const headers: Record<string, string> = {};
  const shown: Record<string, string> = {};
  for (const part of tail.split(";").filter((part) => part !== "")) {
    const equals = part.indexOf("=");
    if (equals < 1) throw invalid(`"${part.slice(0, 20)}" is no key=value`);
    const key = part.slice(0, equals);
    const value = decode(part.slice(equals + 1));
    if (key === "token") token = secret(value, env);
    else if (key === "use_ssl") useSsl = flag(value);
    else if (key === "user_id") user = value;
    else if (key.toLowerCase() === "authorization") throw new BetweenError("engine.address-token");
    else if (!ignored.has(key)) {
      const header = key.toLowerCase();
      headers[header] = value.includes("${") ? secret(value, env) : value;
      if (headers[header] === value) shown[header] = value;
    }
  }
  const tls = useSsl ?? token !== undefined;
  if (token !== undefined && !tls && !isLoopback(host)) {
    throw invalid("a token would travel unencrypted: use_ssl=false goes with a token only on this machine");
  }
  return {
    host,
    port,
    tls,
    headers,
    ...(Object.keys(shown).length > 0 && { shown }),
    ...(token !== undefined && { token }),
    ...(user !== undefined && { user }),
  };
}

const isLoopback = (host: string) => host === "localhost" || host === "[::1]" || /^127\./.test(host);

const invalid = (reason: string) => new BetweenError("engine.address-invalid", { reason });

/** Anything but `true` would go without TLS, whatever was meant. */
function flag(value: string): boolean {
  if (!/^(?:true|false)$/i.test(value)) throw invalid("use_ssl is true or false");
  return value.toLowerCase() === "true";
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch (cause) {
    throw new BetweenError("engine.address-invalid", { reason: "a value is not URL-encoded" }, { cause });
  }
}

function secret(value: string, env: Readonly<Record<string, string | undefined>>): string {
  const name = /^\$\{env:(\w+)\}$/.exec(value)?.[1];
  if (name === undefined) throw new BetweenError("engine.address-token");
  const found = env[name];
  if (found === undefined || found === "") throw new BetweenError("engine.address-variable", { name });
  return found;
}
