import { createHash, randomUUID } from "node:crypto";
import { link, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder } from "../../protocol/local/make-folder.ts";
import { stateFolder } from "../../protocol/local/state-folders.ts";
import type { RunRecord } from "../../protocol/messages.ts";

/**
 * Puts a record where this user's local server finds it, whether it runs or not: into the folder that is its object store,
 * under the key that it would have given it. Written aside and linked, so that no reader sees a part; a record that is
 * there stays, since records never change. Throws what the file system says.
 */
export async function keepRecord(record: RunRecord, env: NodeJS.ProcessEnv): Promise<void> {
  const store = join(stateFolder(env), "store");
  const runs = join(store, "runs");
  // Where the store writes what is not whole yet.
  const unfinished = join(store, "%t");
  await makeFolder(runs);
  await makeFolder(unfinished);
  const aside = join(unfinished, randomUUID());
  try {
    const file = await open(aside, "wx", 0o600);
    try {
      await file.writeFile(JSON.stringify(record));
      await file.sync();
    } finally {
      await file.close();
    }
    await link(aside, join(runs, recordFile(record))).catch((thrown: NodeJS.ErrnoException) => {
      if (thrown.code !== "EEXIST") throw thrown;
    });
  } finally {
    await rm(aside, { force: true });
  }
}

/** The name ends in a hash of who ran which file, by which the server finds a file's runs. */
export function recordFile({ view }: RunRecord): string {
  const owner = createHash("sha256").update(`${view.user}\n${view.notebook.uri}`).digest("hex").slice(0, 16);
  return `${view.run}.${owner}.json`;
}
