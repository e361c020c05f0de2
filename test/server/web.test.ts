import assert from "node:assert/strict";
import { rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, describe, it } from "mocha";
import { commandId } from "../../protocol/ids.ts";
import { makeServerDesk, type ServerDesk } from "./server-desk.ts";

describe("what is asked of a server without a WebSocket", function () {
  this.timeout(30_000);
  let desk: ServerDesk | undefined;
  afterEach(async () => {
    await desk?.end();
    desk = undefined;
  });

  it("is healthy as long as it answers", async () => {
    desk = await makeServerDesk();
    const response = await desk.get("/healthz");
    assert.equal(response.status, 200);
    assert.equal(await response.text(), "ok\n");
    assert.equal((await desk.get("/healthz/x")).status, 426);
    const posted = await fetch(desk.server.url.replace(/^ws/, "http") + "/healthz", { method: "POST" });
    assert.equal(posted.status, 426);
  });

  it("is ready where its store can be written and an engine be reached", async () => {
    const there = createServer((socket) => socket.destroy()).listen(0, "127.0.0.1");
    await new Promise((resolve) => there.once("listening", resolve));
    const { port } = there.address() as AddressInfo; // SAFETY: it listens on TCP.
    try {
      desk = await makeServerDesk(`engines: {away: 'sc://127.0.0.1:1', prod: 'sc://127.0.0.1:${port}'}`);
      const response = await desk.get("/readyz");
      assert.equal(response.status, 200);
      assert.deepEqual(await response.json(), { ready: true, store: true, engines: { away: false, prod: true } });
      assert.ok(desk.log.some((line) => /the engine away cannot be used.*ECONNREFUSED/.test(line)));
    } finally {
      there.close();
    }
  });

  it("is not ready without any engine, and says nothing of addresses", async () => {
    desk = await makeServerDesk("engines: {prod: 'sc://127.0.0.1:1'}");
    const response = await desk.get("/readyz");
    assert.equal(response.status, 503);
    const text = await response.text();
    assert.deepEqual(JSON.parse(text), { ready: false, store: true, engines: { prod: false } });
    assert.doesNotMatch(text, /127|sc:/);
  });

  it("is not ready when its store cannot be written", async () => {
    desk = await makeServerDesk();
    await rm(join(desk.folder, "store"), { recursive: true, force: true });
    await writeFile(join(desk.folder, "store"), "a file where the folder was");
    const response = await desk.get("/readyz");
    assert.equal(response.status, 503);
    assert.deepEqual(await response.json(), {
      ready: false,
      store: false,
      engines: { embedded: true, "local-spark": true },
    });
    await rm(join(desk.folder, "store"));
  });

  it("tells its figures to admins alone", async () => {
    desk = await makeServerDesk();
    assert.equal((await desk.get("/metrics")).status, 401);
    assert.equal((await desk.get("/metrics", "between_wrong")).status, 401);
    assert.equal((await desk.get("/metrics", await desk.token("ann", "analyst"))).status, 403);
    const admin = await desk.token("boss", "admin");
    const client = await desk.client(admin);
    await client.ask({
      t: "open",
      command: commandId(crypto.randomUUID()),
      uri: "secret-notebook",
      folder: "/",
      lifetime: "idle",
    });
    const response = await desk.get("/metrics", admin);
    assert.equal(response.status, 200);
    assert.match(response.headers.get("content-type") ?? "", /^text\/plain; version=0\.0\.4/);
    const text = await response.text();
    assert.match(text, /^between_connections 1$/m);
    assert.match(text, /^between_sessions\{engine="embedded",state="idle"\} 1$/m);
    assert.match(text, /^between_store_up 1$/m);
    assert.match(text, /^between_engine_up\{engine="embedded"\} 1$/m);
    assert.match(text, /^between_runs_active\{state="running"\} 0$/m);
    assert.match(text, /^between_cells_waiting 0$/m);
    assert.match(text, /^between_data_free_bytes \d/m);
    assert.match(text, /^between_nodejs_eventloop_lag_seconds /m);
    assert.match(text, /^between_info\{version="1\.0\.0\+test"\} 1$/m);
    assert.doesNotMatch(text, /boss|secret-notebook/);
    assert.ok(!desk.log.join("").includes(admin));
  });

  it("tells them to everybody where the settings say so", async () => {
    desk = await makeServerDesk("metrics: open");
    assert.equal((await desk.get("/metrics")).status, 200);
  });

  it("logs who asked for what as JSON, one object a line", async () => {
    desk = await makeServerDesk("log: json");
    const client = await desk.client(await desk.token("ann", "analyst"));
    const uri = 'file:///a\n{"message":"forged"}';
    const open = { t: "open", command: commandId(crypto.randomUUID()), uri, folder: "/", lifetime: "idle" } as const;
    const { session } = await client.ask(open);
    const lines = desk.log.map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.ok(desk.log.every((line) => line.indexOf("\n") === line.length - 1));
    const asked = lines.find(({ message }) => message === "asked");
    assert.deepEqual(
      { ask: asked?.ask, user: asked?.user, notebook: asked?.notebook, session: asked?.session },
      { ask: "open", user: "ann", notebook: uri, session },
    );
  });
});
