import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import { connect } from "../../protocol/client.ts";
import type { Client, Followed } from "../../protocol/client.ts";
import { BetweenError } from "../../protocol/errors.ts";
import { commandId, runId, sessionId } from "../../protocol/ids.ts";
import type { RunId } from "../../protocol/ids.ts";
import { CHUNK_BYTES } from "../../protocol/messages.ts";
import type { Ask } from "../../protocol/messages.ts";
import { Disk, LogService } from "./log-service.ts";
import type { Bodies } from "./log-service.ts";
import { analyst, transports } from "./transports.ts";
import type { Served } from "./transports.ts";

const session = sessionId("s1");
const rows = (from = 0, rowCount?: number): Extract<Ask, { t: "rows" }> => ({
  t: "rows",
  run: runId("run-1"),
  result: 0,
  from,
  ...(rowCount !== undefined && { rows: rowCount }),
});
const open = (command = "c1"): Extract<Ask, { t: "open" }> => ({
  t: "open",
  command: commandId(command),
  uri: "file:///n",
  folder: "/",
  lifetime: "idle",
});
const failsWith = (code: string) => (error: unknown) => error instanceof BetweenError && error.code === code;
const all = async <T>(source: AsyncIterable<T>): Promise<T[]> => {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
};
const until = async (condition: () => boolean) => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
};
/** `size` bytes that tell where they stand, in pieces that are no multiple of a chunk. */
async function* counted(size: number, piece = 100_003) {
  for (let at = 0; at < size; at += piece) {
    const bytes = new Uint8Array(Math.min(piece, size - at));
    for (let i = 0; i < bytes.length; i++) bytes[i] = (at + i) % 251;
    yield bytes;
  }
}

