/**
 * A long result on its way to a client: through the product, as PySpark's client reads it from the same kind of engine,
 * and, as a measure of the socket itself, the same bytes over bare ws in frames of 256 KiB between two processes.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { WebSocket, WebSocketServer } from "ws";
import type { AddressInfo } from "node:net";
import { CHUNK_BYTES } from "../protocol/messages.ts";
import { startPythonClient } from "./python-client.ts";
import { median, scaled, timed } from "./support/figures.ts";
import { publish } from "./support/finding.ts";
import { sqlNotebook, startProduct, untilDone } from "./support/product.ts";
import type { Product } from "./support/product.ts";
import type { RunId } from "../protocol/ids.ts";

const ROWS = scaled(5_000_000, 50_000);
const ROUNDS = 3;
const sql = `select id, id * 2 as twice, cast(id as string) as text from range(${ROWS})`;

/** `againMs`: the finished result once more, from the spool, with the engine out of the way. */
type Streamed = { ms: number; firstMs: number; againMs: number; bytes: number };

/** From the ask to the last byte: the engine works, the server spools, the body follows. */
async function throughProduct(product: Product): Promise<Streamed> {
  const session = await product.open();
  const started = performance.now();
  const run = await product.start(session, sqlNotebook(sql, `--| preview: ${ROWS}\n`));
  let result: number | undefined;
  for await (const { view } of product.client.follow(run)) {
    result = view.cells[0]?.results[0]?.result;
    if (result !== undefined) break;
  }
  if (result === undefined) throw new Error("The run yielded no result.");
  const { body } = await product.client.ask({ t: "rows", run, result, from: 0, rows: ROWS, follow: true });
  let bytes = 0;
  let firstMs = 0;
  for await (const chunk of product.client.body(body)) {
    firstMs ||= performance.now() - started;
    bytes += chunk.length;
  }
  const ms = performance.now() - started;
  await untilDone(product.client, run);
  const again = await timed(() => countBytes(product, run, result));
  if (again.value < bytes * 0.9) throw new Error(`The finished result is ${again.value} bytes, it was ${bytes}.`);
  return { ms, firstMs, againMs: again.ms, bytes };
}

async function countBytes(product: Product, run: RunId, result: number): Promise<number> {
  const { body } = await product.client.ask({ t: "rows", run, result, from: 0, rows: ROWS });
  let bytes = 0;
  for await (const chunk of product.client.body(body)) bytes += chunk.length;
  return bytes;
}

/** In a child process: sends as many bytes as asked, no faster than the socket takes them. */
async function sendBytes(): Promise<void> {
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false });
  const frame = Buffer.alloc(CHUNK_BYTES, 7);
  server.on("connection", (socket) => {
    socket.once("message", (asked: Buffer) => {
      let left = Number(asked.toString());
      const send = () => {
        if (left <= 0) return socket.close();
        const size = Math.min(left, CHUNK_BYTES);
        left -= size;
        socket.send(frame.subarray(0, size), { binary: true }, send);
      };
      // Four frames under way, as a gate of 1 MiB allows.
      for (let i = 0; i < 4; i++) send();
    });
  });
  await once(server, "listening");
  // SAFETY: a server that listens on a port has an AddressInfo.
  process.send?.((server.address() as AddressInfo).port);
}

async function bareWs(bytes: number): Promise<number> {
  const child = fork(fileURLToPath(import.meta.url), ["--send"]);
  const [port] = (await once(child, "message")) as [number];
  const socket = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false });
  await once(socket, "open");
  let received = 0;
  socket.on("message", (data: Buffer) => (received += data.length));
  const { ms } = await timed(async () => {
    socket.send(String(bytes));
    await once(socket, "close");
  });
  child.kill();
  if (received !== bytes) throw new Error(`Bare ws brought ${received} of ${bytes} bytes.`);
  return ms;
}

async function main(): Promise<void> {
  const product = await startProduct();
  const python = await startPythonClient(product.folder);
  const ours: Streamed[] = [];
  const bare: number[] = [];
  const pyspark: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const streamed = await throughProduct(product);
    ours.push(streamed);
    bare.push(await bareWs(streamed.bytes));
    const { ms, rows } = await python.ask<{ ms: number; rows: number }>({ do: "stream", sql });
    if (rows !== ROWS) throw new Error(`PySpark's client read ${rows} rows.`);
    pyspark.push(ms);
  }
  await python.stop();
  await product.end();

  const ms = median(ours.map((one) => one.ms));
  const megabytes = (ours[0]?.bytes ?? 0) / 1e6;
  const rate = (took: number) => megabytes / (took / 1000);
  const again = median(ours.map(({ againMs }) => againMs));
  const share = rate(again) / rate(median(bare));
  await publish({
    name: "stream-rows",
    title: `${ROWS.toLocaleString("en")} rows (${megabytes.toFixed(0)} MB) to a client`,
    findings: [
      { what: "time to the last row", unit: "s", ours: ms / 1000, beside: "PySpark's client", theirs: median(pyspark) / 1000 }, // prettier-ignore
      { what: "the finished result, bytes a second", unit: "MB/s", ours: rate(again), beside: "bare ws, 256 KiB frames", theirs: rate(median(bare)), budget: { says: ">= 50 %", kept: share >= 0.5 } }, // prettier-ignore
    ],
    notes: [`The first byte came after ${median(ours.map(({ firstMs }) => firstMs)).toFixed(0)} ms. Medians of ${ROUNDS}, interleaved.`], // prettier-ignore
  });
}

await (process.argv.includes("--send") ? sendBytes() : main());
