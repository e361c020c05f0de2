import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { WebSocket } from "ws";
import { commandId } from "../../protocol/ids.ts";
import { SUBPROTOCOL } from "../../protocol/messages.ts";
import type { Client } from "../../protocol/client.ts";
import { changeRole, readTokens, revokeTokens } from "../../kernel-server/people/token-list.ts";
import { makeServerDesk, type ServerDesk } from "./server-desk.ts";

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "none",
    (error: unknown) => (error instanceof Error && "code" in error ? String(error.code) : String(error)),
  );
/** Five seconds are promised, for the slowest machine. */
const WITHIN_MS = 5000;

describe("people with tokens", function () {
  this.timeout(30_000);
  let desk: ServerDesk;
  beforeEach(async () => {
    desk = await makeServerDesk(
      "engines: {embedded: {allow: [ann]}, cluster: {address: 'sc://127.0.0.1:1', allow: [{role: analyst}]}}",
    );
  });
  afterEach(() => desk.end());

  const open = (client: Client, engine?: string) =>
    client.ask({
      t: "open",
      command: commandId(crypto.randomUUID()),
      uri: "file:///a",
      folder: "/",
      lifetime: "idle",
      ...(engine !== undefined && { engine }),
    });
  /** Resolves with the code of a socket's close frame, once it comes. */
  async function closing(token: string): Promise<{ closed: Promise<number>; socket: WebSocket }> {
    const socket = new WebSocket(desk.server.url, [SUBPROTOCOL], { headers: { authorization: `Bearer ${token}` } });
    const closed = new Promise<number>((resolve) => socket.once("close", resolve));
    await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
    socket.send(JSON.stringify({ t: "hello", protocol: { min: 1, max: 1 }, client: "test", features: [] }));
    return { closed, socket };
  }
  const within = async <T>(promise: Promise<T>): Promise<T> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`not within ${WITHIN_MS} ms`)), WITHIN_MS);
    });
    return Promise.race([promise, late]).finally(() => clearTimeout(timer));
  };

  it("come in with the role that theirs says, the moment it is made", async () => {
    const client = await desk.client(await desk.token("vic", "viewer"));
    assert.deepEqual((await client.ask({ t: "runs" })).runs, []);
    assert.equal(await codeOf(open(client)), "wire.forbidden");
    const analyst = await desk.client(await desk.token("ann", "analyst"));
    assert.equal(typeof (await open(analyst)).session, "string");
  });

  it("leave nothing but hashes in the store, and nothing at all in the log", async () => {
    const token = await desk.token("ann", "analyst");
    await desk.client(token);
    await codeOf(desk.client(`${token}x`));
    const files = await readdir(join(desk.folder, "store"), { recursive: true, withFileTypes: true });
    const texts = await Promise.all(
      files.filter((file) => file.isFile()).map((file) => readFile(join(file.parentPath, file.name), "utf8")),
    );
    assert.ok(texts.some((text) => text.includes('"user":"ann"')));
    assert.ok([...texts, ...desk.log].every((text) => !text.includes(token.slice(8, 30))));
    assert.ok(desk.log.some((line) => line.includes("connected user=ann role=analyst")));
  });

  it("are refused with a token that is wrong, expired, revoked, of another server, or in the address", async () => {
    const token = await desk.token("ann", "admin");
    await revokeTokens(desk.store, "ann");
    const other = await makeServerDesk();
    const elsewhere = await other.token("ann", "admin");
    await other.end();
    const expired = await desk.token("old", "admin", Date.now() - 1);
    for (const one of [token, elsewhere, expired, `${token}a`, token.slice(0, -1), "between_", "x"])
      assert.equal(await codeOf(desk.client(one)), "wire.unauthorized", one);
    const query = await desk.get(`/?token=${await desk.token("eve", "admin")}`);
    assert.equal(query.status, 426);
    assert.ok(!desk.log.join("").includes("token="));
  });

  it("are cut off within seconds when their token is revoked; others stay", async () => {
    const { closed } = await closing(await desk.token("ann", "analyst"));
    const bob = await desk.client(await desk.token("bob", "viewer"));
    await revokeTokens(desk.store, "ann");
    assert.equal(await within(closed), 4100);
    assert.deepEqual((await bob.ask({ t: "runs" })).runs, []);
  });

  it("are cut off within seconds when their token expires", async () => {
    const { closed } = await closing(await desk.token("ann", "analyst", Date.now() + 1500));
    assert.equal(await within(closed), 4100);
  });

  it("come in again by themselves with their new role", async () => {
    const token = await desk.token("ann", "viewer");
    const client = await desk.client(token);
    assert.equal(await codeOf(open(client)), "wire.forbidden");
    const again = new Promise<void>((resolve) => {
      let lost = false;
      client.onState((state) => {
        if (state === "reconnecting") lost = true;
        else if (state === "connected" && lost) resolve();
      });
    });
    await changeRole(desk.store, "ann", "analyst");
    await within(again);
    assert.equal(typeof (await open(client)).session, "string");
  });

  it("lose their rights on a socket that was open before a role was taken away", async () => {
    const { closed } = await closing(await desk.token("ann", "admin"));
    await changeRole(desk.store, "ann", "viewer");
    assert.equal(await within(closed), 4000);
    const client = await desk.client(await desk.token("ann", "viewer"));
    assert.equal(await codeOf(open(client)), "wire.forbidden");
  });

  it("see and use the engines that are theirs", async () => {
    const names = (client: Client) => client.server.engines.map(({ name }) => name);
    const ann = await desk.client(await desk.token("ann", "analyst"));
    const bob = await desk.client(await desk.token("bob", "analyst"));
    const vic = await desk.client(await desk.token("vic", "viewer"));
    const boss = await desk.client(await desk.token("boss", "admin"));
    assert.deepEqual(names(ann), ["embedded", "cluster"]);
    assert.deepEqual(names(bob), ["cluster"]);
    assert.deepEqual(names(vic), []);
    assert.deepEqual(names(boss), ["embedded", "cluster"]);
    assert.equal(await codeOf(open(bob, "embedded")), "engine.not-yours");
    assert.equal(await codeOf(open(bob, "nothing")), "session.no-engine");
    assert.equal(typeof (await open(bob)).session, "string");
  });

  it("are let in by nobody's list that is damaged, and the list stays as it is", async () => {
    const token = await desk.token("ann", "admin");
    await desk.store.put("people/tokens/list.json", Buffer.from('{"v":2,"tokens":[]}'));
    assert.equal(await codeOf(desk.client(token)), "wire.unauthorized");
    assert.equal(await codeOf(desk.token("bob", "viewer")), "token.unreadable");
    assert.equal(String((await desk.store.get("people/tokens/list.json"))?.body), '{"v":2,"tokens":[]}');
    assert.ok(desk.log.some((line) => line.includes("tokens cannot be read")));
  });

  it("can be made by many at once, and none is lost", async () => {
    await Promise.all(Array.from({ length: 12 }, (_, i) => desk.token(`user${i}`, "viewer")));
    assert.equal((await readTokens(desk.store)).tokens.length, 12);
    assert.equal(await codeOf(desk.token("a b\nadmin", "viewer")), "token.name");
  });
});

describe("a server's limits", function () {
  this.timeout(30_000);
  it("of sockets and sessions are held, and said", async () => {
    const desk = await makeServerDesk("limits: {sockets: 2, sessions: 2}");
    try {
      const one = await desk.client(await desk.token("ann", "analyst"));
      await desk.client(await desk.token("bob", "analyst"));
      const error = await desk.client(await desk.token("cat", "analyst")).catch((thrown: unknown) => thrown);
      assert.match(String(error), /wire\.unreachable.*503 All 2 Connections Taken/);
      const open = (uri: string) =>
        one.ask({ t: "open", command: commandId(crypto.randomUUID()), uri, folder: "/", lifetime: "idle" });
      await open("a");
      await open("b");
      await open("b");
      assert.equal(await codeOf(open("c")), "session.too-many");
    } finally {
      await desk.end();
    }
  });
});
