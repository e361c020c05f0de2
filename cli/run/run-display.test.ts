import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { runId, sessionId } from "../../protocol/ids.ts";
import type { RunEvent } from "../../protocol/messages.ts";
import { applyEvent, emptyRunView } from "../../protocol/run-view.ts";
import { fileOutput } from "../output.ts";
import { paint } from "../show/paint.ts";
import { jsonDisplay } from "./json-display.ts";
import { textDisplay } from "./run-display.ts";

const run = runId("r");
const empty = emptyRunView({
  run,
  session: sessionId("s"),
  notebook: { uri: "file:///a.between-nb", id: "a", title: "A", timezone: "UTC", lang: "en" },
  engine: "embedded",
  user: "me",
  params: [],
  createdAt: 0,
  cells: [{ kind: "code", language: "python", text: "print(1)", line: 1, options: {} }],
});
const note: RunEvent = { t: "note", code: "session.names-lost", args: { names: "dau, logs" } };
const running: RunEvent = { t: "cell", cell: 0, at: 0, state: "running" };
const printed: RunEvent = { t: "text", cell: 0, stream: "stdout", text: "one\n" };
const done: RunEvent = { t: "cell", cell: 0, at: 142, state: "done", ms: 142 };

/** What people read when these events came one by one, or, `late`, when they look only at the end. */
async function read(events: readonly RunEvent[], { late = false, tty = false } = {}): Promise<string> {
  let text = "";
  const write = async (data: string | Uint8Array) => void (text += String(data));
  const ways = { lang: "en", paint: paint(false), width: 120 } as const;
  const display = textDisplay({ ...fileOutput(write), tty }, ways, () => Promise.reject(new Error("no tables here")));
  let view = empty;
  for (const [i, event] of events.entries()) {
    view = applyEvent(view, event);
    const cursor = { epoch: 1, seq: i };
    if (!late) await display.show({ view, event, cursor });
    else if (i === events.length - 1) await display.show({ view, cursor });
  }
  await display.close(view);
  return text;
}

describe("textDisplay", () => {
  it("says of a cell that runs that it does, and of one that had ended before only how", async () => {
    const lines = (text: string) => text.split("\n").filter((line) => line.includes("print(1)") || line === "one");
    assert.deepEqual(lines(await read([running, printed, done])), [
      "▸ [1/1] print(1) · running",
      "one",
      "✔ [1/1] print(1) · done · 142 ms",
    ]);
    assert.deepEqual(lines(await read([running, printed, done], { late: true })), [
      "one",
      "✔ [1/1] print(1) · done · 142 ms",
    ]);
  });

  it("lists the names that were lost and what to do, on a terminal too, where it stays", async () => {
    for (const tty of [false, true]) {
      const text = await read([note, running, done], { tty });
      const above = text.slice(0, text.indexOf("✔"));
      assert.match(
        above,
        /names: dau, logs\.(?:\u001b\[K)?\n {2}→ Run the cells that define them again\.(?:\u001b\[K)?\n/,
      );
      assert.equal(text.split("dau, logs").length, 2, "once");
    }
  });
});

describe("jsonDisplay", () => {
  it("has the names that were lost as an event, with the sentence", async () => {
    let text = "";
    const out = fileOutput(async (data) => void (text += String(data)));
    await jsonDisplay(out, run, "en").show({ view: empty, event: note, cursor: { epoch: 1, seq: 1 } });
    assert.deepEqual(JSON.parse(text), {
      run: "r",
      epoch: 1,
      seq: 1,
      t: "note",
      code: "session.names-lost",
      args: { names: "dau, logs" },
      message: "The engine's session was lost, and with it these names: dau, logs.",
    });
  });
});
