/** A page with one table and a host that answers from made-up rows: what `grid.test.ts` opens in a browser. */
import {
  tableFromArrays,
  tableToIPC,
  bool,
  decimal128,
  float64,
  int64,
  list,
  timestamp,
  utf8,
  TimeUnit,
} from "@uwdata/flechette";
import { h, render } from "preact";
import type { ShownResult } from "../../protocol/cell-output.ts";
import { BetweenError } from "../../protocol/errors.ts";
import { runId } from "../../protocol/ids.ts";
import type { RendererAsk, RendererUpdate } from "../../protocol/renderer-messages.ts";
import type { OutputHost } from "../../renderers/output-host.ts";
import { gridStyles, ResultGrid } from "../../renderers/table/result-grid.ts";

export type Mounted = {
  rows: number;
  /** How many of the first rows come with the output. */
  page: number;
  extent?: "all" | "more";
  lang?: "en" | "ko";
  reachable?: boolean;
  columns?: number;
  maxHeight?: number;
};

declare global {
  interface Window {
    mount(options: Mounted): void;
    unmount(): void;
    asks: (RendererAsk & { aborted?: boolean })[];
    copied: string[];
    /** Milliseconds that rows take, and whether queries wait for `release`. */
    latency: number;
    hold: boolean;
    release(): void;
    failing: boolean;
    /** Where a test loaded it. */
    axe?: { run(): Promise<{ violations: { id: string; nodes: { html: string; any: { message: string }[] }[] }[] }> };
  }
}

const BATCH = 1024;
const schema = [
  { name: "id", type: "bigint", nullable: false },
  { name: "user", type: "string", nullable: true },
  { name: "amount", type: "decimal(20,2)", nullable: true },
  { name: "at", type: "timestamp", nullable: true },
  { name: "ok", type: "boolean", nullable: true },
  { name: "tags", type: "array<string>", nullable: true },
  { name: "ratio", type: "double", nullable: true },
  { name: "message", type: "string", nullable: true },
];
const people = ["mina", "지훈", "서연", "alex", "노아", "한결 (두 번째 계정)", ""];

type Row = (i: number) => number;
/** Rows by number: the result's own, and one for each query. */
const orders = new Map<string, { rows: number; row: Row }>();

function batch(from: number, count: number, row: Row, columns: number): string {
  const ids = Array.from({ length: count }, (_, i) => row(from + i));
  const arrays: Record<string, unknown[]> = {
    id: ids.map((i) => 9_007_199_254_740_993n + BigInt(i)),
    user: ids.map((i) => (i % 11 === 3 ? null : people[i % people.length])),
    amount: ids.map((i) => (i % 7 === 5 ? null : ((i * 1_234_567) % 100_000_000_000) / 100)),
    at: ids.map((i) => 1_795_000_000_000 + i * 61_500),
    ok: ids.map((i) => i % 3 !== 0),
    tags: ids.map((i) => (i % 5 === 0 ? null : [`app-${i % 4}`, "한국", "ios"].slice(0, (i % 3) + 1))),
    ratio: ids.map((i) => (i % 13 === 4 ? null : i / 8)),
    message: ids.map((i) =>
      i % 4 === 1
        ? `{"path":"/v1/items/${i}","took":12.50,"id":12345678901234567890}`
        : `GET /v1/items/${i} 200 a line that is longer than its column is wide, so that it ends in dots`,
    ),
  };
  const types = {
    id: int64(),
    user: utf8(),
    amount: decimal128(20, 2),
    at: timestamp(TimeUnit.MICROSECOND, "UTC"),
    ok: bool(),
    tags: list(utf8()),
    ratio: float64(),
    message: utf8(),
  };
  for (let column = schema.length; column < columns; column++) arrays[`c${column}`] = ids.map((i) => i % (column + 1));
  const table = tableFromArrays(arrays, { types, useBigInt: true, useDecimalInt: true });
  const cut = ids.findIndex((i) => i === 2);
  if (cut >= 0) table.schema.metadata = new Map([["between.cut", JSON.stringify([[cut, 7, 70_000]])]]);
  const ipc = tableToIPC(table, { format: "stream" });
  if (!ipc) throw new Error("no stream");
  let binary = "";
  for (const byte of ipc) binary += String.fromCharCode(byte);
  return btoa(binary);
}

function statistics(): string {
  const rows = [
    ["rows", "", "10000000"],
    ["nulls", "", "1428571"],
    ["distinct", "", "8571429"],
    ["min", "", "0.00"],
    ["max", "", "999999999.67"],
    ["mean", "", "499999999.8421"],
  ];
  for (let i = 0; i < 20; i++)
    rows.push(["bin", String(i * 50_000_000), String(Math.round(500_000 * Math.exp(-((i - 8) ** 2) / 18)))]);
  const table = tableFromArrays({
    kind: rows.map((r) => r[0]),
    label: rows.map((r) => r[1]),
    value: rows.map((r) => r[2]),
  });
  const ipc = tableToIPC(table, { format: "stream" });
  return btoa(String.fromCharCode(...(ipc ?? [])));
}

