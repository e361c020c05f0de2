/** What we add to a cell that does nothing: client → server → client over WebSocket on the loopback, engine time excluded. */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { WebSocket, WebSocketServer } from "ws";
import { sailEngine } from "../kernel-server/engine/sail/sail-engine.ts";
import type { EngineSession } from "../kernel-server/engine/engine.ts";
import { operationId, sessionId } from "../protocol/ids.ts";
import { cacheFolder } from "../protocol/local/state-folders.ts";
import { median, quantile, scaled, timed } from "./support/figures.ts";
import { publish } from "./support/finding.ts";
import { sqlNotebook, startProduct, untilDone } from "./support/product.ts";

const ROUNDS = scaled(400, 20);
const WARM_UP = scaled(40, 5);
const never = new AbortController().signal;

/** From the ask to the end of its cell, and to the end of its run (record stored, journal safe on disk), as a client sees them. */
async function throughProduct(): Promise<{ cell: number[]; run: number[]; folder: string; end(): Promise<void> }> {
  const product = await startProduct();
  const session = await product.open();
  const text = sqlNotebook("select 1 as one");
  const took = { cell: [] as number[], run: [] as number[] };
  for (let i = 0; i < WARM_UP + ROUNDS; i++) {
    const started = performance.now();
    let cellMs = NaN;
    await untilDone(product.client, await product.start(session, text), (event) => {
      if (event.t === "cell" && event.state === "done") cellMs = performance.now() - started;
    });
    if (i < WARM_UP) continue;
    took.cell.push(cellMs);
    took.run.push(performance.now() - started);
  }
  return { ...took, folder: product.folder, end: () => product.end() };
}

/** The same two operations that a cell of one query means to the engine, without a server: fix the statement, read its rows. */
async function engineAlone(folder: string): Promise<number[]> {
  const engine = sailEngine({ cacheFolder: cacheFolder() });
  const open = { session: sessionId(crypto.randomUUID()), user: "bench", folder, timezone: "UTC", scratch: folder };
  const session = await engine.open(open, never);
  const view = "bench_one";
  const once = async () => {
    await drain(
      session.run({ operation: newOperation(), do: "statement", text: "select 1 as one", args: [], view }, never),
    );
    await drain(session.run({ operation: newOperation(), do: "read", relation: { of: "view", name: view }, limit: 10_001 }, never)); // prettier-ignore
  };
  try {
    for (let i = 0; i < WARM_UP; i++) await once();
    const took: number[] = [];
    for (let i = 0; i < ROUNDS; i++) took.push((await timed(once)).ms);
    return took;
  } finally {
    await session.close();
  }
}

const newOperation = () => operationId(crypto.randomUUID());
async function drain(events: ReturnType<EngineSession["run"]>): Promise<void> {
  for await (const event of events) void event;
}

/** One frame of a run's size there and back, with nothing behind it. */
async function bareEcho(): Promise<number[]> {
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false });
  server.on("connection", (socket) => socket.on("message", (data, binary) => socket.send(data, { binary })));
  await once(server, "listening");
  // SAFETY: a server that listens on a port has an AddressInfo.
  const { port } = server.address() as AddressInfo;
  const socket = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false });
  await once(socket, "open");
  const frame = "x".repeat(400);
  const took: number[] = [];
  for (let i = 0; i < WARM_UP + ROUNDS; i++) {
    const { ms } = await timed(async () => {
      const back = once(socket, "message");
      socket.send(frame);
      await back;
    });
    if (i >= WARM_UP) took.push(ms);
  }
  socket.terminate();
  server.close();
  return took;
}

const echo = await bareEcho();
const product = await throughProduct();
const engine = await engineAlone(product.folder);
await product.end();

const overhead = {
  p50: median(product.cell) - median(engine),
  p99: quantile(product.cell, 0.99) - quantile(engine, 0.99),
};
await publish({
  name: "trivial-cell",
  title: `A trivial cell, ${ROUNDS} times`,
  findings: [
    { what: "our overhead, p50", unit: "ms", ours: overhead.p50, beside: "bare ws echo, p50", theirs: median(echo), budget: { says: "<= 2 ms", kept: overhead.p50 <= 2 } }, // prettier-ignore
    { what: "our overhead, p99", unit: "ms", ours: overhead.p99, beside: "bare ws echo, p99", theirs: quantile(echo, 0.99), budget: { says: "<= 10 ms", kept: overhead.p99 <= 10 } }, // prettier-ignore
    { what: "to the end of the cell, p50", unit: "ms", ours: median(product.cell), beside: "the engine alone, p50", theirs: median(engine) }, // prettier-ignore
    { what: "to the end of the cell, p99", unit: "ms", ours: quantile(product.cell, 0.99), beside: "the engine alone, p99", theirs: quantile(engine, 0.99) }, // prettier-ignore
    { what: "to the end of the run, p50", unit: "ms", ours: median(product.run), beside: "the engine alone, p50", theirs: median(engine) }, // prettier-ignore
  ],
  notes: [
    "The overhead is the time to the end of the cell less the engine's; the end of the run also waits for the disk and stores the run's record.",
  ],
});
