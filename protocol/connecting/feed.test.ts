import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { BetweenError } from "../errors.ts";
import { runId, sessionId } from "../ids.ts";
import type { Answers, Cursor, RunEvent } from "../messages.ts";
import { emptyRunView } from "../run-view.ts";
import { Feed } from "./feed.ts";

const run = runId("r1");
const view = emptyRunView({
  run,
  session: sessionId("s1"),
  notebook: { uri: "u", id: "n", title: "N", timezone: "UTC", lang: "en" },
  engine: "e",
  user: "u",
  params: [],
  createdAt: 0,
  cells: [],
});
const value = (text: string): RunEvent => ({ t: "value", name: "x", text });

/** A feed, and what it said to its server. */
function makeFeed() {
  const said: string[] = [];
  let answer: ((outcome: { value: Answers["subscribe"] } | { error: BetweenError }) => void) | undefined;
  const feed = new Feed({
    subscribe: (cursor, done) => {
      said.push(cursor ? `from ${cursor.epoch}.${cursor.seq}` : "from nothing");
      answer = done;
    },
    unsubscribe: () => said.push("unsubscribe"),
    over: () => said.push("over"),
  });
  const reader = feed.join();
  return {
    feed,
    said,
    reader,
    snapshot: (cursor: Cursor) => answer?.({ value: { recovered: false, cursor, view } }),
    tail: (cursor: Cursor) => answer?.({ value: { recovered: true, cursor } }),
    tell: (epoch: number, seq: number, skipped = 0) =>
      feed.receive({ run, epoch, seq, skipped }, value(`${epoch}.${seq}`)),
  };
}

describe("a feed", () => {
  it("takes each event once, in order, over epochs", async () => {
    const { reader, snapshot, tell } = makeFeed();
    snapshot({ epoch: 1, seq: 3 });
    for (const [epoch, seq, skipped] of [
      [1, 3],
      [1, 4],
      [1, 4],
      [1, 2],
      [1, 7, 2],
      [2, 1],
      [1, 8],
    ] as const)
      tell(epoch, seq, skipped);
    const cursors: string[] = [];
    while (reader.length > 0) {
      const followed = await reader.take();
      cursors.push(`${followed?.cursor.epoch}.${followed?.cursor.seq}`);
    }
    assert.deepEqual(cursors, ["1.3", "1.4", "1.7", "2.1"]);
  });

  it("asks for a snapshot when an event is missing, and takes nothing until it has it", async () => {
    const { said, reader, snapshot, tell } = makeFeed();
    snapshot({ epoch: 1, seq: 0 });
    tell(1, 1);
    tell(1, 3);
    tell(1, 4);
    assert.deepEqual(said, ["from nothing", "from nothing"]);
    assert.equal(reader.length, 2);
    snapshot({ epoch: 1, seq: 4 });
    tell(1, 5);
    assert.equal(reader.length, 4);
  });

  it("fails when even after a snapshot events are missing, instead of asking for ever", async () => {
    const { said, reader, snapshot, tell } = makeFeed();
    snapshot({ epoch: 1, seq: 0 });
    tell(1, 2);
    assert.deepEqual(said, ["from nothing", "over"]);
    await reader.take();
    await assert.rejects(reader.take(), (error) => error instanceof BetweenError && error.code === "wire.bad-message");
  });

  it("goes on from its cursor after a reconnect, without telling anything twice", async () => {
    const { feed, said, reader, snapshot, tail, tell } = makeFeed();
    snapshot({ epoch: 1, seq: 0 });
    tell(1, 1);
    feed.reconnected();
    tell(1, 2); // Of the old socket, which is no more.
    tail({ epoch: 1, seq: 1 });
    tell(1, 2);
    assert.deepEqual(said, ["from nothing", "from 1.1"]);
    assert.equal(reader.length, 3);
  });

  it("counts an event of unknown kind as seen", () => {
    const { feed, said, snapshot, tell, reader } = makeFeed();
    snapshot({ epoch: 1, seq: 0 });
    feed.receive({ run, epoch: 1, seq: 1 });
    tell(1, 2);
    assert.deepEqual(said, ["from nothing"]);
    assert.equal(reader.length, 2);
  });
});
