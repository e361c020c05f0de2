import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { BetweenError } from "../../protocol/errors.ts";
import type { RendererUpdate, ToRenderer } from "../../protocol/renderer-messages.ts";
import { outputAsks } from "./output-asks.ts";
import type { Answer } from "./output-asks.ts";

const turn = () => new Promise((resolve) => setImmediate(resolve));

function answering(answer: Answer<string>) {
  const posted: [string, ToRenderer][] = [];
  const asks = outputAsks(answer, (message, to: string) => void posted.push([to, message]));
  const ask = (id: string, from = "left", more: object = { t: "copy", text: "a" }) =>
    asks.receive({ t: "ask", id, ask: more }, from);
  return { posted, asks, ask };
}

/** Never answers, and fails when nobody waits any more. */
const waiting: Answer<string> = (_, __, signal) =>
  new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(new BetweenError("wire.cancelled")));
  });

describe("the asks of outputs", () => {
  it("are answered once, to the editor that asked", async () => {
    const { posted, ask } = answering(async () => ({}));
    ask("1", "left");
    ask("2", "right");
    await turn();
    assert.deepEqual(posted, [
      ["left", { t: "reply", id: "1", value: {} }],
      ["right", { t: "reply", id: "2", value: {} }],
    ]);
  });

  it("fail once with what was thrown, whatever it is", async () => {
    const { posted, ask } = answering(async (each) => {
      throw each.t === "copy" ? new BetweenError("output.no-cell") : new TypeError("broken");
    });
    ask("1");
    ask("2", "left", { t: "set-chart", output: "o" });
    await turn();
    assert.deepEqual(
      posted.map(([, message]) => [message.t, message.t === "failed" && message.error.code]),
      [
        ["failed", "output.no-cell"],
        ["failed", "internal"],
      ],
    );
  });

  it("hear of what goes on, no more often than is of use, and nothing after the end", async () => {
    let late: (update: RendererUpdate) => void = () => {};
    const { posted, ask, asks } = answering(async (_, __, signal, onUpdate) => {
      for (let rows = 0; rows < 50; rows++) onUpdate({ rows });
      late = onUpdate;
      return waiting(_, __, signal, onUpdate);
    });
    ask("1");
    await turn();
    assert.deepEqual(posted, [["left", { t: "updated", id: "1", update: { rows: 0 } }]]);
    asks.receive({ t: "cancel", id: "1" }, "left");
    await turn();
    late({ rows: 99 });
    assert.equal(posted.length, 1);
  });

  it("end without an answer when they are cancelled, when their notebook is closed and when the editor ends", async () => {
    const ended: string[] = [];
    const { posted, ask, asks } = answering(async (each, from, signal, onUpdate) => {
      try {
        return await waiting(each, from, signal, onUpdate);
      } finally {
        ended.push(from);
      }
    });
    for (const from of ["a", "b", "c"]) ask(from, from);
    asks.receive({ t: "cancel", id: "a" }, "a");
    await turn();
    assert.deepEqual(ended, ["a"]);
    asks.gone((from) => from === "b");
    await turn();
    assert.deepEqual(ended, ["a", "b"]);
    asks.dispose();
    await turn();
    assert.deepEqual([ended, posted], [["a", "b", "c"], []]);
  });

  it("run once when a message comes twice, and not at all when they are of no kind that there is", async () => {
    let asked = 0;
    const { ask, asks } = answering((...all) => (asked++, waiting(...all)));
    ask("1");
    ask("1");
    for (const more of [{ t: "toString" }, { t: "exec", command: "rm" }, {}, null]) ask("2", "left", more as object);
    for (const message of [undefined, "ask", { t: "ask" }, { t: "ask", id: 1, ask: { t: "copy" } }, { id: "3" }])
      asks.receive(message, "left");
    await turn();
    assert.equal(asked, 1);
    asks.dispose();
  });
});
