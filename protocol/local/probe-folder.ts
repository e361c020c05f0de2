import { randomUUID } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** More than a server's first files take. An empty file can be made on a disk that is full. */
const PROBE_BYTES = 64 * 1024;

/** Throws what the file system says where a folder may not be written to, or where its disk is full. */
export async function probeFolder(folder: string): Promise<void> {
  const probe = join(folder, `.probe-${randomUUID()}`);
  try {
    await writeFile(probe, Buffer.alloc(PROBE_BYTES), { mode: 0o600, flag: "wx" });
  } finally {
    await rm(probe, { force: true });
  }
}
