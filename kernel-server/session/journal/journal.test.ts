import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { commandId, newRunId, sessionId } from "../../../protocol/ids.ts";
import { emptyRunView } from "../../../protocol/run-view.ts";
import { readRun } from "../run-shelf.ts";
import { Journal } from "./journal.ts";
import type { Header } from "./journal-lines.ts";

describe("a journal", () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), "between-journal-"))));
  afterEach(() => rm(folder, { recursive: true }));

  function header(): Header {
    const session = sessionId(randomUUID());
    const cells = [{ kind: "code", language: "sql", text: "select 1", line: 3, options: {}, hash: "00" }] as const;
    const notebook = { uri: "u", id: "n", title: "N", timezone: "UTC", lang: "en" } as const;
    return {
      v: 1,
      epoch: 1,
      at: 0,
      command: "c",
      view: emptyRunView({
        run: newRunId(),
        session,
        notebook,
        engine: "e",
        user: "ann",
        params: [],
        createdAt: 1,
        cells,
      }),
      session: { session, user: "ann", uri: "u", folder, engine: "e", lifetime: "run" },
      ask: {
        t: "run",
        command: commandId("c"),
        session,
        uri: "u",
        text: "",
        params: {},
        keepGoing: false,
        save: false,
      },
      marks: [],
    };
  }
  const text = (i: number) => ({ t: "text", cell: 0, stream: "stdout", text: `${i}\n` }) as const;
  const never = new AbortController().signal;

  it("is a line of JSON for the header and one for each event, on disk before anybody hears of it", async () => {
    const journal = Journal.create(folder, header());
    journal.append({ t: "run", at: 5, state: "running" });
    const lines = (await readFile(join(folder, "1.log"), "utf8")).split("\n");
    assert.equal(lines[1], '{"seq":1,"event":{"t":"run","at":5,"state":"running"}}');
    assert.equal(lines.length, 3);
    journal.close();
  });

  it("gives every reader all events in order, to fast ones from memory and to slow ones from the file", async () => {
    const journal = Journal.create(folder, header());
    const read = async (after: number, wait: () => Promise<void>) => {
      const seen: number[] = [];
      for await (const { seq } of journal.events(after, never)) {
        seen.push(seq);
        if (seen.length === 1) await wait();
      }
      return seen;
    };
    let release: () => void = () => undefined;
    const slow = new Promise<void>((resolve) => (release = resolve));
    const readers = [read(0, async () => undefined), read(0, () => slow), read(17, () => slow)];
    const count = 10_000;
    for (let i = 1; i < count; i++) {
      journal.append(text(i));
      if (i % 1000 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    release();
    journal.append({ t: "run", at: 9, state: "done" });
    const all = Array.from({ length: count }, (_, i) => i + 1);
    assert.deepEqual(await Promise.all(readers), [all, all, all.slice(17)]);
    journal.close();
  });

  it("is read back as what its events add up to", async () => {
    const journal = Journal.create(folder, header());
    journal.append({ t: "run", at: 5, state: "running" });
    journal.mark({ cell: 0, key: "read:0", operation: "o" });
    journal.append(text(1));
    const stored = await readRun(folder);
    assert.deepEqual(stored?.view, journal.view);
    assert.deepEqual(stored?.cursor, { epoch: 1, seq: 2 });
    assert.deepEqual(stored?.marks, [{ cell: 0, key: "read:0", operation: "o" }]);
    journal.close();
  });

  it("stops a reader that is told to stop", async () => {
    const journal = Journal.create(folder, header());
    const stop = new AbortController();
    const reading = (async () => {
      for await (const _ of journal.events(0, stop.signal)) assert.fail("nothing was said");
    })();
    stop.abort();
    await reading;
    journal.close();
  });
});
