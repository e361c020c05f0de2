import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { connect } from "../../protocol/client.ts";
import type { Client, Followed } from "../../protocol/client.ts";
import { BetweenError } from "../../protocol/errors.ts";
import { commandId, sessionId } from "../../protocol/ids.ts";
import type { CommandId, RunId } from "../../protocol/ids.ts";
import { GATE_BYTES } from "../../protocol/limits.ts";
import type { RunEvent, RunView } from "../../protocol/messages.ts";
import { applyEvent } from "../../protocol/run-view.ts";
import { serve } from "../../protocol/serve.ts";
import { faultyLine } from "./fault-channel.ts";
import type { FaultyLine } from "./fault-channel.ts";
import { Disk, LogService } from "./log-service.ts";
import { analyst } from "./transports.ts";

const SEEDS = Number(process.env["FAULT_SEEDS"] ?? 200);
/** How many worlds run side by side: they mostly wait. */
const AT_ONCE = 20;
const STEPS = 60;
const times = { hello: 20_000, ping: 20, silent: 150, stuck: 400 };

/** Numbers from 0 to 1 that a seed determines (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A disk, the server on it, and clients whose lines break. */
class World {
  readonly random: () => number;
  readonly disk = new Disk();
  readonly lines: FaultyLine[] = [];
  readonly clients: Client[] = [];
  readonly commands: CommandId[] = [];
  readonly asking: Promise<unknown>[] = [];
  readonly following: { run: RunId; steps: Followed[]; done: Promise<void> }[] = [];
  service = new LogService(this.disk);
  isDown = false;
  peak = 0;

  constructor(seed: number) {
    this.random = randomFrom(seed);
  }

  pick<T>(items: readonly T[]): T | undefined {
    return items[Math.floor(this.random() * items.length)];
  }

  async addClient(): Promise<void> {
    const dial = async () => {
      if (this.isDown) throw new BetweenError("wire.unreachable", { reason: "down" });
      const line = faultyLine();
      this.lines.push(line);
      serve(line.server, this.service, analyst, { times });
      return line.client;
    };
    const { random } = this;
    const client = await connect(dial, { times, retryDelays: [0, 1, 2, 4], random });
    this.clients.push(client);
  }

  startRun(client: Client): void {
    const command = commandId(`command-${this.commands.length}`);
    this.commands.push(command);
    const ask = {
      t: "run",
      command,
      session: sessionId("s1"),
      uri: "u",
      text: "",
      params: {},
      keepGoing: false,
      save: false,
    } as const;
    const asked = client.ask({ ...ask, params: {} });
    this.asking.push(asked.then(({ run }) => this.follow(client, run)));
  }

  follow(client: Client, run: RunId): void {
    const steps: Followed[] = [];
    const done = (async () => {
      for await (const step of client.follow(run)) {
        steps.push(step);
        if (this.random() < 0.05) await pause(this.random() * 5);
      }
    })();
    this.following.push({ run, steps, done });
  }

  event(): RunEvent {
    const cell = Math.floor(this.random() * 3);
    const n = Math.floor(this.random() * 1e6);
    const events: RunEvent[] = [
      { t: "text", cell, stream: n % 2 ? "stdout" : "stderr", text: `line ${n}\n` },
      { t: "progress", cell, done: n, total: 1e6 },
      { t: "result", cell, result: n % 5, schema: [] },
      { t: "rows", result: n % 5, rows: n, bytes: n },
      { t: "cell", cell, at: n, state: "running" },
      { t: "note", cell, code: "n", args: { n } },
      { t: "text", cell, stream: "stdout", text: "x".repeat(20_000) },
    ];
    return this.pick(events) ?? { t: "note", code: "none", args: {} };
  }

  appendSome(run: RunId): void {
    const last = this.disk.view(run);
    if (last.state !== "queued") return;
    for (let n = this.random() * 40; n > 0; n--) this.disk.append(run, this.event());
  }

