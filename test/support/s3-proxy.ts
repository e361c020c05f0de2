/** An HTTP proxy in front of an S3 server that answers, delays and breaks as it is told: what a network and a busy S3 do. */
import { once } from "node:events";
import { type IncomingMessage, type ServerResponse, createServer, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

export type Fault =
  /** Answers in S3's words, without passing it on. */
  | { do: "answer"; status: number; code: string; message?: string; headers?: Readonly<Record<string, string>> }
  /** Passes it on, and breaks the connection when S3 has carried it out. */
  | { do: "reset-after" }
  /** Breaks the connection before anything is passed on. */
  | { do: "reset-before" }
  /** Breaks it in the middle of the answer's body. */
  | { do: "cut-body"; bytes: number }
  | { do: "delay"; ms: number }
  /** Never answers. */
  | { do: "silence" };

export type Asked = { method: string; path: string; headers: IncomingMessage["headers"] };
export type S3Proxy = {
  endpoint: string;
  /** Every request in its order. */
  seen: Asked[];
  /** What to do with a request; `undefined`: pass it on. */
  fault: (asked: Asked) => Fault | undefined;
  /** The next `times` requests that fit get this. */
  next(times: number, fault: Fault, fits?: (asked: Asked) => boolean): void;
  end(): Promise<void>;
};

export async function startS3Proxy(target: string): Promise<S3Proxy> {
  const to = new URL(target);
  const server = createServer((from, answer) => void handle(from, answer).catch(() => answer.destroy()));
  const proxy: S3Proxy = {
    endpoint: "",
    seen: [],
    fault: () => undefined,
    next(times, fault, fits = () => true) {
      let left = times;
      proxy.fault = (asked) => (left > 0 && fits(asked) ? (left--, fault) : undefined);
    },
    async end() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };

  async function handle(from: IncomingMessage, answer: ServerResponse): Promise<void> {
    const asked = { method: from.method ?? "", path: from.url ?? "", headers: from.headers };
    proxy.seen.push(asked);
    const fault = proxy.fault(asked);
    if (fault?.do === "delay") await sleep(fault.ms);
    if (fault?.do === "silence") return;
    if (fault?.do === "reset-before") return void from.socket.resetAndDestroy();
    if (fault?.do === "answer") {
      from.resume();
      const { status, code, message = code, headers = {} } = fault;
      const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message><RequestId>1</RequestId></Error>`;
      answer.writeHead(status, { "content-type": "application/xml", ...headers });
      return void answer.end(asked.method === "HEAD" || status < 300 ? undefined : body);
    }
    // The host is signed and stays; the path is passed on as it is written.
    const { headers } = from;
    const out = request({
      host: to.hostname,
      port: to.port,
      method: asked.method,
      path: asked.path,
      headers,
      agent: false,
    });
    out.on("error", () => answer.destroy());
    from.pipe(out);
    const [back] = (await once(out, "response")) as [IncomingMessage]; // SAFETY: "response" brings exactly this.
    if (fault?.do === "reset-after") {
      back.resume();
      await once(back, "end");
      return void from.socket.resetAndDestroy();
    }
    answer.writeHead(back.statusCode ?? 500, back.headers);
    if (fault?.do !== "cut-body") return void back.pipe(answer);
    let left = fault.bytes;
    for await (const part of back) {
      const bytes = Buffer.from(part as Uint8Array); // SAFETY: a response without an encoding yields bytes.
      answer.write(bytes.subarray(0, left));
      left -= bytes.length;
      if (left <= 0) break;
    }
    await sleep(50);
    from.socket.resetAndDestroy();
  }

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  proxy.endpoint = `http://127.0.0.1:${address.port}`;
  return proxy;
}
