import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer as createTlsServer } from "node:https";
import { createServer as createHttpServer } from "node:http";
import { createServer as createTcpServer } from "node:net";
import type { AddressInfo, Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { WebSocketServer } from "ws";
import { completeSettings } from "../../kernel-server/settings/complete-settings.ts";
import { startServer } from "../../kernel-server/start-server.ts";
import type { RunningServer } from "../../kernel-server/start-server.ts";
import { BetweenError } from "../../protocol/errors.ts";
import { commandId } from "../../protocol/ids.ts";
import { serverFilePath } from "../../protocol/local/server-file.ts";
import { isAlive, localServerPid, endLocalServer, root } from "../../test/support/between.ts";
import { connectLocal, connectRemote, greetServer } from "./connect.ts";
import { Line } from "./line.ts";
import { signIn } from "./sign-in.ts";

const never = () => new AbortController().signal;
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "no error",
    (thrown: unknown) => BetweenError.from(thrown).code,
  );

describe("a team's server", function () {
  this.timeout(60_000);
  let state: string;
  let server: RunningServer;
  let token: string;
  const open = new Set<Server>();
  const start = (port = 0) =>
    startServer({
      settings: completeSettings({ port, state: { kind: "folder", path: state } }),
      local: false,
      version: "1.0.0+test",
    });
  beforeEach(async () => {
    state = await mkdtemp(join(tmpdir(), "between-remote-"));
    server = await start();
    token = readFileSync(server.tokenFile, "utf8").trim();
  });
  afterEach(async () => {
    await server.close();
    for (const each of open) each.close();
    open.clear();
    await rm(state, { recursive: true });
  });
  const listen = async (made: Server) => {
    open.add(made);
    await new Promise<void>((resolve) => made.listen(0, "127.0.0.1", resolve));
    return (made.address() as AddressInfo).port; // SAFETY: it listens on TCP.
  };

  /** A line whose user answers with these tokens, one after the other. */
  const lineWith = (answers: (string | undefined)[], kept?: string) => {
    const asked: boolean[] = [];
    const states: string[] = [];
    const logged: string[] = [];
    let keeps = kept;
    let looks = 0;
    const tokens = {
      kept: async () => keeps,
      ask: async (refused: boolean) => (asked.push(refused), answers.shift()),
      keep: async (given: string) => void (keeps = given),
    };
    const line = new Line({
      open: (signal, lost) =>
        signIn("prod", tokens, (given) => connectRemote(server.url, given, tokens.kept, { signal, lost })),
      look: async (signal, lost) => {
        looks++;
        return keeps === undefined ? keeps : await connectRemote(server.url, keeps, tokens.kept, { signal, lost });
      },
      changed: ({ state }) => void (states.at(-1) === state || states.push(state)),
      log: (text) => void logged.push(text),
      patience: 300,
    });
    return { line, asked, states, logged, kept: () => keeps, looks: () => looks };
  };

  it("asks once for the token that all callers need, and keeps what worked", async () => {
    const { line, asked, states, kept } = lineWith([token]);
    const [one, two] = await Promise.all([line.client(), line.client(), line.client()]);
    assert.equal(one, two);
    assert.deepEqual(asked, [false]);
    assert.equal(kept(), token);
    assert.deepEqual(states, ["connecting", "connected"]);
    assert.deepEqual(
      one.server.engines.map(({ name }) => name),
      ["embedded", "local-spark"],
    );
    line.close();
    assert.equal(line.state, "away");
    assert.equal(line.now, undefined);
  });

  it("asks once more when the token is refused, with the reason, and keeps the right one", async () => {
    const { line, asked, kept } = lineWith(["wrong", token]);
    await line.client();
    assert.deepEqual(asked, [false, true]);
    assert.equal(kept(), token);
    line.close();
    const stale = lineWith([token], "an old one");
    await stale.line.client();
    assert.deepEqual(stale.asked, [true]);
    stale.line.close();
  });

  it("says that the token is wrong after a second one, or that none was given", async () => {
    const twice = lineWith(["wrong", "wrong-again"]);
    assert.equal(await codeOf(twice.line.client()), "wire.unauthorized");
    assert.equal(twice.kept(), undefined);
    assert.equal(await codeOf(lineWith([undefined]).line.client()), "kernels.no-token");
    assert.equal(twice.line.state, "away");
  });

  it("is not asked for, nor connected to without a token, by who only looks", async () => {
    const { line, asked } = lineWith([token]);
    assert.equal(await line.ifRunning(), undefined);
    assert.deepEqual(asked, []);
    const known = lineWith([], token);
    assert.ok(await known.line.ifRunning());
    assert.equal(known.line.now, await known.line.client());
    known.line.close();
  });

  it("that refused a kept token is not bothered by every look, and asked for another one by a call", async () => {
    const { line, logged, asked, looks } = lineWith([token], "wrong");
    assert.equal(await line.ifRunning(), undefined);
    assert.equal(await line.ifRunning(), undefined);
    assert.equal(looks(), 1);
    assert.equal(logged.length, 1);
    assert.match(logged[0] ?? "", /^wire.unauthorized/);
    assert.ok(await line.client());
    assert.deepEqual(asked, [true]);
    line.close();
  });

  it("is waited for while it restarts, and missed with a reason after a while", async () => {
    const { line, states } = lineWith([], token);
    const until = async (state: typeof line.state) => {
      while (line.state !== state) await new Promise((resolve) => setTimeout(resolve, 5));
    };
    const client = await line.client();
    const port = Number(new URL(server.url).port);
    await server.close();
    await until("reconnecting");
    assert.equal(await codeOf(line.client()), "wire.unreachable");
    server = await start(port);
    await until("connected");
    assert.equal(await line.client(), client);
    assert.deepEqual(states, ["connecting", "connected", "reconnecting", "connected"]);
    line.close();
  });

  it("is connected to anew after its client closed for good", async () => {
    const { line } = lineWith([], token);
    const first = await line.client();
    line.drop();
    assert.notEqual(await line.client(), first);
    line.close();
  });

  it("is given up when all who wait have left, and not before", async () => {
    const stop = new AbortController();
    const silent = await listen(createTcpServer());
    let given: AbortSignal | undefined;
    const line = new Line({
      open: (signal, lost) => {
        given = signal;
        return connectRemote(`ws://127.0.0.1:${silent}`, token, async () => token, { signal, lost });
      },
      look: async () => undefined,
      changed: () => undefined,
      log: () => undefined,
    });
    const leaving = codeOf(line.client(stop.signal));
    const other = new AbortController();
    const staying = codeOf(line.client(other.signal));
    stop.abort();
    assert.equal(await leaving, "wire.cancelled");
    assert.equal(given?.aborted, false);
    other.abort();
    assert.equal(await staying, "wire.cancelled");
    assert.equal(given?.aborted, true);
  });

  describe("that is tried before it is added", () => {
    const tried = (url: string, given = token) => codeOf(greetServer(url, given, AbortSignal.timeout(20_000)));

    it("says what it has", async () => {
      const { engines, version } = await greetServer(server.url, token, never());
      assert.equal(engines[0]?.name, "embedded");
      assert.equal(version, "1.0.0+test");
    });

    it("is named as unreachable, as refusing the token, or as no server of ours", async () => {
      const gone = createTcpServer();
      const port = await listen(gone);
      await new Promise((resolve) => gone.close(resolve));
      assert.equal(await tried(`ws://127.0.0.1:${port}`), "wire.unreachable");
      assert.equal(await tried(server.url, "wrong"), "wire.unauthorized");
      const page = await listen(createHttpServer((_request, response) => response.end("a page")));
      assert.equal(await tried(`ws://127.0.0.1:${page}`), "wire.not-between");
    });

    it("is named as too old or too new when it speaks no version of ours", async () => {
      const http = createHttpServer();
      new WebSocketServer({ server: http, handleProtocols: () => "between.v1" }).on("connection", (socket) =>
        socket.close(4206, "speaks 7 to 9"),
      );
      assert.equal(await tried(`ws://127.0.0.1:${await listen(http)}`), "wire.no-common-version");
    });

    it("is named for its certificate when that cannot be trusted", async function () {
      const files = { key: join(state, "key.pem"), cert: join(state, "cert.pem") };
      const request = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
      try {
        const out = ["-subj", "/CN=localhost", "-keyout", files.key, "-out", files.cert];
        execFileSync("openssl", [...request, ...out], { stdio: "ignore" });
      } catch {
        return this.skip(); // No openssl here to make a certificate with.
      }
      const secure = createTlsServer({ key: readFileSync(files.key), cert: readFileSync(files.cert) });
      assert.equal(await tried(`wss://127.0.0.1:${await listen(secure)}`), "wire.certificate");
    });
  });
});

