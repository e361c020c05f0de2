import { createHash, randomUUID } from "node:crypto";
import { link, open, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { makeFolder } from "../../protocol/local/make-folder.ts";
import { stateFolder } from "../../protocol/local/state-folders.ts";
import type { RunRecord } from "../../protocol/messages.ts";
import { summarize } from "../../protocol/run-view.ts";

/**
 * Puts a record where this user's local server finds it, whether it runs or not: into the folder that is its object store,
 * as the same objects that it would have written. A record that is there stays, since records never change. Throws what
 * the file system says.
 */
export async function keepRecord(record: RunRecord, env: NodeJS.ProcessEnv): Promise<void> {
  const store = join(stateFolder(env), "store");
  const { view } = record;
  const { run } = view;
  const owner = createHash("sha256").update(`${view.user}\n${view.notebook.uri}`).digest("hex").slice(0, 16);
  await createWhole(store, join("runs", `${run}.json`), JSON.stringify(record));
  // The line of a list of runs, under a hash of who ran which file.
  await createWhole(store, join("lines", owner, `${run}.json`), JSON.stringify(summarize(view)));
}

/** Written aside and linked: no reader sees a part, and a link replaces nothing. */
async function createWhole(store: string, name: string, text: string): Promise<void> {
  const target = join(store, name);
  // Where the store itself writes what is not whole yet.
  const aside = join(store, "%t", randomUUID());
  await makeFolder(dirname(target));
  await makeFolder(dirname(aside));
  try {
    const file = await open(aside, "wx", 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await link(aside, target).catch((thrown: NodeJS.ErrnoException) => {
      if (thrown.code !== "EEXIST") throw thrown;
    });
  } finally {
    await rm(aside, { force: true });
  }
}
