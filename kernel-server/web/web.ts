import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { bearerOf } from "../door.ts";
import { sayWhatThisIs } from "../listen.ts";
import type { ListenOptions } from "../listen.ts";
import type { Log } from "../log/log.ts";
import { reasonOf } from "../log/reason-of.ts";
import type { Metrics } from "./metrics.ts";
import type { Readiness } from "./readiness.ts";

export type WebOptions = {
  ready(): Promise<Readiness>;
  metrics: Metrics;
  /** Whether `/metrics` is for everybody. */
  open: boolean;
  authenticate: ListenOptions["authenticate"];
  log: Log;
};

/**
 * What is asked without a WebSocket: `/healthz` (the process answers), `/readyz` (it can do its work) and `/metrics`. The
 * first two tell names of engines and nothing else, to anybody: whoever balances load has no token and calls us by our
 * address.
 */
export function web({ ready, metrics, open, authenticate, log }: WebOptions): RequestListener {
  const pages: Readonly<Record<string, (request: IncomingMessage, response: ServerResponse) => Promise<void>>> = {
    "/healthz": async (_, response) => send(response, 200, "text/plain; charset=utf-8", "ok\n"),
    "/readyz": async (_, response) => {
      const found = await ready();
      send(response, found.ready ? 200 : 503, "application/json", `${JSON.stringify(found)}\n`);
    },
    "/metrics": async (request, response) => {
      const status = open ? 200 : await statusOf(request);
      if (status === 200) return send(response, status, metrics.contentType, await metrics.text());
      log("refused", { status, why: "metrics", from: request.socket.remoteAddress ?? "unknown" });
      if (status === 401) response.setHeader("www-authenticate", "Bearer");
      send(response, status, "text/plain; charset=utf-8", "An admin's token is needed.\n");
    },
  };
  const statusOf = async (request: IncomingMessage): Promise<200 | 401 | 403> => {
    const token = bearerOf(request);
    const who = token === undefined ? undefined : await authenticate(token);
    if (!who) return 401;
    return who.role === "admin" ? 200 : 403;
  };
  return (request, response) => {
    const { url = "", method = "" } = request;
    const page = Object.hasOwn(pages, url) && ["GET", "HEAD"].includes(method) ? pages[url] : undefined;
    if (!page) return sayWhatThisIs(request, response);
    page(request, response).catch((thrown: unknown) => {
      log(`${url} failed`, { level: "error", reason: reasonOf(thrown) });
      if (!response.headersSent) send(response, 500, "text/plain; charset=utf-8", "It failed; the log says why.\n");
    });
  };
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, {
    "content-type": type,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  });
  response.end(body);
}