describe("the server of this machine", function () {
  this.timeout(60_000);
  let state: string;
  beforeEach(async () => {
    state = await mkdtemp(join(tmpdir(), "between-own-"));
  });
  afterEach(async () => {
    await endLocalServer(state);
    await rm(state, { recursive: true, maxRetries: 5 });
  });
  const version = "1.0.0+test";
  const entry = join(root, "kernel-server/main.ts");
  const line = () =>
    new Line({
      open: async (signal, lost) => {
        const client = await connectLocal({ version, entry, state }, "start", { signal, lost });
        assert.ok(client);
        return client;
      },
      look: (signal, lost) => connectLocal({ version, entry, state }, "look", { signal, lost }),
      changed: () => undefined,
      log: () => undefined,
    });
  const until = async (condition: () => unknown) => {
    while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
  };
  const openIn = (client: Awaited<ReturnType<Line["client"]>>) =>
    client.ask({ t: "open", command: commandId(randomUUID()), uri: "file:///a", folder: state, lifetime: "idle" });

  it("is not started by who only looks, and found once it runs", async () => {
    const looking = line();
    assert.equal(await looking.ifRunning(), undefined);
    assert.equal(await localServerPid(state), undefined);
    const starting = line();
    await starting.client();
    const found = await looking.ifRunning();
    assert.equal(found?.server.version, version);
    starting.close();
    looking.close();
  });

  it("is let go when it left by itself, and started again by the next call", async () => {
    const own = line();
    await own.client();
    await endLocalServer(state);
    await until(() => own.state === "away");
    assert.equal(existsSync(serverFilePath(state, version)), false);
    assert.ok(await own.client());
    own.close();
  });

  it("is started again for a session that was lost with it, but not a second time", async () => {
    const own = line();
    const client = await own.client();
    await openIn(client);
    const kill = async () => {
      const pid = await localServerPid(state);
      assert.ok(pid !== undefined);
      process.kill(pid, "SIGKILL");
      await until(() => !isAlive(pid));
    };
    await kill();
    await until(() => own.state === "connected");
    assert.equal(own.now, client);
    assert.deepEqual((await client.ask({ t: "sessions" })).sessions, []);
    await kill();
    await until(() => own.state === "away");
    own.close();
  });
});