for (const [name, transport] of transports) {
  describe(`a client and a server ${name}`, () => {
    let disk = new Disk();
    const cleanups: (() => void | Promise<void>)[] = [];
    afterEach(async () => {
      for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
      disk = new Disk();
    });

    async function meet(bodies?: Bodies): Promise<{ client: Client; service: LogService; served: Served }> {
      const service = new LogService(disk, bodies);
      const served = await transport(service);
      cleanups.push(() => served.stop());
      const client = await connect(served.dial, { retryDelays: [1] });
      cleanups.push(() => client.close());
      return { client, service, served };
    }

    it("greet each other, and say what the server allows", async () => {
      const { client } = await meet();
      assert.deepEqual(client.server, {
        t: "hello",
        protocol: 1,
        server: "test",
        version: "0",
        features: [],
        engines: [],
        limits: { messageBytes: 16 * 1024 * 1024, asks: 64, subscriptions: 256 },
      });
    });

    it("settle each ask with its answer, in whatever order the answers come", async () => {
      const { client, service } = await meet();
      service.before = (ask) => new Promise((resolve) => setTimeout(resolve, ask.t === "sessions" ? 20 : 0));
      const order: string[] = [];
      await Promise.all([
        client.ask({ t: "sessions" }).then(() => order.push("sessions")),
        client.ask({ t: "inspect", session, path: "p", format: "json" }).then(() => order.push("inspect")),
      ]);
      assert.deepEqual(order, ["inspect", "sessions"]);
    });

    it("carry an error as its code, arguments and place", async () => {
      const { client, service } = await meet();
      const thrown = new BetweenError(
        "wire.too-large",
        { bytes: 1, limit: 2 },
        { at: { line: 3, column: 4 }, engineText: "해" },
      );
      service.before = () => Promise.reject(thrown);
      await assert.rejects(client.ask({ t: "sessions" }), (error) => {
        assert.ok(error instanceof BetweenError);
        assert.deepEqual(error.toWire(), thrown.toWire());
        return true;
      });
    });

    it("keep more asks than the server allows waiting, and settle them all", async () => {
      const { client, service } = await meet();
      let inFlight = 0;
      let most = 0;
      let full = () => {};
      const isFull = new Promise<void>((resolve) => (full = resolve));
      service.before = async () => {
        most = Math.max(most, ++inFlight);
        if (inFlight === 64) full();
        await isFull;
        inFlight--;
      };
      const answers = await Promise.all(Array.from({ length: 500 }, () => client.ask({ t: "sessions" })));
      assert.equal(answers.length, 500);
      assert.equal(most, 64);
    });

    it("cancel an ask on the server too", async () => {
      const { client, service } = await meet();
      let aborted = false;
      service.before = (_ask, signal) =>
        new Promise((_, reject) =>
          signal.addEventListener("abort", () => ((aborted = true), reject(new BetweenError("wire.cancelled")))),
        );
      const stop = new AbortController();
      const asked = client.ask({ t: "sessions" }, stop.signal);
      await until(() => service.asked.length === 1);
      stop.abort();
      await assert.rejects(asked, failsWith("wire.cancelled"));
      await until(() => aborted);
    });

    it("carry a body whole and in order, in chunks of at most 256 KiB", async () => {
      const size = 5_000_000;
      const { client } = await meet(() => counted(size));
      const { body, from } = await client.ask(rows(7));
      assert.equal(from, 7);
      const chunks = await all(client.body(body));
      assert.ok(chunks.every((chunk) => chunk.length <= CHUNK_BYTES));
      assert.deepEqual(Buffer.concat(chunks), Buffer.concat(await all(counted(size))));
    });

    it("end a body with the error that ended it, after the bytes before it", async () => {
      const { client } = await meet(async function* () {
        yield Uint8Array.of(1, 2, 3);
        throw new BetweenError("wire.too-large", { bytes: 1, limit: 0 });
      });
      const { body } = await client.ask(rows());
      const bytes: number[] = [];
      await assert.rejects(async () => {
        for await (const chunk of client.body(body)) bytes.push(...chunk);
      }, failsWith("wire.too-large"));
      assert.deepEqual(bytes, [1, 2, 3]);
    });

    it("send of a body that nobody reads no more than the first credit", async () => {
      let made = 0;
      const { client } = await meet(async function* () {
        for (;;) yield new Uint8Array(((made += 100_000), 100_000));
      });
      await client.ask(rows());
      await client.ask({ t: "sessions" });
      await new Promise((resolve) => setTimeout(resolve, 50));
      assert.ok(made >= 1024 * 1024 && made <= 1024 * 1024 + 200_000, `${made} bytes were made`);
    });

    it("drop a body when its reader leaves, also in the middle of a wait", async () => {
      let left = 0;
      const { client } = await meet(async function* (_ask, signal) {
        try {
          yield Uint8Array.of(1);
          await new Promise((resolve) => signal.addEventListener("abort", resolve));
        } finally {
          left++;
        }
      });
      const { body } = await client.ask(rows());
      for await (const _ of client.body(body)) break;
      await until(() => left === 1);
      await assert.rejects(all(client.body(body)), failsWith("wire.no-body"));
    });

    it("take turns between bodies, and let messages in between", async () => {
      const { client } = await meet(() => counted(4_000_000, 256 * 1024));
      const turns: string[] = [];
      const read = async (label: string) => {
        const { body } = await client.ask(rows());
        for await (const _ of client.body(body)) turns.push(label);
      };
      const reading = Promise.all([read("a"), read("b")]);
      await until(() => turns.length >= 2);
      await client.ask({ t: "sessions" });
      const answeredAfter = turns.length;
      await reading;
      assert.ok(answeredAfter < turns.length, "the answer came before the bodies had ended");
      const firstHalf = turns.slice(0, turns.length / 2);
      assert.ok(firstHalf.includes("a") && firstHalf.includes("b"), turns.join(""));
    });

    it("follow a run from its first event to its last, and end", async () => {
      const { client, service } = await meet();
      const run = disk.begin("run-followed", 1);
      const followed: Followed[] = [];
      const following = (async () => {
        for await (const step of client.follow(run)) followed.push(step);
      })();
      await until(() => followed.length === 1);
      disk.append(run, { t: "run", at: 2, state: "running" });
      disk.append(run, { t: "text", cell: 0, stream: "stdout", text: "안녕" });
      disk.append(run, { t: "run", at: 3, state: "done" });
      await following;
      assert.deepEqual(
        followed.map(({ event, cursor }) => [event?.t, cursor.epoch, cursor.seq]),
        [
          [undefined, 1, 0],
          ["run", 1, 1],
          ["text", 1, 2],
          ["run", 1, 3],
        ],
      );
      assert.deepEqual(followed.at(-1)?.view, disk.view(run));
      assert.equal(service.asked.filter((ask) => ask.t === "subscribe").length, 1);
    });

    it("give the second reader of a run what the first has, over one subscription", async () => {
      const { client, service } = await meet();
      const run = disk.begin("run-shared", 1);
      const first = all(client.follow(run));
      await until(() => service.asked.some((ask) => ask.t === "subscribe"));
      disk.append(run, { t: "run", at: 2, state: "running" });
      const second = all(client.follow(run));
      await client.ask({ t: "sessions" });
      disk.append(run, { t: "run", at: 3, state: "failed" });
      assert.deepEqual((await first).at(-1)?.view, disk.view(run));
      assert.deepEqual((await second).at(-1)?.view, disk.view(run));
      assert.equal(service.asked.filter((ask) => ask.t === "subscribe").length, 1);
    });

    it("stop telling events when the last reader leaves", async () => {
      const { client } = await meet();
      const run = disk.begin("run-left", 1);
      for await (const _ of client.follow(run)) break;
      await client.ask({ t: "sessions" });
      assert.equal(disk.log(run).tails, 0);
    });

    it("let a reader that is far behind make the log wait, and lose nothing", async () => {
      const { client, service } = await meet();
      const run = disk.begin("run-long", 1);
      const count = 20_000;
      const seen: number[] = [];
      const following = (async () => {
        for await (const { event } of client.follow(run)) {
          if (event && seen.length === 0) await until(() => disk.log(run).tails === 0);
          if (event?.t === "value") seen.push(Number(event.text));
        }
      })();
      await until(() => disk.log(run).changed.size === 1);
      for (let n = 0; n < count; n++) disk.append(run, { t: "value", name: "n", text: String(n) });
      await until(() => disk.log(run).tails === 0);
      disk.append(run, { t: "run", at: 3, state: "done" });
      await following;
      assert.ok(service.asked.filter((ask) => ask.t === "subscribe").length > 1, "it was paused and went on");
      assert.deepEqual(
        seen,
        Array.from({ length: count }, (_, n) => n),
      );
    });

    it("hold the sessions that were opened, and let go of them with the socket", async () => {
      const { client, service } = await meet();
      const { session: opened } = await client.ask(open("c-hold"));
      assert.equal(service.holders.get(opened), 1);
      client.close();
      await until(() => service.holders.get(opened) === 0);
    });

    it("let a viewer look and not run", async () => {
      const service = new LogService(disk);
      const served = await transport(service, {}, { ...analyst, role: "viewer" });
      cleanups.push(() => served.stop());
      const client = await connect(served.dial);
      cleanups.push(() => client.close());
      await client.ask({ t: "runs" });
      await assert.rejects(client.ask(open()), failsWith("wire.forbidden"));
      assert.deepEqual(
        service.asked.map((ask) => ask.t),
        ["runs"],
      );
    });

    it("say both ranges when they speak no common version", async () => {
      const served = await transport(new LogService(disk), { protocol: { min: 2, max: 3 } });
      cleanups.push(() => served.stop());
      await assert.rejects(connect(served.dial), (error) => {
        assert.ok(error instanceof BetweenError);
        assert.equal(error.code, "wire.no-common-version");
        assert.equal(error.args["reason"], "the client speaks 1 to 1, the server 2 to 3");
        return true;
      });
    });

    it("settle everything that is pending when the client closes", async () => {
      const { client, service } = await meet(async function* () {
        yield Uint8Array.of(1);
        await new Promise(() => undefined);
      });
      const { body } = await client.ask(rows());
      const run: RunId = disk.begin("run-closed", 1);
      service.before = () => new Promise(() => undefined);
      const states: string[] = [];
      client.onState((state) => states.push(state));
      const pending = [client.ask({ t: "sessions" }), all(client.body(body)), all(client.follow(run))];
      const settled = Promise.allSettled(pending);
      await until(() => service.asked.length === 3);
      client.close();
      for (const one of await settled) assert.ok(one.status === "rejected" && failsWith("wire.closed")(one.reason));
      await assert.rejects(client.ask({ t: "sessions" }), failsWith("wire.closed"));
      await assert.rejects(all(client.follow(run)), failsWith("wire.closed"));
      assert.deepEqual(states, ["closed"]);
    });
  });
}
