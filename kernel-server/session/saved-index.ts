import { z } from "zod";
import { BetweenError } from "../../protocol/errors.ts";
import { savedResult } from "../../protocol/messages.ts";
import type { SavedResult } from "../../protocol/messages.ts";
import type { ObjectStore } from "../store/object-store.ts";

/**
 * What was written where: one small object for each place, so that a list reads no run record and no data. Writers of one
 * place take turns by its lease; the condition on the etag holds where one of them came late.
 */
const index = z.object({ v: z.literal(1), writes: z.array(savedResult) });

const PREFIX = "saved/";
/** Of one place, the newest; a daily table keeps more than a year. */
const WRITES_KEPT = 500;
const TRIES = 20;
/** Objects that are fetched at a time. */
const AT_ONCE = 16;

/** The place's name for people: relative where it lies in the results folder. */
export function placeName(to: string, results: string): string {
  const below = results.replaceAll("\\", "/").replace(/\/*$/, "/");
  const place = to.replaceAll("\\", "/");
  return place.startsWith(below) ? place.slice(below.length) : to;
}

/** Adds a write. The same write told twice (a cell that ran on after a restart) is one. */
export async function recordSaved(store: ObjectStore, write: SavedResult): Promise<void> {
  const key = `${PREFIX}${write.to}.json`;
  for (let tries = 0; tries < TRIES; tries++) {
    const there = await store.get(key);
    const writes = there ? read(there.body) : [];
    if (writes.some((one) => one.run === write.run && one.cell === write.cell)) return;
    const body = Buffer.from(JSON.stringify({ v: 1, writes: [...writes, write].slice(-WRITES_KEPT) }));
    const done = there ? await store.compareAndSwap(key, body, there.etag) : await store.createIfAbsent(key, body);
    if (done !== undefined) return;
  }
  throw new BetweenError("storage.index-busy", { to: write.to });
}

/**
 * What stands at the places that are named so, or lie below that name: of each the last write, or all (`history`, the newest
 * first).
 */
export async function listSaved(
  store: ObjectStore,
  { prefix = "", history = false }: { prefix?: string | undefined; history?: boolean | undefined },
  signal?: AbortSignal,
): Promise<SavedResult[]> {
  const keys: string[] = [];
  const isWanted = (to: string) => prefix === "" || to === prefix || to.startsWith(prefix.replace(/\/*$/, "/"));
  for await (const { key } of store.list(PREFIX + prefix, undefined, signal))
    if (isWanted(key.slice(PREFIX.length, -".json".length))) keys.push(key);
  const found: SavedResult[] = [];
  for (let i = 0; i < keys.length; i += AT_ONCE) {
    const objects = await Promise.all(keys.slice(i, i + AT_ONCE).map((key) => store.get(key, signal)));
    for (const object of objects) found.push(...(object ? read(object.body) : []).slice(history ? 0 : -1));
  }
  return history ? found.sort((a, b) => b.at - a.at) : found;
}

function read(body: Uint8Array): SavedResult[] {
  const found = index.safeParse(JSON.parse(Buffer.from(body).toString()));
  if (!found.success)
    throw new BetweenError("internal", { reason: "a list of saved results cannot be read" }, { cause: found.error });
  return found.data.writes;
}
