import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "mocha";
import { serverId } from "../../protocol/ids.ts";
import { folderStore } from "../store/folder.ts";
import { workerMarks } from "./marks.ts";

describe("marks of servers that share a group", () => {
  it("tell of other servers' need, never of one's own or of another group's", async () => {
    const root = await mkdtemp(join(tmpdir(), "between-marks-"));
    try {
      const store = folderStore(root);
      const [a, b] = ["a", "b"].map((id) => workerMarks(store, "team", serverId(id)));
      const elsewhere = workerMarks(store, "team-2", serverId("c"));
      assert.ok(a && b);
      await a.put(4);
      await elsewhere.put(2);
      assert.equal(await a.othersWant(), false);
      assert.equal(await b.othersWant(), true);
      await a.remove();
      assert.equal(await b.othersWant(), false);
    } finally {
      await rm(root, { recursive: true, force: true });
    }
  });

  it("count as left behind when nobody renews them, by the reader's own clock, and are removed", async () => {
    const root = await mkdtemp(join(tmpdir(), "between-marks-"));
    try {
      const store = folderStore(root);
      let now = 0;
      const dead = workerMarks(store, "team", serverId("dead"));
      const mine = workerMarks(store, "team", serverId("mine"), () => now);
      await dead.put(4);
      now = 1_000_000;
      assert.equal(await mine.othersWant(), true, "seen for the first time, it may be fresh");
      now += 60_000;
      await dead.put(4);
      assert.equal(await mine.othersWant(), true);
      now += 60_000;
      assert.equal(await mine.othersWant(), true, "it was renewed meanwhile");
      now += 60_000;
      assert.equal(await mine.othersWant(), false);
      for await (const { key } of store.list("cluster/")) assert.fail(`${key} is still there`);
    } finally {
      await rm(root, { recursive: true, force: true });
    }
  });
});
