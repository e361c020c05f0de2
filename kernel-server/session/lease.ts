import { createHash, randomUUID } from "node:crypto";
import { z } from "zod";
import { BetweenError } from "../../protocol/errors.ts";
import type { Etag, ObjectStore } from "../store/object-store.ts";
import { pause } from "./bell.ts";

/** A holder renews its lease this often; one that was not renewed for so long is taken over. */
const RENEW_MS = 15_000;
const EXPIRE_MS = 60_000;

const lease = z.object({ holder: z.string(), nonce: z.string(), free: z.boolean() });

/** Whoever writes to a place holds its lease meanwhile. */
export type Lease = {
  /** Fires when the lease was lost, with the reason. */
  lost: AbortSignal;
  release(): Promise<void>;
};

/**
 * Takes the lease of a place, waiting for another holder. Clocks of two machines are never compared: a lease counts as
 * given up when it did not change for a minute of the waiter's own.
 */
export async function takeLease(
  store: ObjectStore,
  place: string,
  holder: string,
  onWait: (holder: string) => void,
  signal: AbortSignal,
): Promise<Lease> {
  const key = `leases/save/${createHash("sha256").update(place).digest("hex").slice(0, 32)}.json`;
  const body = (free: boolean) => Buffer.from(JSON.stringify({ holder, nonce: randomUUID(), free, place }));
  let seen: Etag | undefined;
  let since = 0;
  let told = false;
  for (;;) {
    signal.throwIfAborted();
    const now = await store.get(key, signal);
    if (!now) {
      const etag = await store.createIfAbsent(key, body(false), signal);
      if (etag !== undefined) return held(store, key, place, body, etag);
      continue;
    }
    if (now.etag !== seen) {
      seen = now.etag;
      since = performance.now();
    }
    const other = read(now.body);
    if (!other || other.free || performance.now() - since > EXPIRE_MS) {
      const etag = await store.compareAndSwap(key, body(false), now.etag, signal);
      if (etag !== undefined) return held(store, key, place, body, etag);
      continue;
    }
    if (!told) onWait(other.holder);
    told = true;
    await pause(250, signal);
  }
}

function held(store: ObjectStore, key: string, place: string, body: (free: boolean) => Buffer, first: Etag): Lease {
  const lost = new AbortController();
  const over = new AbortController();
  let etag = first;
  const renew = async () => {
    for (;;) {
      await pause(RENEW_MS, over.signal);
      if (over.signal.aborted) return;
      const next = await store.compareAndSwap(key, body(false), etag);
      if (next === undefined) return lost.abort(new BetweenError("save.lease-lost", { to: place }));
      etag = next;
    }
  };
  // A store that cannot be asked is a lease that cannot be trusted.
  const renewing = renew().catch((thrown: unknown) =>
    lost.abort(new BetweenError("save.lease-lost", { to: place }, { cause: thrown })),
  );
  return {
    lost: lost.signal,
    async release() {
      over.abort();
      await renewing;
      await store.compareAndSwap(key, body(true), etag);
    },
  };
}

function read(body: Uint8Array): z.infer<typeof lease> | undefined {
  try {
    return lease.parse(JSON.parse(Buffer.from(body).toString()));
  } catch {
    // A lease that nobody can read holds nobody back.
    return undefined;
  }
}
