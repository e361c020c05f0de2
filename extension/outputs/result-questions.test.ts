import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import type { Answer, Script } from "../../kernel-server/engine/fake.ts";
import { Desk, ann } from "../../kernel-server/session/test-desk.ts";
import { connect } from "../../protocol/client.ts";
import type { Client } from "../../protocol/client.ts";
import { BetweenError } from "../../protocol/errors.ts";
import { linkedPair } from "../../protocol/linked-pair.ts";
import type { RendererUpdate } from "../../protocol/renderer-messages.ts";
import { serve } from "../../protocol/serve.ts";
import { fromBase64 } from "../../protocol/values/base64.ts";
import { decodePage } from "../../protocol/values/page.ts";
import { inTime } from "./in-time.ts";
import { resultOwners } from "./result-owner.ts";
import { askQuery, readRows, readValue } from "./result-questions.ts";

let stopped = 0;
const forever: Answer = {
  columns: { n: "bigint" },
  rows: [[1n]],
  before: (_, signal) =>
    new Promise((_resolve, reject) =>
      signal.addEventListener("abort", () => {
        stopped++;
        reject(new Error("stopped"));
      }),
    ),
};
const script: Script = (text) => {
  const count = /^select numbers (\d+)$/.exec(text)?.[1];
  if (count !== undefined)
    return {
      columns: { n: "bigint", s: "string" },
      rows: Array.from({ length: Number(count) }, (_, i) => [
        BigInt(i),
        i === 0 ? "한글 😀 <b>".repeat(9_000) : `${i}`,
      ]),
    };
  if (text.startsWith("select count(*)")) return { columns: { count: "bigint" }, rows: [[42n]] };
  return text.includes("where") ? forever : undefined;
};
const never = new AbortController().signal;

describe("questions about a result, to a server", () => {
  let desk: Desk;
  let client: Client;
  afterEach(async () => {
    client.close();
    await desk.end();
  });

  async function ran(rows: number) {
    desk = await Desk.make(script);
    const dial = async () => {
      const [ours, theirs] = linkedPair();
      serve(theirs, desk.service, ann);
      return ours;
    };
    client = await connect(dial);
    const session = await desk.open();
    const { run } = await desk.run([`select numbers ${rows}`], { on: session });
    return { run, result: 0 };
  }

  it("read rows as whole batches that begin at or before the row", async () => {
    const ref = await ran(3_000);
    const { from, arrow } = await readRows(client, ref, 2_500, never);
    const page = decodePage(fromBase64(arrow));
    assert.ok(from <= 2_500 && from + page.rows > 2_500);
    assert.equal(page.columns[0]?.value(2_500 - from), 2_500n);
  });

  it("read a value that came only in part as a whole", async () => {
    const ref = await ran(2);
    const { text, base64 } = await readValue(client, ref, { row: 0, column: 1 }, never);
    assert.deepEqual([text, base64], ["한글 😀 <b>".repeat(9_000), undefined]);
  });

  it("ask the engine, tell how far it is, and name the rows of the answer", async () => {
    const ref = await ran(10);
    const updates: RendererUpdate[] = [];
    const answer = await askQuery(client, { ...ref, query: { of: "count", where: [] } }, never, (update) =>
      updates.push(update),
    );
    assert.deepEqual([answer.rows, answer.extent, answer.schema.length], [1, "all", 1]);
    assert.notEqual(answer.ref.run, ref.run);
    assert.ok(updates.some((update) => update.ref?.run === answer.ref.run));
    const page = decodePage(fromBase64((await readRows(client, answer.ref, 0, never)).arrow));
    assert.equal(page.columns[0]?.value(0), 42n);
  });

  it("interrupt the engine when nobody waits for the answer", async () => {
    const ref = await ran(10);
    const controller = new AbortController();
    stopped = 0;
    const where = [{ column: 0, is: ">", value: "1" } as const];
    const asked = askQuery(client, { ...ref, query: { of: "rows", where, order: [] } }, controller.signal, () => {});
    await new Promise((resolve) => setTimeout(resolve, 50));
    controller.abort(new BetweenError("wire.cancelled"));
    await assert.rejects(asked);
    while (stopped === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  });

  it("fail with what the server says of a run that it does not know", async () => {
    const ref = await ran(1);
    const unknown = { ...ref, result: 7 };
    await assert.rejects(readRows(client, unknown, 0, never), { code: "result.unknown" });
  });

  it("end when their server goes away, and find another that knows the run", async () => {
    const ref = await ran(5);
    const servers = {
      list: () => ["gone", "here"].map((key) => ({ key, label: key, engines: [], state: "connected" as const })),
      clientNow: (key: string) => (key === "here" ? client : undefined),
      clientIfRunning: () => Promise.resolve(undefined),
    };
    const owners = resultOwners(servers);
    const answered = await owners.withOwner(ref.run, "gone", never, (found, signal) => readRows(found, ref, 0, signal));
    assert.equal(answered.from, 0);
    const lost = owners.withOwner(ref.run, undefined, never, (_, signal) => inTime(60_000, signal, waits));
    await Promise.resolve();
    owners.changed({ key: "here", state: "away" });
    await assert.rejects(lost, { code: "wire.unreachable" });
    const none = resultOwners({ ...servers, clientNow: () => undefined });
    await assert.rejects(none.withOwner(ref.run, undefined, never, waits), { code: "output.no-server" });
  });

  it("do not wait for a mute server for ever", async () => {
    await ran(1);
    await assert.rejects(inTime(10, never, waits), { code: "output.no-answer" });
  });
});

const waits = (...all: unknown[]): Promise<never> =>
  new Promise((_, reject) => {
    const signal = all.find((each): each is AbortSignal => each instanceof AbortSignal);
    signal?.addEventListener("abort", () => reject(new Error("aborted")));
  });
