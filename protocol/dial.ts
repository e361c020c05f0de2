import { WebSocket } from "ws";
import type { Channel } from "./channel.ts";
import { BetweenError } from "./errors.ts";
import { REPLY_BYTES } from "./limits.ts";
import { SUBPROTOCOL } from "./messages.ts";
import { wsChannel } from "./ws-channel.ts";

export type DialOptions = { token: string; signal?: AbortSignal };

/** From the first packet to the end of the upgrade. */
const DIAL_MS = 10_000;
/** Statuses of a proxy whose server is away for now. */
const away = new Set([502, 503, 504]);

/**
 * Opens a WebSocket to a kernel-server (`ws:`, `wss:`, `http:` or `https:`). The token travels in the Authorization
 * header alone. Throws `wire.bad-address`, `wire.unreachable` (worth another try), `wire.unauthorized`,
 * `wire.certificate`, `wire.certificate-name`, `wire.not-between` and `wire.cancelled`.
 */
export async function dial(url: string, { token, signal }: DialOptions): Promise<Channel> {
  const target = parseAddress(url);
  const address = `${target.protocol}//${target.host}`;
  if (!/^[\x21-\x7e]{1,512}$/.test(token)) throw new BetweenError("wire.unauthorized", { address });
  if (signal?.aborted) throw new BetweenError("wire.cancelled");

  const socket = new WebSocket(target, [SUBPROTOCOL], {
    headers: { authorization: `Bearer ${token}` },
    perMessageDeflate: false,
    maxPayload: REPLY_BYTES,
    followRedirects: false,
  });
  return await new Promise<Channel>((resolve, reject) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", cancel);
    };
    const fail = (error: BetweenError) => {
      done();
      reject(error);
      socket.terminate();
    };
    const broken = (error: Error) => fail(ofFailure(address, error));
    const cancel = () => fail(new BetweenError("wire.cancelled"));
    const timer = setTimeout(() => fail(unreachable(address, `no answer within ${DIAL_MS / 1000} s`)), DIAL_MS);
    signal?.addEventListener("abort", cancel);
    socket.once("open", () => {
      done();
      socket.off("error", broken);
      resolve(wsChannel(socket));
    });
    socket.once("unexpected-response", (request, response) => {
      request.destroy();
      fail(ofStatus(address, response.statusCode ?? 0, response.statusMessage));
    });
    // Stays after a failure: a socket that is terminated while it connects says so as an error.
    socket.on("error", broken);
  });
}

function parseAddress(url: string): URL {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !/^(ws|http)s?:$/.test(parsed.protocol) || parsed.username || parsed.password || parsed.search)
    throw new BetweenError("wire.bad-address", { address: url.replace(/\/\/.*@/, "//…@").replace(/\?.*/, "?…") });
  parsed.hash = "";
  return parsed;
}

const unreachable = (address: string, reason: string, cause?: unknown) =>
  new BetweenError("wire.unreachable", { reason: `${address}: ${reason}` }, { cause });

function ofStatus(address: string, status: number, said = ""): BetweenError {
  if (status === 401) return new BetweenError("wire.unauthorized", { address });
  if (away.has(status)) return unreachable(address, `HTTP ${status} ${said}`.trim());
  return new BetweenError("wire.not-between", { reason: `${address}: HTTP ${status}` });
}

/** Node names what failed by a code; an answer that is no WebSocket upgrade has none, or one of the HTTP parser's. */
function ofFailure(address: string, cause: Error & { code?: unknown }): BetweenError {
  const code = typeof cause.code === "string" ? cause.code : "";
  const reason = code || cause.message;
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID")
    return new BetweenError("wire.certificate-name", { address, names: namesOf(cause) }, { cause });
  if (/^(CERT_|ERR_TLS_CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH)/.test(code))
    return new BetweenError("wire.certificate", { address, reason }, { cause });
  if (code === "" || /^(HPE_|ERR_SSL_|EPROTO)/.test(code))
    return new BetweenError("wire.not-between", { reason: `${address}: ${reason}` }, { cause });
  return unreachable(address, reason, cause);
}

/** For which names and addresses a certificate is: Node gives `DNS:a.example, IP Address:10.0.0.1` with the error. */
function namesOf(cause: Error & { cert?: { subjectaltname?: string } }): string {
  const names = cause.cert?.subjectaltname?.split(", ").map((name) => name.slice(name.indexOf(":") + 1)) ?? [];
  return names.length > 0 ? names.join(", ") : "–";
}
