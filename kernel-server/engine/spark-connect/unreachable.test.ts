import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { type Socket, createServer } from "node:net";
import { tmpdir } from "node:os";
import { describe, it } from "mocha";
import { BetweenError } from "../../../protocol/errors.ts";
import { sessionId } from "../../../protocol/ids.ts";
import { sparkConnectEngine } from "./spark-connect-engine.ts";

/** A port of this machine that nobody listens on. */
const closedPort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });

describe("a Spark Connect server that is not there", function () {
  // The long policy would go on for ten minutes.
  this.timeout(30_000);

  const opening = (port: number) =>
    sparkConnectEngine({ name: "prod", address: `sc://127.0.0.1:${port}` }).open(
      { session: sessionId(randomUUID()), user: "ann", folder: tmpdir(), timezone: "UTC", scratch: tmpdir() },
      new AbortController().signal,
    );
  const isTold = (port: number) => (thrown: unknown) => {
    const { code, args } = BetweenError.from(thrown);
    assert.deepEqual([code, args], ["engine.unreachable-at", { engine: "prod", address: `127.0.0.1:${port}` }]);
    return true;
  };

  it("is told by the engine's name and address after a few tries when a session is first opened", async () => {
    const port = await closedPort();
    await assert.rejects(opening(port), isTold(port));
  });

  it("is told, too, where a port takes connections and says nothing", async () => {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => sockets.add(socket.on("error", () => undefined)));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      const address = server.address();
      const port = typeof address === "object" && address ? address.port : 0;
      await assert.rejects(opening(port), isTold(port));
    } finally {
      for (const socket of sockets) socket.destroy();
      server.close();
    }
  });
});
