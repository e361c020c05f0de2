import assert from "node:assert/strict";
import { once } from "node:events";
import { connect as connectSocket } from "node:net";
import { afterEach, beforeEach, describe, it } from "mocha";
import { WebSocket } from "ws";
import type { Channel } from "../protocol/channel.ts";
import { dial } from "../protocol/dial.ts";
import { BetweenError } from "../protocol/errors.ts";
import { SUBPROTOCOL } from "../protocol/messages.ts";
import type { Who } from "../protocol/service.ts";
import { sameSecret } from "./door.ts";
import { listen, type Listening } from "./listen.ts";

const TOKEN = "a-token-of-this-test";

describe("listen", () => {
  let door: Listening;
  let log: string[];
  let came: { channel: Channel; who: Who }[];

  const open = (port = 0) =>
    listen({
      host: "127.0.0.1",
      port,
      authenticate: (token) => (sameSecret(token, TOKEN) ? { user: "ann", role: "admin" } : undefined),
      origins: ["https://team.example"],
      connect: (channel, who) => came.push({ channel, who }),
      log: (line) => log.push(line),
    });
  beforeEach(async () => {
    log = [];
    came = [];
    door = await open();
  });
  afterEach(() => door.close());

  /** The status of a refused upgrade, or 101. */
  async function upgrade(path: string, headers: Record<string, string>, protocols = [SUBPROTOCOL]): Promise<number> {
    const socket = new WebSocket(`${door.url}${path}`, protocols, { headers });
    socket.on("error", () => undefined);
    return new Promise((resolve) => {
      socket.on("open", () => {
        socket.terminate();
        resolve(101);
      });
      socket.on("unexpected-response", (request, response) => {
        request.destroy();
        resolve(response.statusCode ?? 0);
      });
    });
  }
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

  it("lets a bearer of the token in and knows who it is", async () => {
    const channel = await dial(door.url, { token: TOKEN });
    assert.deepEqual(
      came.map(({ who }) => who),
      [{ user: "ann", role: "admin" }],
    );
    channel.close(4000, "done");
  });

  it("says that a token is wrong", async () => {
    await assert.rejects(
      dial(door.url, { token: "another" }),
      (error) => error instanceof BetweenError && error.code === "wire.unauthorized",
    );
    assert.equal(came.length, 0);
  });

  const cases: [what: string, path: string, headers: Record<string, string>, status: number][] = [
    ["no token", "/", {}, 401],
    ["a token of another scheme", "/", { authorization: `Basic ${TOKEN}` }, 401],
    ["a token in the address", `/?token=${TOKEN}`, {}, 404],
    ["another path", "/metrics", bearer(TOKEN), 404],
    ["a foreign Origin", "/", { ...bearer(TOKEN), origin: "https://evil.example" }, 403],
    [
      "an Origin that begins like a listed one",
      "/",
      { ...bearer(TOKEN), origin: "https://team.example.evil.example" },
      403,
    ],
    ["the Origin null", "/", { ...bearer(TOKEN), origin: "null" }, 403],
    ["a Host that is not ours (DNS rebinding)", "/", { ...bearer(TOKEN), host: "evil.example" }, 403],
    ["a listed Origin", "/", { ...bearer(TOKEN), origin: "https://team.example" }, 101],
  ];
  for (const [what, path, headers, status] of cases) {
    it(`answers ${status} to ${what}`, async () => {
      assert.equal(await upgrade(path, headers), status);
      assert.equal(came.length, status === 101 ? 1 : 0);
    });
  }

  it("never writes a token into its log", async () => {
    await upgrade(`/?token=${TOKEN}`, {});
    await upgrade("/", bearer(`${TOKEN}x`));
    assert.equal(log.length, 2);
    assert.ok(!log.join("\n").includes(TOKEN), log.join("\n"));
  });

  it("answers a plain request by saying what it is", async () => {
    const response = await fetch(door.url.replace("ws:", "http:"));
    assert.equal(response.status, 426);
    assert.match(await response.text(), /kernel-server/);
  });

  it("does not negotiate compression", async () => {
    const socket = new WebSocket(door.url, [SUBPROTOCOL], { headers: bearer(TOKEN), perMessageDeflate: true });
    await once(socket, "open");
    assert.equal(socket.extensions, "");
    socket.terminate();
  });

  it("survives a peer that breaks off in the middle of its request", async () => {
    const socket = connectSocket(Number(new URL(door.url).port), "127.0.0.1");
    await once(socket, "connect");
    socket.write("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Up");
    socket.destroy();
    await once(socket, "close");
    assert.equal(await upgrade("/", bearer(TOKEN)), 101);
  });

  it("says that its port is taken", async () => {
    const port = Number(new URL(door.url).port);
    await assert.rejects(
      open(port),
      (error) => error instanceof BetweenError && error.code === "server.port-taken" && error.args.port === port,
    );
  });

  it("says that it cannot listen on an address that is not this machine's", async () => {
    await assert.rejects(
      listen({
        host: "192.0.2.1",
        port: 0,
        authenticate: () => undefined,
        connect: () => undefined,
        log: () => undefined,
      }),
      (error) => error instanceof BetweenError && error.code === "server.cannot-listen",
    );
  });
});
