import { randomUUID } from "node:crypto";
import type { ServerId } from "../../protocol/ids.ts";
import type { Etag, ObjectStore } from "../store/object-store.ts";

/** A server that needs workers renews its mark this often. */
export const RENEW_MS = 20_000;
const EXPIRE_MS = 90_000;

/** What servers that share a group of workers tell each other: an object for each server that needs some. */
export type Marks = {
  /** Says, or says again, that this server needs so many workers. */
  put(want: number, signal?: AbortSignal): Promise<void>;
  remove(): Promise<void>;
  /** Whether another server needs workers. */
  othersWant(signal?: AbortSignal): Promise<boolean>;
};

/**
 * Clocks of two machines are never compared: a mark counts as left behind when it did not change for a minute and a half
 * of our own, and is removed then.
 */
export function workerMarks(store: ObjectStore, group: string, server: ServerId, now = () => performance.now()): Marks {
  const folder = `cluster/${encodeURIComponent(group)}/`;
  const mine = `${folder}${server}.json`;
  const seen = new Map<string, { etag: Etag; since: number }>();
  return {
    async put(want, signal) {
      await store.put(mine, Buffer.from(JSON.stringify({ want, nonce: randomUUID() })), signal);
    },
    remove: () => store.delete(mine),
    async othersWant(signal) {
      let live = false;
      for await (const { key } of store.list(folder, undefined, signal)) {
        if (key === mine) continue;
        const found = await store.get(key, signal);
        if (!found) continue;
        const before = seen.get(key);
        if (before?.etag !== found.etag) {
          seen.set(key, { etag: found.etag, since: now() });
          live = true;
        } else if (now() - before.since < EXPIRE_MS) live = true;
        else {
          seen.delete(key);
          await store.delete(key, signal);
        }
      }
      return live;
    },
  };
}
