import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import { BetweenError } from "../protocol/errors.ts";
import { SUBPROTOCOL } from "../protocol/messages.ts";
import type { Channel } from "../protocol/channel.ts";
import type { Who } from "../protocol/service.ts";
import { MESSAGE_BYTES } from "../protocol/serve.ts";
import { wsChannel } from "../protocol/ws-channel.ts";
import { isAllowedHost, isAllowedOrigin } from "./door.ts";

export type ListenOptions = {
  host: string;
  /** 0: any free one. */
  port: number;
  /** Who holds this bearer token; nobody: undefined. */
  authenticate: (token: string) => Who | undefined;
  /** Names besides the loopback's and `host` that a Host header may carry. */
  hosts?: readonly string[];
  /** Origins of web pages that may connect, exactly. None by default: our clients are no web pages. */
  origins?: readonly string[];
  connect: (channel: Channel, who: Who) => void;
  log: (line: string) => void;
};

export type Listening = { url: string; close(): Promise<void> };

/** Sockets that one server holds at most; the budget is 500 idle clients. */
const MAX_SOCKETS = 2000;

/**
 * The door: everything is refused before the upgrade unless path, Host, Origin and bearer token are right. Tokens are
 * read from the Authorization header alone, so that none ends in a log of addresses. Throws `server.port-taken` and
 * `server.cannot-listen`.
 */
export async function listen(options: ListenOptions): Promise<Listening> {
  const http = createServer(
    { maxHeaderSize: 16 * 1024, headersTimeout: 10_000, requestTimeout: 10_000 },
    (_request, response) => {
      response.writeHead(426, { "content-type": "text/plain; charset=utf-8", upgrade: "websocket" });
      response.end("This is a Between Notebooks kernel-server. It speaks WebSocket.\n");
    },
  );
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MESSAGE_BYTES,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  });

  http.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on("error", (error) => options.log(`socket: ${error.message}`));
    const verdict = judge(request, options, sockets.clients.size);
    if ("status" in verdict) {
      options.log(`refused ${verdict.status} ${verdict.why} from ${request.socket.remoteAddress ?? "unknown"}`);
      socket.end(`HTTP/1.1 ${verdict.status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (ws) => options.connect(wsChannel(ws), verdict.who));
  });

  const { host, port } = options;
  await new Promise<void>((resolve, reject) => {
    http.once("error", (cause: NodeJS.ErrnoException) => {
      const code = cause.code === "EADDRINUSE" ? "server.port-taken" : "server.cannot-listen";
      reject(new BetweenError(code, { host, port, reason: cause.message }, { cause }));
    });
    http.listen(port, host, resolve);
  });

  const address = http.address() as AddressInfo; // SAFETY: a server that listens on a TCP port has an AddressInfo.
  const shownHost = address.family === "IPv6" ? `[${address.address}]` : address.address;
  return {
    url: `ws://${shownHost}:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        for (const client of sockets.clients) client.close(4000, "the server stops");
        http.close(() => resolve());
        http.closeAllConnections();
        // A peer that does not answer the close frame must not hold the server up.
        setTimeout(() => sockets.clients.forEach((client) => client.terminate()), 1000).unref();
      }),
  };
}

function judge(
  request: IncomingMessage,
  options: ListenOptions,
  open: number,
): { who: Who } | { status: string; why: string } {
  const { host, origin, authorization } = request.headers;
  if (request.url !== "/") return { status: "404 Not Found", why: "path" };
  if (!isAllowedHost(host, [options.host, ...(options.hosts ?? [])])) return { status: "403 Forbidden", why: "Host" };
  if (!isAllowedOrigin(origin, options.origins ?? [])) return { status: "403 Forbidden", why: "Origin" };
  const token = /^Bearer ([\x21-\x7e]{1,512})$/.exec(authorization ?? "")?.[1];
  const who = token === undefined ? undefined : options.authenticate(token);
  if (!who) return { status: "401 Unauthorized", why: "token" };
  if (open >= MAX_SOCKETS) return { status: "503 Service Unavailable", why: "too many sockets" };
  return { who };
}
