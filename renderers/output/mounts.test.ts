import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { mounts } from "./mounts.ts";

/** Elements are only handed on here. */
const element = (name: string) => ({ name }) as unknown as HTMLElement; // SAFETY: nothing reads more of it.

function watched() {
  const log: string[] = [];
  let settle = () => {};
  const shown = mounts<string>((place, value) => {
    const id = log.push(`mount ${value}`);
    return {
      update: (next) => void log.push(`update ${id} ${next}`),
      moveTo: (next) => void (next !== place && log.push(`move ${id}`)),
      settled: () => new Promise((resolve) => (settle = resolve)),
      dispose: () => void log.push(`dispose ${id}`),
    };
  });
  return { log, shown, settle: () => settle() };
}

describe("the views of a webview", () => {
  it("are brought up to date in place when an output comes again under its id", async () => {
    const { log, shown } = watched();
    const place = element("a");
    void shown.draw("1", place, "first");
    void shown.draw("1", place, "second");
    void shown.draw("1", element("b"), "third");
    assert.deepEqual(log, ["mount first", "update 1 second", "move 1", "update 1 third"]);
    assert.equal(shown.size, 1);
  });

  it("end one by one, and all at once for an id that is undefined", () => {
    const { log, shown } = watched();
    for (const id of ["1", "2", "3"]) void shown.draw(id, element(id), id);
    shown.dispose("2");
    shown.dispose("unknown");
    assert.equal(shown.size, 2);
    shown.dispose(undefined);
    shown.dispose();
    assert.equal(shown.size, 0);
    assert.deepEqual(log.slice(3), ["dispose 2", "dispose 1", "dispose 3"]);
  });

  it("are not drawn for an output that is gone already", async () => {
    const { log, shown } = watched();
    await shown.draw("1", element("a"), "late", AbortSignal.abort());
    assert.deepEqual([log, shown.size], [[], 0]);
  });

  it("are waited for until they are drawn, and no longer than the editor waits", async () => {
    const { shown, settle } = watched();
    let done = 0;
    const first = shown.draw("1", element("a"), "first").then(() => done++);
    await Promise.resolve();
    assert.equal(done, 0);
    settle();
    await first;
    const controller = new AbortController();
    const second = shown.draw("1", element("a"), "second", controller.signal);
    controller.abort();
    await second;
    assert.equal(shown.size, 1);
  });
});
