import { randomUUID } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { BetweenError } from "../../protocol/errors.ts";
import type { StatePlace } from "../settings/settings.ts";
import { folderStore } from "./folder.ts";
import type { ObjectStore } from "./object-store.ts";
import type { S3Limits } from "./s3-client.ts";
import { type FilePlace, folderPlace } from "./file-place.ts";

export type OpenedStore = {
  store: ObjectStore;
  /** Where relative `save: to` and `result:` lie: an absolute folder or a URL. */
  results: string;
  /** Where engines read the files that clients sent. */
  sent: FilePlace;
};

/**
 * The store of a server's state, tried out: a store that lets two writers win would lose runs and double saves later.
 * Throws `storage.*`: no such bucket, no right, wrong region, an expired sign-in, conditional writes not honoured.
 */
export async function openStore(place: StatePlace, signal: AbortSignal, limits: S3Limits = {}): Promise<OpenedStore> {
  if (place.kind === "folder") {
    const store = folderStore(join(place.path, "store"));
    await mkdir(place.path, { recursive: true });
    return { store, results: join(place.path, "results"), sent: folderPlace(join(place.path, "sent")) };
  }
  // The clients of S3 take a tenth of a second to load, which every start on a laptop would pay.
  const [{ s3Store }, { s3Place }] = await Promise.all([import("./s3.ts"), import("./s3-place.ts")]);
  const { bucket, prefix, s3 } = place;
  const below = (folder: string) => (prefix === "" ? folder : `${prefix}/${folder}`);
  const store = s3Store({ bucket, prefix: below("store"), s3 }, limits);
  await probeConditions(store, bucket, signal);
  return {
    store,
    results: `s3://${bucket}/${below("results")}`,
    sent: s3Place({ bucket, prefix: below("sent"), s3 }, limits),
  };
}

/** One object is created, created again, swapped over the right etag and over a stale one, and deleted. */
async function probeConditions(store: ObjectStore, bucket: string, signal: AbortSignal): Promise<void> {
  const key = `probe/${randomUUID()}.json`;
  const body = (text: string) => Buffer.from(JSON.stringify({ probe: text }));
  const refuse = (what: string) => new BetweenError("storage.no-conditions", { bucket, what });
  try {
    const first = await store.createIfAbsent(key, body("first"), signal);
    if (first === undefined) throw refuse("If-None-Match");
    if ((await store.createIfAbsent(key, body("second"), signal)) !== undefined) throw refuse("If-None-Match");
    if ((await store.compareAndSwap(key, body("third"), first, signal)) === undefined) throw refuse("If-Match");
    if ((await store.compareAndSwap(key, body("fourth"), first, signal)) !== undefined) throw refuse("If-Match");
    if (JSON.stringify({ probe: "third" }) !== Buffer.from((await store.get(key, signal))?.body ?? []).toString())
      throw refuse("If-Match");
  } finally {
    await store.delete(key, signal).catch(() => undefined); // What kept the probe from being written is thrown already.
  }
}
