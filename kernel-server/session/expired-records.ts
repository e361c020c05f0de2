import { runId } from "../../protocol/ids.ts";
import type { RunId } from "../../protocol/ids.ts";
import type { RetentionSettings } from "../settings/settings.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { RECORDS, listRecords, recordKey } from "./record.ts";

/** A record that is older than records are kept, and the key of its line in lists where it has one. */
export type ExpiredRecord = { run: RunId; line?: string; bytes: number; ageMs: number };

const DAY_MS = 86_400_000;

/** Records and their lines that are too old; none where records are kept for good. */
export async function* expiredRecords(
  store: ObjectStore,
  { recordDays }: Pick<RetentionSettings, "recordDays">,
  now: number,
  signal?: AbortSignal,
): AsyncGenerator<ExpiredRecord> {
  if (recordDays === undefined) return;
  const lines = new Map((await listRecords(store, undefined, signal)).map(({ run, key }) => [run, key]));
  for await (const { key, bytes, modified } of store.list(RECORDS, undefined, signal)) {
    const ageMs = now - modified.getTime();
    if (ageMs <= recordDays * DAY_MS) continue;
    const run = runId(key.slice(RECORDS.length, -".json".length));
    const line = lines.get(run);
    yield { run, bytes, ageMs, ...(line !== undefined && { line }) };
  }
}

/** The line goes first: a run that is listed can be shown. */
export async function removeRecord(store: ObjectStore, { run, line }: ExpiredRecord): Promise<void> {
  if (line !== undefined) await store.delete(line);
  await store.delete(recordKey(run));
}
