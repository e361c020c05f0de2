import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { BetweenError } from "../../protocol/errors.ts";
import type { ToHost } from "../../protocol/renderer-messages.ts";
import { hostClient, hostOfView } from "./host-client.ts";

function wired() {
  const sent: ToHost[] = [];
  const stale: unknown[] = [];
  let hear: (message: unknown) => void = () => {};
  const host = hostClient(
    {
      postMessage: (message) => void sent.push(message as ToHost), // SAFETY: only the client posts here.
      onDidReceiveMessage: (listener) => (hear = listener),
    },
    (...told) => void stale.push(told),
  );
  const lastId = () => sent.findLast((message) => message.t === "ask")?.id ?? "";
  return { sent, stale, host, lastId, hear: (message: unknown) => hear(message) };
}
const copy = { t: "copy", text: "a" } as const;
const failsWith = (code: string) => (thrown: unknown) => thrown instanceof BetweenError && thrown.code === code;

describe("asking the extension host", () => {
  it("gives each ask its own answer, whatever the order, and only the first", async () => {
    const { host, hear, sent } = wired();
    const asked = [host.ask(copy), host.ask({ ...copy, text: "b" })];
    const [first, second] = sent;
    assert.notEqual(first?.id, second?.id);
    hear({ t: "reply", id: second?.id, value: { second: true } });
    hear({ t: "reply", id: first?.id, value: { first: true } });
    hear({ t: "failed", id: first?.id, error: { code: "internal", args: {} } });
    assert.deepEqual(await Promise.all(asked), [{ first: true }, { second: true }]);
    assert.equal(host.pending(), 0);
  });

  it("hands on updates until the answer", async () => {
    const { host, hear, lastId } = wired();
    const updates: unknown[] = [];
    const asked = host.ask(copy, { onUpdate: (update) => updates.push(update) });
    hear({ t: "updated", id: lastId(), update: { rows: 1 } });
    hear({ t: "reply", id: lastId(), value: {} });
    hear({ t: "updated", id: lastId(), update: { rows: 2 } });
    await asked;
    assert.deepEqual(updates, [{ rows: 1 }]);
  });

  it("throws the host's error as it was", async () => {
    const { host, hear, lastId } = wired();
    const asked = host.ask(copy);
    hear({ t: "failed", id: lastId(), error: { code: "run.unknown", args: { run: "r" } } });
    await assert.rejects(asked, failsWith("run.unknown"));
  });

  it("ends an ask that is cancelled at once, and says so to the host", async () => {
    const { host, sent, lastId, hear } = wired();
    const controller = new AbortController();
    const asked = host.ask(copy, { signal: controller.signal });
    controller.abort();
    await assert.rejects(asked, failsWith("wire.cancelled"));
    assert.deepEqual(sent.at(-1), { t: "cancel", id: lastId() });
    hear({ t: "reply", id: lastId(), value: {} });
    assert.equal(host.pending(), 0);
    await assert.rejects(host.ask(copy, { signal: AbortSignal.abort() }), failsWith("wire.cancelled"));
    assert.equal(sent.length, 2);
  });

  it("ends with its view", async () => {
    const { host } = wired();
    const view = new AbortController();
    const asked = hostOfView(host, view.signal).ask(copy, { signal: new AbortController().signal });
    view.abort();
    await assert.rejects(asked, failsWith("wire.cancelled"));
    assert.equal(host.pending(), 0);
  });

  it("fails where there is nobody to ask", async () => {
    await assert.rejects(hostClient({}).ask(copy), failsWith("output.no-host"));
  });

  it("takes what other scripts of the page send for nothing", () => {
    const { host, hear, stale } = wired();
    for (const message of [undefined, 1, "x", {}, { t: "reply" }, { t: "reply", id: "1" }, { t: "evil", id: 1 }])
      hear(message);
    hear({ t: "stale", output: "o", stale: { why: "code" } });
    assert.deepEqual([stale, host.pending()], [[["o", { why: "code" }]], 0]);
  });
});
