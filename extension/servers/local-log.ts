import { access } from "node:fs/promises";
import { join } from "node:path";
import { buildVersion } from "../../protocol/local/build-version.ts";
import { localFolder } from "../../protocol/local/server-file.ts";
import { stateFolder } from "../../protocol/local/state-folders.ts";

/** The log of this version's local server, the one that runs or the last one that did; undefined where there is none. */
export async function localLog(): Promise<string | undefined> {
  const log = join(localFolder(stateFolder(), buildVersion()), "server.log");
  return await access(log).then(
    () => log,
    () => undefined,
  );
}
