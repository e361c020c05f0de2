import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Etag, Listed, ObjectStore } from "./object-store.ts";

/** What `makeStores` gives: several stores over the same objects, as several servers have them. */
export type StoresUnderTest = { stores: readonly [ObjectStore, ObjectStore]; dispose(): Promise<void> };

/** The contract that every object store keeps: one suite for a folder and for S3. */
export function objectStoreContract(name: string, makeStores: () => Promise<StoresUnderTest>): void {
  const over = (work: (one: ObjectStore, other: ObjectStore) => Promise<void>) => async () => {
    const { stores, dispose } = await makeStores();
    try {
      await work(...stores);
    } finally {
      await dispose();
    }
  };

  describe(`an object store: ${name}`, () => {
    it(
      "gives back what was put, to every server",
      over(async (one, other) => {
        assert.equal(await one.get("runs/a.json"), undefined);
        const etag = await one.put("runs/a.json", bytes("first"));
        const got = await other.get("runs/a.json");
        assert.equal(text(got?.body), "first");
        assert.equal(got?.etag, etag);
        assert.ok(got?.modified instanceof Date);
        assert.notEqual(await one.put("runs/a.json", bytes("second")), etag);
        assert.equal(text((await other.get("runs/a.json"))?.body), "second");
      }),
    );

    it(
      "keeps an empty object and a large one",
      over(async (one) => {
        await one.put("empty", bytes(""));
        assert.equal((await one.get("empty"))?.body.byteLength, 0);
        const large = new Uint8Array(3_000_000).map((_, i) => i % 251);
        await one.put("large", large);
        assert.deepEqual(Buffer.from((await one.get("large"))?.body ?? []), Buffer.from(large));
      }),
    );

    it(
      "deletes, and deleting what is not there is done already",
      over(async (one, other) => {
        await one.put("a/b", bytes("x"));
        await other.delete("a/b");
        await one.delete("a/b");
        await one.delete("a/b/c");
        assert.equal(await one.get("a/b"), undefined);
      }),
    );

    it(
      "lists keys under a prefix in byte order, after a key where asked",
      over(async (one) => {
        const keys = ["a", "a/b", "a/c", "a.b", "b/2", "b/10", "B/1", "가/나", "z"];
        for (const key of keys) await one.put(key, bytes(key));
        assert.deepEqual(
          await listed(one, ""),
          [...keys].sort((x, y) => Buffer.compare(Buffer.from(x), Buffer.from(y))),
        );
        assert.deepEqual(await listed(one, "a"), ["a", "a.b", "a/b", "a/c"]);
        assert.deepEqual(await listed(one, "a/"), ["a/b", "a/c"]);
        assert.deepEqual(await listed(one, "a", "a.b"), ["a/b", "a/c"]);
        assert.deepEqual(await listed(one, "nothing/"), []);
        const [first] = await all(one.list("가/"));
        assert.equal(first?.bytes, 7);
      }),
    );

    it(
      "takes odd keys as they are",
      over(async (one, other) => {
        const keys = [
          "?#% &+",
          "line\nbreak\ttab\u0001",
          "../../outside",
          ".hidden/..",
          "a//b",
          "trailing/",
          "dot.",
          "x".repeat(600),
          `${"긴".repeat(150)}/${"이름".repeat(80)}`,
          "%41",
          "%d",
          "CON/aux.txt",
          'a\\b:c*d|e"f<g>',
          "😀",
        ];
        for (const key of keys) await one.put(key, bytes(`at ${key}`));
        for (const key of keys) assert.equal(text((await other.get(key))?.body), `at ${key}`, JSON.stringify(key));
        assert.deepEqual((await listed(one, "")).sort(), [...keys].sort());
        for (const key of keys) await one.delete(key);
        assert.deepEqual(await listed(other, ""), []);
      }),
    );

    it(
      "lets exactly one of racing creators win, and the winner's bytes stay",
      over(async (one, other) => {
        for (let round = 0; round < 20; round++) {
          const key = `ticks/${round}`;
          const racers = Array.from({ length: 16 }, (_, i) => [i % 2 ? one : other, bytes(`racer ${i}`)] as const);
          const etags = await Promise.all(racers.map(([store, body]) => store.createIfAbsent(key, body)));
          const winners = etags.flatMap((etag, i) => (etag === undefined ? [] : [i]));
          assert.equal(winners.length, 1);
          const got = await one.get(key);
          assert.equal(text(got?.body), `racer ${winners[0]}`);
          assert.equal(got?.etag, etags[winners[0] ?? 0]);
        }
      }),
    );

    it(
      "swaps only over the etag that was read, so that racing counters lose no step",
      over(async (one, other) => {
        const key = "lease/counter";
        await one.put(key, bytes("0"));
        const stale = (await one.get(key))?.etag;
        assert.ok(stale !== undefined);
        const step = async (store: ObjectStore): Promise<void> => {
          for (;;) {
            const now = await store.get(key);
            assert.ok(now);
            if ((await store.compareAndSwap(key, bytes(String(Number(text(now.body)) + 1)), now.etag)) !== undefined)
              return;
          }
        };
        await Promise.all(Array.from({ length: 16 }, (_, i) => step(i % 2 ? one : other)));
        assert.equal(text((await one.get(key))?.body), "16");
        assert.equal(await one.compareAndSwap(key, bytes("late"), stale), undefined);
        assert.equal(text((await one.get(key))?.body), "16");
      }),
    );

    it(
      "does not swap what is not there",
      over(async (one) => {
        const etag: Etag = await one.put("gone", bytes("x"));
        await one.delete("gone");
        assert.equal(await one.compareAndSwap("gone", bytes("y"), etag), undefined);
        assert.equal(await one.get("gone"), undefined);
      }),
    );

    it(
      "stops at an aborted signal",
      over(async (one) => {
        await assert.rejects(one.put("a", bytes("x"), AbortSignal.abort()));
        assert.equal(await one.get("a"), undefined);
      }),
    );
  });
}

const bytes = (value: string) => new TextEncoder().encode(value);
const text = (value: Uint8Array | undefined) => (value === undefined ? undefined : new TextDecoder().decode(value));

async function all(items: AsyncIterable<Listed>): Promise<Listed[]> {
  const list: Listed[] = [];
  for await (const item of items) list.push(item);
  return list;
}

const listed = async (store: ObjectStore, prefix: string, after?: string) =>
  (await all(store.list(prefix, after))).map((item) => item.key);
