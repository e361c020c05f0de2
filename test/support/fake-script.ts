import { setTimeout as sleep } from "node:timers/promises";
import { BetweenError } from "../../protocol/errors.ts";
import type { EngineEvent } from "../../kernel-server/engine/engine.ts";
import type { Answer, Script } from "../../kernel-server/engine/fake.ts";

/** What a statement may have done to its server. */
export type ServerSwitches = { mute(ms: number | undefined): void; drop(): void };

/**
 * Answers a SQL text by what its comments say, each on a line `-- fake: …`, in their order:
 *
 * `text 50MB` prints so much in lines of 100 characters · `print words` · `progress 10 steps [every 100ms]` ·
 * `wait 3s` · `hang` until it is interrupted · `deaf` until its session ends · `columns n bigint, s string` ·
 * `rows 1000000` · `none` (a command) · `fail [words]` · `die` · `mute [5s]`: the server says nothing more (for so
 * long) · `drop`: all its sockets break. Without any: three rows of n and s.
 */
export function fakeScript(server: ServerSwitches): Script {
  return (text) => {
    const orders = [...text.matchAll(/--\s*fake:\s*(\S+)[ \t]*(.*)$/gm)].map(([, what = "", how = ""]) => ({
      what,
      how,
    }));
    const of = (what: string) => orders.find((order) => order.what === what)?.how;
    const unknown = orders.find(({ what }) => !known.has(what));
    if (unknown) throw new BetweenError("engine.sql-syntax", {}, { engineText: `no such order: ${unknown.what}` });
    const columns = columnsOf(of("columns") ?? "n bigint, s string");
    const types = Object.values(columns);
    const row = (i: number) => types.map((type) => valueOf(type, i));
    const said = of("fail");
    const answer: Answer = {
      ...(of("none") === undefined && { columns, many: { count: Number(of("rows") ?? 3), row }, batch: 8192 }),
      first: async function* (signal) {
        for (const { what, how } of orders) yield* perform(what, how, server, signal);
      },
      ...(said !== undefined && { error: new BetweenError("engine.failed", {}, { engineText: said || "it failed" }) }),
      ...(of("die") !== undefined && { dies: new BetweenError("engine.died", { how: "signal SIGKILL" }) }),
    };
    return answer;
  };
}

const known = new Set("text print progress wait hang deaf columns rows none fail die mute drop".split(" "));

async function* perform(
  what: string,
  how: string,
  server: ServerSwitches,
  signal: AbortSignal,
): AsyncGenerator<EngineEvent> {
  const [first = "", ...rest] = how.split(/\s+/);
  switch (what) {
    case "text":
      yield* printed(sizeOf(first));
      return;
    case "print":
      yield { t: "text", stream: "stdout", text: `${how}\n` };
      return;
    case "progress": {
      const total = Number(first);
      const every = durationOf(rest.at(-1) ?? "") ?? 100;
      for (let done = 1; done <= total; done++) {
        await sleep(every, undefined, { signal });
        yield { t: "progress", done, total, bytesRead: done * 1_000_000 };
      }
      return;
    }
    case "wait":
      await sleep(durationOf(first) ?? 1000, undefined, { signal });
      return;
    case "hang":
      await new Promise((_, reject) =>
        signal.addEventListener("abort", () => reject(new BetweenError("engine.interrupted"))),
      );
      return;
    case "deaf":
      await new Promise(() => undefined);
      return;
    case "mute":
      server.mute(durationOf(first));
      return;
    case "drop":
      server.drop();
  }
}

function* printed(bytes: number): Generator<EngineEvent> {
  const perPiece = 640;
  for (let line = 0; line * 100 < bytes; line += perPiece) {
    const count = Math.min(perPiece, Math.ceil(bytes / 100) - line);
    const lines = Array.from({ length: count }, (_, i) => `line ${line + i} `.padEnd(99, "."));
    yield { t: "text", stream: "stdout", text: `${lines.join("\n")}\n` };
  }
}

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, b: 1, kb: 1e3, mb: 1e6, gb: 1e9 };

function durationOf(text: string): number | undefined {
  const [, n, unit = ""] = /^([\d.]+)(ms|s|m)$/i.exec(text) ?? [];
  return n === undefined ? undefined : Number(n) * (units[unit.toLowerCase()] ?? 1);
}

function sizeOf(text: string): number {
  const [, n = "0", unit = "b"] = /^([\d.]+)([kmg]?b)?$/i.exec(text) ?? [];
  return Number(n) * (units[unit.toLowerCase()] ?? 1);
}

const columnsOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    text
      .split(",")
      .map((column) => column.trim().split(/\s+/, 2))
      .map(([name = "", type = "string"]) => [name, type]),
  );

function valueOf(type: string, i: number): unknown {
  switch (type) {
    case "bigint":
      return BigInt(i);
    case "int":
      return i;
    case "double":
      return i / 2;
    case "boolean":
      return i % 2 === 0;
    case "date":
      return new Date(Date.UTC(2026, 0, 1 + (i % 3650)));
    case "binary":
      return Uint8Array.of(i % 256);
    default:
      return `row ${i}`;
  }
}
