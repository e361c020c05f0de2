import assert from "node:assert/strict";
import { connect as connectTcp } from "node:net";
import { afterEach, beforeEach, describe, it } from "mocha";
import { WebSocket } from "ws";
import { listen } from "../../kernel-server/listen.ts";
import type { Listening } from "../../kernel-server/listen.ts";
import type { Channel } from "../../protocol/channel.ts";
import { encodeBody } from "../../protocol/codec.ts";
import { runId } from "../../protocol/ids.ts";
import { GATE_BYTES, MESSAGE_BYTES } from "../../protocol/limits.ts";
import { closeCodes, SUBPROTOCOL } from "../../protocol/messages.ts";
import { serve } from "../../protocol/serve.ts";
import { Disk, LogService } from "./log-service.ts";
import { analyst, TOKEN } from "./transports.ts";

const HELLO = '{"t":"hello","protocol":{"min":1,"max":1},"client":"x","features":[]}';
const ask = (id: unknown, what: object) => JSON.stringify({ t: "ask", id, ask: what });
const until = async (condition: () => boolean) => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
};

describe("a server under hostile input", () => {
  let disk: Disk;
  let service: LogService;
  let door: Listening;
  let channels: Channel[];
  const sockets: WebSocket[] = [];
  const times = { hello: 10_000, silent: 60_000, stuck: 300 };

  beforeEach(async () => {
    disk = new Disk();
    channels = [];
    service = new LogService(disk, async function* () {
      for (;;) yield new Uint8Array(256 * 1024);
    });
    door = await listen({
      host: "127.0.0.1",
      port: 0,
      authenticate: (token) => (token === TOKEN ? analyst : undefined),
      connect: (channel, who) => {
        channels.push(channel);
        serve(channel, service, who, { times });
      },
      log: () => undefined,
    });
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.terminate();
    await door.close();
  });

  /** A raw socket: what it was told, and how it was closed. */
  async function attacker(...frames: (string | Uint8Array)[]) {
    const socket = new WebSocket(door.url, [SUBPROTOCOL], {
      headers: { authorization: `Bearer ${TOKEN}` },
      perMessageDeflate: true,
      maxPayload: 2 ** 30,
    });
    sockets.push(socket);
    const told: Record<string, unknown>[] = [];
    socket.on("message", (data, isBinary) => {
      if (!isBinary && Buffer.isBuffer(data)) told.push(JSON.parse(data.toString()) as Record<string, unknown>); // SAFETY: our own server's text.
    });
    socket.on("error", () => undefined); // The close that follows is what is tested.
    const closed = new Promise<{ code: number; reason: string }>((resolve) =>
      socket.on("close", (code, reason) => resolve({ code, reason: String(reason) })),
    );
    await new Promise((resolve) => socket.once("open", resolve));
    for (const frame of frames) socket.send(frame);
    return { socket, told, closed };
  }
  const closeCode = async (...frames: (string | Uint8Array)[]) => (await (await attacker(...frames)).closed).code;
  /** Everyone else is served on. */
  async function servesOthers() {
    const { told } = await attacker(HELLO, ask(1, { t: "sessions" }));
    await until(() => told.length === 2);
    assert.deepEqual(told[1], { t: "reply", id: 1, value: { sessions: [] } });
  }

  it("closes who does not say hello, says something else first, or says it twice", async () => {
    times.hello = 50;
    assert.equal(await closeCode(), closeCodes.silent);
    times.hello = 10_000;
    assert.equal(await closeCode(ask(1, { t: "sessions" })), closeCodes.badMessage);
    assert.equal(await closeCode("garbage"), closeCodes.badMessage);
    assert.equal(await closeCode(HELLO, HELLO), closeCodes.badMessage);
    await servesOthers();
  });

  it("closes who sends garbage, bytes, deep or impossible values", async () => {
    const malformed = [
      "garbage",
      "",
      "[".repeat(1_000_000),
      `{"t":"ping","at":${'{"a":'.repeat(500_000)}`,
      '{"t":"ping","at":1e400}',
      '{"t":"credit","body":1,"bytes":-1}',
      '{"t":"drop","body":1.5}',
      '{"t":"ask","id":-1,"ask":{"t":"sessions"}}',
      '{"t":"ask","id":9007199254740993,"ask":{"t":"sessions"}}',
    ];
    for (const text of malformed) assert.equal(await closeCode(HELLO, text), closeCodes.badMessage, text.slice(0, 60));
    assert.equal(await closeCode(HELLO, encodeBody(1, Uint8Array.of(1))), closeCodes.badMessage);
    assert.deepEqual(service.asked, []);
    await servesOthers();
  });

  it("refuses a message beyond the limit before it is whole", async () => {
    const { socket, told, closed } = await attacker(HELLO);
    await until(() => told.length === 1);
    socket.send(Buffer.alloc(100 * 1024 * 1024, " "), { binary: false });
    assert.equal((await closed).code, 1009);
    assert.ok(channels.every((channel) => channel.buffered === 0));
    assert.equal(await closeCode(HELLO, `"${"x".repeat(MESSAGE_BYTES)}"`), 1009);
    await servesOthers();
  });

  it("refuses a message in a flood of tiny fragments", async () => {
    const { socket, told, closed } = await attacker(HELLO);
    await until(() => told.length === 1);
    for (let n = 0; n < 200_000; n++) socket.send("x", { fin: false });
    assert.equal((await closed).code, 1008);
    await servesOthers();
  });

  it("answers an unknown or malformed ask with an error, and skips an unknown message", async () => {
    const { told } = await attacker(
      HELLO,
      '{"t":"future","x":1}',
      ask(1, { t: "future" }),
      ask(2, { t: "rows", run: "r", result: -1, from: 0 }),
      ask(3, { t: "runs", limit: 1e21 }),
      ask(4, { t: "record", run: "" }),
      ask(5, { t: "sessions", __proto__: null, constructor: { prototype: { polluted: 1 } } }),
    );
    await until(() => told.length === 6);
    const codes = told.slice(1).map(({ t, id, error }) => [t, id, (error as { code?: string } | undefined)?.code]); // SAFETY: as told.
    assert.deepEqual(codes, [
      ["failed", 1, "wire.unknown-kind"],
      ["failed", 2, "wire.bad-message"],
      ["failed", 3, "wire.bad-message"],
      ["failed", 4, "wire.bad-message"],
      ["reply", 5, undefined],
    ]);
    assert.equal("polluted" in {}, false);
  });

  it("closes who uses the id of an ask that is in flight, and aborts that ask", async () => {
    let aborted = 0;
    service.before = (_ask, signal) =>
      new Promise((_, reject) => signal.addEventListener("abort", () => (aborted++, reject(new Error("aborted")))));
    assert.equal(await closeCode(HELLO, ask(1, { t: "sessions" }), ask(1, { t: "sessions" })), closeCodes.badMessage);
    await until(() => aborted === 1);
  });

  it("refuses asks beyond the limit, one by one", async () => {
    service.before = () => new Promise(() => undefined);
    const { told } = await attacker(HELLO, ...Array.from({ length: 70 }, (_, id) => ask(id, { t: "sessions" })));
    await until(() => told.length === 7);
    assert.deepEqual(
      told.slice(1).map(({ id }) => id),
      [64, 65, 66, 67, 68, 69],
    );
    assert.equal(service.asked.length, 64);
  });

  it("refuses subscriptions and bodies beyond the limit", async () => {
    for (let n = 0; n < 257; n++) disk.begin(`r${n}`, 1);
    const subscriber = await attacker(HELLO);
    for (let n = 0; n < 257; n++) {
      subscriber.socket.send(ask(n, { t: "subscribe", run: `r${n}` }));
      await until(() => subscriber.told.length === n + 2);
    }
    assert.equal(subscriber.told.at(-1)?.["t"], "failed");
    assert.equal(subscriber.told.filter(({ t }) => t === "failed").length, 1);
  });

  it("keeps little for a peer that never reads, and closes it", async () => {
    const { socket } = await attacker(HELLO);
    await until(() => channels.length === 1);
    const channel = channels[0];
    assert.ok(channel);
    const closed = new Promise<number>((resolve) => channel.onClose((code) => resolve(code)));
    socket.pause();
    for (let id = 0; id < 20; id++) socket.send(ask(id, { t: "rows", run: runId("r"), result: 0, from: 0 }));
    for (let body = 1; body <= 20; body++) socket.send(`{"t":"credit","body":${body},"bytes":1000000000000}`);
    let most = 0;
    const watch = setInterval(() => (most = Math.max(most, channel.buffered)), 1);
    const code = await closed;
    clearInterval(watch);
    assert.equal(code, closeCodes.tooSlow);
    assert.ok(most < 2 * GATE_BYTES, `${most} bytes were kept`);
    await servesOthers();
  });

  it("keeps nothing for a flood of pings that reads no pong", async () => {
    const { socket } = await attacker(HELLO);
    socket.pause();
    for (let n = 0; n < 100_000; n++) socket.send(`{"t":"ping","at":${n}}`);
    await servesOthers();
    assert.ok(channels.every((channel) => channel.buffered < 8 * GATE_BYTES));
  });

  it("takes an upgrade that never ends as no socket", async () => {
    const { port } = new URL(door.url);
    const tcp = connectTcp(Number(port), "127.0.0.1");
    tcp.on("error", () => undefined); // A reset is an answer too.
    tcp.write("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n");
    await servesOthers();
    tcp.destroy();
    assert.equal(channels.length, 1);
  });
});
