import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { createServer as createTcpServer } from "node:net";
import type { AddressInfo, Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, it } from "mocha";
import { WebSocketServer } from "ws";
import { dial } from "./dial.ts";
import { BetweenError } from "./errors.ts";

const token = "t".repeat(20);

describe("dialling", () => {
  const servers: Server[] = [];
  afterEach(() => servers.splice(0).forEach((server) => server.close()));
  const start = async (server: Server, scheme = "ws") => {
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`; // SAFETY: it listens on TCP.
  };
  const codeOf = (dialling: Promise<unknown>) =>
    dialling.then(
      () => "no error",
      (thrown: unknown) => {
        assert.ok(thrown instanceof BetweenError, String(thrown));
        assert.ok(!JSON.stringify(thrown.args).includes(token), "the token is told to nobody");
        return thrown.code;
      },
    );
  const answering = (status: number) => createServer((_request, response) => response.writeHead(status).end("text"));

  it("says that nobody answers", async () => {
    const url = await start(createTcpServer());
    await new Promise((resolve) => servers.pop()?.close(resolve));
    assert.equal(await codeOf(dial(url, { token })), "wire.unreachable");
    assert.equal(await codeOf(dial("ws://no-such-host.invalid", { token })), "wire.unreachable");
  });

  it("says that the token is refused", async () => {
    assert.equal(await codeOf(dial(await start(answering(401)), { token })), "wire.unauthorized");
    assert.equal(await codeOf(dial("ws://127.0.0.1:1", { token: "line\nbreak" })), "wire.unauthorized");
  });

  it("says that what answers is no server of ours", async () => {
    assert.equal(await codeOf(dial(await start(answering(200)), { token })), "wire.not-between");
    assert.equal(await codeOf(dial(await start(answering(404)), { token })), "wire.not-between");
    const noise = await start(createTcpServer((socket) => socket.end("SSH-2.0-OpenSSH_9.6\r\n")));
    assert.equal(await codeOf(dial(noise, { token })), "wire.not-between");
    const plain = await start(answering(200), "wss");
    assert.equal(await codeOf(dial(plain, { token })), "wire.not-between");
  });

  it("says that what answers speaks another subprotocol", async () => {
    const http = createServer();
    new WebSocketServer({ server: http, handleProtocols: () => "other.v1" });
    assert.equal(await codeOf(dial(await start(http), { token })), "wire.not-between");
    const silent = createServer();
    new WebSocketServer({ server: silent, handleProtocols: () => false });
    assert.equal(await codeOf(dial(await start(silent), { token })), "wire.not-between");
  });

  it("says that a proxy's server is away, which is worth another try", async () => {
    assert.equal(await codeOf(dial(await start(answering(503)), { token })), "wire.unreachable");
  });

  it("says that a certificate is not to be trusted", async function () {
    const folder = mkdtempSync(join(tmpdir(), "between-cert-"));
    try {
      const files = { key: join(folder, "key.pem"), cert: join(folder, "cert.pem") };
      const request = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
      try {
        execFileSync("openssl", [...request, "-subj", "/CN=localhost", "-keyout", files.key, "-out", files.cert], {
          stdio: "ignore",
        });
      } catch {
        return this.skip(); // No openssl here to make a certificate with.
      }
      const server = createTlsServer({ key: readFileSync(files.key), cert: readFileSync(files.cert) });
      assert.equal(await codeOf(dial(await start(server, "wss"), { token })), "wire.certificate");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("refuses what is no address, and one with a secret in it", async () => {
    for (const url of ["", "localhost", "ftp://a", "ws://user:secret@a", "ws://a/?token=secret"]) {
      const thrown = await dial(url, { token }).catch((error: unknown) => error);
      assert.ok(thrown instanceof BetweenError && thrown.code === "wire.bad-address", url);
      assert.ok(!JSON.stringify(thrown.args).includes("secret"), url);
    }
  });

  it("stops when it is told to", async () => {
    const url = await start(createTcpServer());
    const stop = new AbortController();
    const dialling = codeOf(dial(url, { token, signal: stop.signal }));
    setImmediate(() => stop.abort());
    assert.equal(await dialling, "wire.cancelled");
    assert.equal(await codeOf(dial(url, { token, signal: stop.signal })), "wire.cancelled");
  });

  it("sends the token in the header, asks for our subprotocol, and offers no compression", async () => {
    const http = createServer();
    const seen: Record<string, unknown>[] = [];
    const sockets = new WebSocketServer({ server: http });
    sockets.on("connection", (socket, request) => {
      seen.push(request.headers);
      assert.equal(request.url, "/");
      socket.close(4000, "bye");
    });
    const channel = await dial(await start(http), { token });
    const closed = await new Promise((resolve) => channel.onClose((code, reason) => resolve([code, reason])));
    assert.deepEqual(closed, [4000, "bye"]);
    assert.equal(seen[0]?.["authorization"], `Bearer ${token}`);
    assert.equal(seen[0]?.["sec-websocket-protocol"], "between.v1");
    assert.equal(seen[0]?.["sec-websocket-extensions"], undefined);
  });
});
