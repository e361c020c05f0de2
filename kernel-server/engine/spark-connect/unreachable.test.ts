import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { createServer } from "node:net";
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

  it("is told by the engine's name and address after a few tries when a session is first opened", async () => {
    const port = await closedPort();
    const engine = sparkConnectEngine({ name: "prod", address: `sc://127.0.0.1:${port}` });
    const open = {
      session: sessionId(randomUUID()),
      user: "ann",
      folder: tmpdir(),
      timezone: "UTC",
      scratch: tmpdir(),
    };
    await assert.rejects(engine.open(open, new AbortController().signal), (thrown) => {
      const { code, args } = BetweenError.from(thrown);
      assert.deepEqual([code, args], ["engine.unreachable-at", { engine: "prod", address: `127.0.0.1:${port}` }]);
      return true;
    });
  });
});
