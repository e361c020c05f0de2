import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { Ending } from "../channel-ends.ts";
import type { Channel } from "../channel.ts";
import { GATE_BYTES, GATE_FRAMES } from "../limits.ts";
import { closeCodes } from "../messages.ts";
import { Gate } from "./gate.ts";

/** A channel whose peer reads when it is told to. */
function slowChannel() {
  const ending = new Ending();
  const sent: string[] = [];
  const closes: number[] = [];
  let buffered = 0;
  let wake: (() => void) | undefined;
  const channel: Channel = {
    send: (frame) => {
      buffered += frame.length;
      sent.push(String(frame).slice(0, 1));
    },
    get buffered() {
      return buffered;
    },
    drained: async (bytes) => {
      while (buffered >= bytes && !ending.over) await new Promise<void>((resolve) => (wake = resolve));
    },
    close: (code, reason) => {
      closes.push(code);
      ending.end(code, reason);
      wake?.();
    },
    onFrame: () => undefined,
    onClose: (listener) => ending.listen(listener),
  };
  const read = async () => {
    buffered = 0;
    wake?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { channel, sent, closes, read };
}
const frame = (name: string, bytes = 10) => name.padEnd(bytes, name);

describe("the gate", () => {
  it("lets everything through at once while little is unsent", () => {
    const { channel, sent } = slowChannel();
    const gate = new Gate(channel, 1000);
    for (const name of ["a", "b", "c"]) assert.equal(gate.send("body", frame(name)), undefined);
    assert.equal(sent.join(""), "abc");
  });

  it("lets replies go before events, events before bodies, and bodies by turns", async () => {
    const { channel, sent, read } = slowChannel();
    const gate = new Gate(channel, 1000);
    void gate.send("body", frame("0", GATE_BYTES));
    const body = async (name: string) => {
      for (let n = 0; n < 3; n++) await gate.send("body", frame(name, GATE_BYTES / 2));
    };
    void body("x");
    void body("y");
    void gate.send("event", frame("e"));
    void gate.send("reply", frame("r"));
    for (let n = 0; n < 5; n++) await read();
    assert.equal(sent.join(""), "0rexyxyxy");
  });

  it("does not send what was given up while it waited", async () => {
    const { channel, sent, read } = slowChannel();
    const gate = new Gate(channel, 1000);
    void gate.send("body", frame("0", GATE_BYTES));
    const dropped = new AbortController();
    const waiting = gate.send("event", frame("a"), dropped.signal);
    const kept = gate.send("event", frame("b"));
    dropped.abort();
    await read();
    await Promise.all([waiting, kept]);
    assert.equal(sent.join(""), "0b");
  });

  it("closes a reader that reads nothing for too long, and settles who waits", async () => {
    const { channel, closes } = slowChannel();
    const gate = new Gate(channel, 20);
    void gate.send("body", frame("0", GATE_BYTES));
    await gate.send("body", frame("1"));
    assert.deepEqual(closes, [closeCodes.tooSlow]);
    assert.equal(gate.send("reply", frame("2")), undefined);
  });

  it("closes a peer that lets too many frames wait", async () => {
    const { channel, closes } = slowChannel();
    const gate = new Gate(channel, 10_000);
    void gate.send("body", frame("0", GATE_BYTES));
    const waiting = Array.from({ length: GATE_FRAMES + 1 }, () => gate.send("reply", frame("r")));
    for (const sent of waiting) await sent;
    assert.deepEqual(closes, [closeCodes.tooSlow]);
  });
});
