import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import { BetweenError } from "../protocol/errors.ts";
import { SUBPROTOCOL } from "../protocol/messages.ts";
import type { Channel } from "../protocol/channel.ts";
import { MESSAGE_BYTES } from "../protocol/serve.ts";
import { wsChannel } from "../protocol/ws-channel.ts";
import { bearerOf, isAllowedHost, isAllowedOrigin } from "./door.ts";
import type { Log } from "./log/log.ts";
import type { Admitted, Farewell } from "./people/people.ts";
import { reasonOf } from "./log/reason-of.ts";
import { readTls, watchTls } from "./tls-files.ts";
import type { TlsFiles } from "./tls-files.ts";

export type ListenOptions = {
  host: string;
  /** 0: any free one. */
  port: number;
  /** Files that are read again when they change; absent: without TLS. */
  tls?: TlsFiles;
  /** Who holds this bearer token; nobody: undefined. */
  authenticate: (token: string) => Admitted | undefined | Promise<Admitted | undefined>;
  /** Names besides the loopback's and `host` that a Host header may carry. */
  hosts?: readonly string[];
  /** Origins of web pages that may connect, exactly. None by default: our clients are no web pages. */
  origins?: readonly string[];
  connect: (channel: Channel, who: Admitted) => void;
  /** Sockets that are held at most. */
  sockets?: number;
  /** Plain requests; absent: they are told that this is a kernel-server. */
  answer?: RequestListener;
  log: Log;
};

export type Listening = {
  url: string;
  /** Sockets that are open. */
  readonly sockets: number;
  close(): Promise<void>;
};

/** The budget is 500 idle clients. */
const MAX_SOCKETS = 2000;

/** What a browser is told that comes to the wrong door. */
export const sayWhatThisIs: RequestListener = (_request, response) => {
  response.writeHead(426, { "content-type": "text/plain; charset=utf-8", upgrade: "websocket" });
  response.end("This is a Between Notebooks kernel-server. It speaks WebSocket.\n");
};

/**
 * The door: everything is refused before the upgrade unless path, Host, Origin and bearer token are right. Tokens are
 * read from the Authorization header alone, so that none ends in a log of addresses. Throws `server.port-taken` and
 * `server.cannot-listen`.
 */
export async function listen(options: ListenOptions): Promise<Listening> {
  const settings = { maxHeaderSize: 16 * 1024, headersTimeout: 10_000, requestTimeout: 10_000 };
  const { answer = sayWhatThisIs, log, tls } = options;
  const http = tls ? await tlsServer(tls, settings, answer, log) : createServer(settings, answer);
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MESSAGE_BYTES,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  });

  http.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on("error", (error) => log("socket", { reason: error.message }));
    const from = request.socket.remoteAddress ?? "unknown";
    const upgrade = async () => {
      const verdict = await judge(request, options, () => sockets.clients.size);
      if ("status" in verdict) {
        log("refused", { status: verdict.status, why: verdict.why, from });
        socket.end(`HTTP/1.1 ${verdict.status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
        return;
      }
      const { who } = verdict;
      sockets.handleUpgrade(request, socket, head, (ws) => {
        const channel = wsChannel(ws);
        const leave = () => {
          const { code, reason } = who.ends?.reason as Farewell; // SAFETY: `Admitted` promises it.
          channel.close(code, reason);
        };
        who.ends?.addEventListener("abort", leave, { once: true });
        channel.onClose(() => who.ends?.removeEventListener("abort", leave));
        if (who.ends?.aborted) return leave();
        options.connect(channel, who);
      });
    };
    upgrade().catch((thrown: unknown) => {
      log("a sign-in failed", { level: "error", from, reason: reasonOf(thrown) });
      socket.destroy();
    });
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
    url: `${tls ? "wss" : "ws"}://${shownHost}:${address.port}`,
    get sockets() {
      return sockets.clients.size;
    },
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

async function judge(
  request: IncomingMessage,
  options: ListenOptions,
  open: () => number,
): Promise<{ who: Admitted } | { status: string; why: string }> {
  const { host, origin } = request.headers;
  if (request.url !== "/") return { status: "404 Not Found", why: "path" };
  if (!isAllowedHost(host, [options.host, ...(options.hosts ?? [])])) return { status: "403 Forbidden", why: "Host" };
  if (!isAllowedOrigin(origin, options.origins ?? [])) return { status: "403 Forbidden", why: "Origin" };
  const token = bearerOf(request);
  const who = token === undefined ? undefined : await options.authenticate(token);
  if (!who) return { status: "401 Unauthorized", why: "token" };
  const most = options.sockets ?? MAX_SOCKETS;
  if (open() >= most) return { status: `503 All ${most} Connections Taken`, why: "too many sockets" };
  return { who };
}

async function tlsServer(files: TlsFiles, settings: object, answer: RequestListener, log: Log) {
  const pair = await readTls(files);
  const server = createTlsServer({ ...settings, ...pair, handshakeTimeout: 10_000 }, answer);
  server.on("tlsClientError", (error) => log("TLS", { reason: error.message }));
  const stop = watchTls(files, pair, (renewed) => server.setSecureContext(renewed), log);
  server.once("close", stop);
  return server;
}
