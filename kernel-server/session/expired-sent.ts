import { sessionId } from "../../protocol/ids.ts";
import type { SessionId } from "../../protocol/ids.ts";
import type { RetentionSettings } from "../settings/settings.ts";
import type { FilePlace } from "../store/file-place.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { FILES } from "./sent-files.ts";
import type { SentFiles } from "./sent-files.ts";

/** A sent file that nobody has used for long, or what was laid out for a session whose server died with it. */
export type ExpiredSent = ({ what: "file"; file: string } | { what: "sent"; session: SessionId }) & {
  bytes: number;
  ageMs: number;
};

/** Where sent files are: by their hashes, and laid out for sessions. */
export type SentStores = { store: ObjectStore; place: FilePlace };

const DAY_MS = 86_400_000;
/** Servers give a sign of life of each session every hour. */
export const SILENT_MS = DAY_MS;

/**
 * Files that nobody used for as long as rows are kept, and sessions' files without a sign of life for a day. A session that
 * lives has its own copy of each, so that a file goes from under nobody; who sends it again is asked for it.
 */
export async function* expiredSent(
  { store, place }: SentStores,
  { spoolDays }: Pick<RetentionSettings, "spoolDays">,
  isNeeded: { file(hash: string): boolean; session(session: SessionId): boolean },
  now: number,
  signal?: AbortSignal,
): AsyncGenerator<ExpiredSent> {
  for await (const { key, bytes, modified } of store.list(FILES, undefined, signal)) {
    const file = key.slice(FILES.length);
    const ageMs = now - modified.getTime();
    if (ageMs > spoolDays * DAY_MS && !isNeeded.file(file)) yield { what: "file", file, bytes, ageMs };
  }
  for await (const { folder, bytes, modified } of place.list(signal)) {
    const session = sessionId(folder);
    const ageMs = now - modified.getTime();
    if (ageMs > SILENT_MS && !isNeeded.session(session)) yield { what: "sent", session, bytes, ageMs };
  }
}

export async function removeSent({ store, place }: SentStores, expired: ExpiredSent): Promise<void> {
  if (expired.what === "file") await store.delete(FILES + expired.file);
  else await place.remove(expired.session);
}

/** What a running server does each hour: its sessions show that they live, and what is beyond its time goes. */
export async function cleanSent(
  stores: SentStores,
  sent: SentFiles,
  isLiving: (session: SessionId) => boolean,
  retention: Pick<RetentionSettings, "spoolDays">,
  now: number,
): Promise<void> {
  await sent.signOfLife(isLiving);
  const isNeeded = { file: (hash: string) => sent.isUsed(hash), session: (id: SessionId) => sent.has(id) };
  for await (const expired of expiredSent(stores, retention, isNeeded, now)) await removeSent(stores, expired);
}