function hostOf(rows: number, columns: number): OutputHost {
  const own = runId("own");
  orders.set(own, { rows, row: (i) => i });
  let queries = 0;

  async function answer(
    ask: RendererAsk,
    signal: AbortSignal | undefined,
    onUpdate: (update: RendererUpdate) => void,
  ): Promise<unknown> {
    const log = { ...ask, aborted: false };
    window.asks.push(log);
    signal?.addEventListener("abort", () => (log.aborted = true));
    const wait = (ms: number) =>
      new Promise<void>((resolve, reject) => {
        const timer = setTimeout(resolve, ms);
        signal?.addEventListener("abort", () => {
          clearTimeout(timer);
          reject(new BetweenError("wire.cancelled"));
        });
      });
    switch (ask.t) {
      case "rows": {
        await wait(window.latency);
        if (window.failing) throw new BetweenError("wire.unreachable", { reason: "ECONNREFUSED" });
        if (ask.run === "statistics") return { from: 0, arrow: statistics() };
        if (ask.run === "count") return { from: 0, arrow: batch(0, 1, () => Number(12_345_678n), columns) };
        const of = orders.get(ask.run);
        if (!of) throw new BetweenError("run.unknown", { run: ask.run });
        const from = Math.floor(ask.from / BATCH) * BATCH;
        const to = Math.min(of.rows, Math.ceil((ask.from + ask.rows) / BATCH) * BATCH);
        return { from, arrow: batch(from, to - from, of.row, columns) };
      }
      case "query": {
        onUpdate({ rows: 4_200_000 });
        if (window.hold)
          await new Promise<void>((resolve, reject) => {
            window.release = () => resolve();
            signal?.addEventListener("abort", () => reject(new BetweenError("wire.cancelled")));
          });
        const { query } = ask;
        if (query.of === "statistics") return { ref: { run: runId("statistics"), result: 0 }, rows: 26, schema: [] };
        if (query.of === "count") return { ref: { run: runId("count"), result: 0 }, rows: 1, schema: [] };
        const run = runId(`query-${queries++}`);
        const where = query.of === "rows" ? query.where : [];
        const descending = query.of === "rows" && query.order[0]?.direction === "descending";
        const matching = where.length > 0 ? 3 : rows;
        orders.set(run, { rows: matching, row: descending ? (i) => rows - 1 - i : (i) => i });
        return { ref: { run, result: 0 }, rows: matching, schema, extent: "all" };
      }
      case "value":
        await wait(window.latency);
        return { text: `the whole of row ${ask.row}: ${"a long line of words. ".repeat(3200)}END` };
      case "copy":
        window.copied.push(ask.text);
        return {};
      case "export":
        return { file: `~/Downloads/${ask.name}.${ask.format}` };
      default:
        throw new Error(`no ${ask.t} here`);
    }
  }
  return {
    // SAFETY: each case above answers with the type of its kind.
    ask: (ask, options = {}) => answer(ask, options.signal, options.onUpdate ?? (() => undefined)) as Promise<never>,
  };
}

const element = document.getElementById("output") ?? document.body;
const root = element.attachShadow({ mode: "open" });
const style = document.createElement("style");
style.textContent = gridStyles;
const place = document.createElement("div");
root.append(style, place);

const hosts = new Map<string, OutputHost>();
window.asks = [];
window.copied = [];
window.latency = 0;
window.mount = ({ rows, page, extent, lang = "en", reachable = true, columns = schema.length, maxHeight = 400 }) => {
  const key = `${columns}`;
  const host = hosts.get(key) ?? hostOf(rows, columns);
  hosts.set(key, host);
  orders.set("own", { rows, row: (i) => i });
  const more = Array.from({ length: Math.max(0, columns - schema.length) }, (_, i) => ({
    name: `c${i + schema.length}`,
    type: "int",
    nullable: true,
  }));
  const result: ShownResult = {
    result: 0,
    name: "events",
    main: true,
    bytes: 0,
    rows,
    schema: [...schema, ...more],
    reachable,
    ...(extent && { extent }),
    ...(page > 0 && { page: { rows: page, arrow: batch(0, page, (i) => i, columns) } }),
  };
  render(
    h(ResultGrid, { result, ref_: { run: runId("own"), result: 0 }, host, lang, timezone: "Asia/Seoul", maxHeight }),
    place,
  );
};
window.unmount = () => render(null, place);
