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

/** By turns in blocks, so that all three meet the same machine; the first block of each warms up and does not count. */
const BLOCKS = scaled(20, 2);
const BLOCK = 20;
const never = new AbortController().signal;

type Took = { cell: number; run: number };

/** A cell through the product: from the ask to the end of its cell, and of its run (record stored, journal safe on disk). */
async function productCell(): Promise<{ once(): Promise<Took>; folder: string; end(): Promise<void> }> {
  const product = await startProduct();
  const session = await product.open();
  const text = sqlNotebook("select 1 as one");
  const runOnce = async () => {
    const started = performance.now();
    let cell = NaN;
    await untilDone(product.client, await product.start(session, text), ({ cells }) => {
      if (Number.isNaN(cell) && cells[0]?.state === "done") cell = performance.now() - started;
    });
    return { cell, run: performance.now() - started };
  };
  return { once: runOnce, folder: product.folder, end: () => product.end() };
}

/** The same two operations that a cell of one query means to the engine, without a server: fix the statement, read its rows. */
async function engineCell(folder: string): Promise<{ once(): Promise<number>; end(): Promise<void> }> {
  const engine = sailEngine({ cacheFolder: cacheFolder() });
  const open = { session: sessionId(crypto.randomUUID()), user: "bench", folder, timezone: "UTC", scratch: folder };
  const session = await engine.open(open, never);
  const view = "bench_one";
  const fixAndRead = async () => {
    await drain(
      session.run({ operation: newOperation(), do: "statement", text: "select 1 as one", args: [], view }, never),
    );
    await drain(session.run({ operation: newOperation(), do: "read", relation: { of: "view", name: view }, limit: 10_001 }, never)); // prettier-ignore
  };
  return { once: async () => (await timed(fixAndRead)).ms, end: () => session.close() };
}

const newOperation = () => operationId(crypto.randomUUID());
async function drain(events: ReturnType<EngineSession["run"]>): Promise<void> {
  for await (const event of events) void event;
}

/** One frame of a run's size there and back, with nothing behind it. */
async function bareEcho(): Promise<{ once(): Promise<number>; end(): void }> {
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false });
  server.on("connection", (socket) => socket.on("message", (data, binary) => socket.send(data, { binary })));
  await once(server, "listening");
  // SAFETY: a server that listens on a port has an AddressInfo.
  const { port } = server.address() as AddressInfo;
  const socket = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false });
  await once(socket, "open");
  const frame = "x".repeat(400);
  const thereAndBack = async () => {
    const back = once(socket, "message");
    socket.send(frame);
    await back;
  };
  const end = () => {
    socket.terminate();
    server.close();
  };
  return { once: async () => (await timed(thereAndBack)).ms, end };
}

const viaProduct = await productCell();
const viaEngine = await engineCell(viaProduct.folder);
const viaEcho = await bareEcho();
const product: Took[] = [];
const engine: number[] = [];
const echo: number[] = [];
for (let block = 0; block <= BLOCKS; block++) {
  const counts = block > 0;
  for (let i = 0; i < BLOCK; i++) {
    const took = await viaProduct.once();
    if (counts) product.push(took);
  }
  for (let i = 0; i < BLOCK; i++) {
    const took = await viaEngine.once();
    if (counts) engine.push(took);
  }
  for (let i = 0; i < BLOCK; i++) {
    const took = await viaEcho.once();
    if (counts) echo.push(took);
  }
}
viaEcho.end();
await viaEngine.end();
await viaProduct.end();

const cell = product.map((took) => took.cell);
const run = product.map((took) => took.run);
const overhead = {
  p50: median(cell) - median(engine),
  p99: quantile(cell, 0.99) - quantile(engine, 0.99),
};
await publish({
  name: "trivial-cell",
  title: `A trivial cell, ${cell.length} times`,
  findings: [
    { what: "our overhead, p50", unit: "ms", ours: overhead.p50, beside: "bare ws echo, p50", theirs: median(echo), budget: { says: "<= 2 ms", kept: overhead.p50 <= 2 } }, // prettier-ignore
    { what: "our overhead, p99", unit: "ms", ours: overhead.p99, beside: "bare ws echo, p99", theirs: quantile(echo, 0.99), budget: { says: "<= 10 ms", kept: overhead.p99 <= 10 } }, // prettier-ignore
    { what: "to the end of the cell, p50", unit: "ms", ours: median(cell), beside: "the engine alone, p50", theirs: median(engine) }, // prettier-ignore
    { what: "to the end of the cell, p99", unit: "ms", ours: quantile(cell, 0.99), beside: "the engine alone, p99", theirs: quantile(engine, 0.99) }, // prettier-ignore
    { what: "to the end of the run, p50", unit: "ms", ours: median(run), beside: "the engine alone, p50", theirs: median(engine) }, // prettier-ignore
  ],
  notes: [
    "The overhead is the time to the end of the cell less the engine's; the end of the run also waits for the disk and stores the run's record.",
  ],
});
