import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { Client } from "../client.ts";
import type { SessionId } from "../ids.ts";
import type { SentFile } from "../messages.ts";

/** Bytes of one part; in base64 a third more. */
const PART = 1_000_000;

/** Hashes of files that have not changed since: by path, with size and time. */
const hashed = new Map<string, { bytes: number; modified: number; hash: string }>();

/**
 * Sends the notebook's own files to a server whose engine is on another machine: only those that it does not have. `paths` are
 * relative to `folder`, with `/`. `onProgress` is told bytes, and not at all when nothing has to be sent.
 */
export async function sendFiles(
  client: Pick<Client, "ask">,
  session: SessionId,
  folder: string,
  paths: readonly string[],
  onProgress: (sent: number, total: number) => void,
  signal?: AbortSignal,
): Promise<void> {
  const files: SentFile[] = [];
  for (const path of paths) files.push({ path, ...(await hashOf(resolve(folder, path))) });
  const { wanted } = await client.ask({ t: "files", session, files }, signal);
  const missing = wanted.flatMap((hash) => files.find((file) => file.hash === hash) ?? []);
  const total = missing.reduce((sum, { bytes }) => sum + bytes, 0);
  let sent = 0;
  for (const { path, hash, bytes } of missing) {
    const file = await open(resolve(folder, path));
    try {
      const part = Buffer.alloc(Math.min(PART, Math.max(bytes, 1)));
      for (let from = 0; from < bytes || from === 0;) {
        const { bytesRead } = await file.read(part, 0, part.length, from);
        const data = part.subarray(0, bytesRead).toString("base64");
        await client.ask({ t: "send", session, hash, bytes, from, data }, signal);
        sent += bytesRead;
        if (total > 0) onProgress(sent, total);
        // The file shrank while it was read; its hash tells the server so.
        if (bytesRead === 0) break;
        from += bytesRead;
      }
    } finally {
      await file.close();
    }
  }
}

async function hashOf(path: string): Promise<{ hash: string; bytes: number }> {
  const { size: bytes, mtimeMs: modified } = await stat(path);
  const known = hashed.get(path);
  if (known?.bytes === bytes && known.modified === modified) return { hash: known.hash, bytes };
  const sum = createHash("sha256");
  let read = 0;
  for await (const part of createReadStream(path)) {
    const piece = Buffer.from(part as Uint8Array); // SAFETY: a stream without an encoding yields bytes.
    sum.update(piece);
    read += piece.length;
  }
  const hash = sum.digest("hex");
  hashed.set(path, { bytes: read, modified, hash });
  return { hash, bytes: read };
}
