import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import { connect } from "../../protocol/client.ts";
import type { ConnectOptions } from "../../protocol/client.ts";
import { BetweenError } from "../../protocol/errors.ts";
import { commandId, runId, sessionId } from "../../protocol/ids.ts";
import { linkedPair } from "../../protocol/linked-pair.ts";
import { closeCodes } from "../../protocol/messages.ts";
import { retryDelay, RETRY_DELAYS } from "../../protocol/connecting/retry.ts";
import { serve } from "../../protocol/serve.ts";
import { faultyLine } from "./fault-channel.ts";
import type { FaultyLine } from "./fault-channel.ts";
import { Disk, LogService } from "./log-service.ts";
import { analyst } from "./transports.ts";

const failsWith = (code: string) => (error: unknown) => error instanceof BetweenError && error.code === code;
const until = async (condition: () => boolean) => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
};

describe("a client whose connection is lost", () => {
  const cleanups: (() => void)[] = [];
  afterEach(() => cleanups.splice(0).forEach((cleanup) => cleanup()));

  async function meet(options: ConnectOptions = {}) {
    const lines: FaultyLine[] = [];
    const states: string[] = [];
    const world = { disk: new Disk(), dials: 0, away: undefined as BetweenError | undefined };
    const service = new LogService(world.disk, async function* (_ask, signal) {
      yield Uint8Array.of(1, 2);
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
    });
    const dial = async () => {
      world.dials++;
      if (world.away) throw world.away;
      const line = faultyLine();
      lines.push(line);
      serve(line.server, service, analyst);
      return line.client;
    };
    const client = await connect(dial, { retryDelays: [1], ...options });
    client.onState((state) => states.push(state));
    cleanups.push(() => client.close());
    return { client, service, world, states, cut: () => lines.at(-1)?.cut(), line: () => lines.at(-1) };
  }

  it("asks again with the same command, which happens once", async () => {
    const { client, service, world, cut, line, states } = await meet();
    let answers = 0;
    // The first answer is lost with its socket, after the command has happened.
    service.before = async () => {
      if (++answers > 1) return;
      line()?.server.hold();
      setTimeout(cut, 5);
    };
    const command = commandId("once");
    await client.ask({ t: "open", command, uri: "u", folder: "/", lifetime: "run" });
    assert.equal(answers, 2);
    assert.equal(world.disk.happened.get(command), 1);
    assert.deepEqual(states, ["reconnecting", "connected"]);
  });

  it("does not have its command aborted by the end of the socket, but its reading", async () => {
    const { client, service, cut } = await meet();
    const signals = new Map<string, AbortSignal>();
    service.before = async (ask, signal) => {
      if (signals.has(ask.t)) return;
      signals.set(ask.t, signal);
      await new Promise((resolve) => setTimeout(resolve, 30));
    };
    const opened = client.ask({ t: "open", command: commandId("c"), uri: "u", folder: "/", lifetime: "run" });
    const listed = client.ask({ t: "runs" });
    await until(() => signals.size === 2);
    cut();
    await Promise.all([opened, listed]);
    assert.equal(signals.get("open")?.aborted, false);
    assert.equal(signals.get("runs")?.aborted, true);
  });

  it("goes on holding its sessions", async () => {
    const { client, service, cut } = await meet();
    const ask = { t: "open" as const, command: commandId("h"), uri: "u", folder: "/", lifetime: "idle" as const };
    const { session } = await client.ask(ask);
    cut();
    await client.ask({ t: "sessions" });
    assert.equal(service.holders.get(session), 1);
    await client.ask({ t: "close", command: commandId("h2"), session });
    cut();
    await client.ask({ t: "sessions" });
    assert.equal(service.holders.get(session), 1, "a closed session is held no more");
  });

  it("fails a body that was coming in, and never mixes it with one of the next socket", async () => {
    const { client, cut } = await meet();
    const rows = { t: "rows" as const, run: runId("r"), result: 0, from: 0 };
    const first = await client.ask(rows);
    const reading = client.body(first.body)[Symbol.asyncIterator]();
    assert.deepEqual((await reading.next()).value, Uint8Array.of(1, 2));
    cut();
    await assert.rejects(reading.next(), failsWith("wire.body-lost"));
    const second = await client.ask(rows);
    assert.notEqual(second.body, first.body);
    for await (const chunk of client.body(second.body)) {
      assert.deepEqual(chunk, Uint8Array.of(1, 2));
      break;
    }
  });

  it("notices a server that is silent, and connects again", async () => {
    const { client, line, world } = await meet({ times: { ping: 10, silent: 50 } });
    line()?.client.deafen();
    line()?.server.deafen();
    assert.deepEqual(await client.ask({ t: "sessions" }), { sessions: [] });
    assert.equal(world.dials, 2);
  });

  it("gives up after a while, when it was told to", async () => {
    const { client, world, cut, states } = await meet({ giveUpAfter: 30 });
    world.away = new BetweenError("wire.unreachable", { reason: "down" });
    cut();
    await assert.rejects(client.ask({ t: "sessions" }), failsWith("wire.unreachable"));
    assert.deepEqual(states, ["reconnecting", "closed"]);
    assert.ok(world.dials > 2);
  });

  it("stops at once when it is refused", async () => {
    for (const [code, error] of [
      [closeCodes.unauthorized, "wire.unauthorized"],
      [closeCodes.badMessage, "wire.refused"],
      [closeCodes.noCommonVersion, "wire.no-common-version"],
      [1009, "wire.refused"],
    ] as const) {
      const { client, service, line, states, world } = await meet();
      service.before = () => new Promise(() => undefined);
      const asked = client.ask({ t: "sessions" });
      await until(() => service.asked.length === 1);
      line()?.server.close(code, "no");
      await assert.rejects(asked, failsWith(error));
      assert.deepEqual(states, ["closed"]);
      assert.equal(world.dials, 1);
    }
  });

  it("stops when dialling says that another try would be in vain", async () => {
    const { client, world, cut } = await meet();
    world.away = new BetweenError("wire.unauthorized", { address: "a" });
    cut();
    await assert.rejects(client.ask({ t: "sessions" }), failsWith("wire.unauthorized"));
    assert.equal(world.dials, 2);
  });

  it("says at once when the first connection fails", async () => {
    const down = new BetweenError("wire.unreachable", { reason: "down" });
    await assert.rejects(
      connect(() => Promise.reject(down)),
      failsWith("wire.unreachable"),
    );
  });

  it("says that no hello came from what is no server of ours", async () => {
    const [near] = linkedPair();
    await assert.rejects(
      connect(async () => near, { times: { hello: 10 } }),
      failsWith("wire.not-between"),
    );
  });

  it("does not send what the server would not take", async () => {
    const { client } = await meet();
    const text = "해".repeat(6_000_000);
    const ask = { t: "run" as const, command: commandId("big"), session: sessionId("s"), uri: "u", text };
    await assert.rejects(
      client.ask({ ...ask, params: {}, keepGoing: false, save: false }),
      failsWith("wire.too-large"),
    );
    assert.deepEqual(await client.ask({ t: "sessions" }), { sessions: [] });
  });

  it("closes a server that breaks the protocol, with an error", async () => {
    for (const frame of [
      "garbage",
      '{"t":"event","run":"r","epoch":-1,"seq":0,"event":{"t":"run"}}',
      Uint8Array.of(9),
    ]) {
      const { client, line } = await meet();
      const asked = client.follow(runId("r"))[Symbol.asyncIterator]().next();
      const rejected = assert.rejects(asked, (error) => error instanceof BetweenError);
      line()?.server.send(frame);
      await rejected;
      await assert.rejects(client.ask({ t: "sessions" }), failsWith("wire.bad-message"));
    }
  });

  it("waits longer from try to try, by chance, and never above 15 s", () => {
    const waits = (random: number) => Array.from({ length: 9 }, (_, n) => retryDelay(n, RETRY_DELAYS, () => random));
    assert.deepEqual(waits(1), [0, 500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
    assert.deepEqual(waits(0.5), [0, 250, 500, 1000, 2000, 4000, 7500, 7500, 7500]);
  });
});