  async restart(): Promise<void> {
    this.isDown = true;
    for (const line of this.lines.splice(0)) this.drop(line);
    await pause(this.random() * 5);
    this.disk.restart(this.random() < 0.5 ? 0 : Math.floor(this.random() * 5));
    this.service = new LogService(this.disk);
    this.isDown = false;
  }

  drop(line: FaultyLine): void {
    this.peak = Math.max(this.peak, line.server.peak);
    line.cut();
  }

  async step(): Promise<void> {
    const line = this.pick(this.lines.slice(-this.clients.length));
    const run = this.pick([...this.disk.logs.keys()]);
    const client = this.pick(this.clients);
    const dice = this.random();
    if (dice < 0.45) {
      if (run) this.appendSome(run);
    } else if (dice < 0.55) {
      if (client) this.startRun(client);
    } else if (dice < 0.62) {
      if (client && run) this.follow(client, run);
    } else if (dice < 0.7) {
      if (line) this.drop(line);
    } else if (dice < 0.74) {
      line?.client.deafen();
      line?.server.deafen();
    } else if (dice < 0.78) {
      line?.client.deafen(); // Half-open: the server still hears of nothing.
    } else if (dice < 0.88) {
      line?.server.hold();
      setTimeout(() => line?.server.release(), this.random() * 100);
    } else if (dice < 0.92) await this.restart();
    await pause(this.random() * 4);
  }

  async end(): Promise<void> {
    await Promise.all(this.asking);
    for (const run of this.disk.logs.keys()) {
      this.appendSome(run);
      this.disk.append(run, { t: "run", at: 9, state: "done" });
    }
    await Promise.all(this.following.map(({ done }) => done));
    for (const line of this.lines) this.peak = Math.max(this.peak, line.server.peak);
  }
}

/** Each step is the one before with its event, in order; where there is none, the server gave a snapshot. */
function checkSteps(steps: readonly Followed[], final: RunView): void {
  let before: Followed | undefined;
  for (const step of steps) {
    if (before && step.event) {
      assert.deepEqual(step.view, applyEvent(before.view, step.event));
      const isLater = step.cursor.epoch > before.cursor.epoch || step.cursor.seq > before.cursor.seq;
      assert.ok(isLater, `${JSON.stringify(step.cursor)} after ${JSON.stringify(before.cursor)}`);
    }
    before = step;
  }
  assert.deepEqual(before?.view, final);
}

async function live(seed: number): Promise<World> {
  const world = new World(seed);
  try {
    for (let n = 0; n < 3; n++) await world.addClient();
    for (let n = 0; n < STEPS; n++) await world.step();
    await world.end();
    return world;
  } finally {
    for (const client of world.clients) client.close();
  }
}

describe("clients and a server whose lines break", function () {
  this.timeout(SEEDS * 2000);

  it(`see the same run without gap or double, and run each command once (${SEEDS} seeds)`, async () => {
    let next = 1;
    const follow = { steps: 0, snapshots: 0, commands: 0 };
    const work = async () => {
      for (let seed = next++; seed <= SEEDS; seed = next++) {
        try {
          const world = await live(seed);
          for (const { run, steps } of world.following) checkSteps(steps, world.disk.view(run));
          for (const command of world.commands) assert.equal(world.disk.happened.get(command), 1);
          assert.ok(world.peak < GATE_BYTES, `${world.peak} bytes were buffered, and one more frame sent`);
          follow.commands += world.commands.length;
          for (const { steps } of world.following) {
            follow.steps += steps.length;
            follow.snapshots += steps.filter((step, at) => at > 0 && !step.event).length;
          }
        } catch (cause) {
          throw new Error(`seed ${seed}`, { cause });
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    if (process.env["FAULT_SEEDS"]) console.log(JSON.stringify(follow));
    assert.ok(follow.steps > SEEDS * 100 && follow.snapshots > 0 && follow.commands > SEEDS, JSON.stringify(follow));
  });
});
