import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { stat } from "node:fs/promises";
import type { Lang } from "../../protocol/wording/say.ts";
import { expiredRecords, removeRecord } from "../session/expired-records.ts";
import { SILENT_MS, expiredSent, removeSent } from "../session/expired-sent.ts";
import { expiredRuns, removeExpired } from "../session/retention.ts";
import { settledFile } from "../session/revive.ts";
import { printDuration, printSize } from "../settings/amounts.ts";
import { chooseSettings } from "../settings/choose-settings.ts";
import type { RetentionSettings } from "../settings/settings.ts";
import { hasCode } from "../store/fs-error.ts";
import { openStore } from "../store/open-store.ts";
import { exit, readOptions, tellProblems } from "./program.ts";
import type { Exit } from "./program.ts";

/** One thing that is beyond its time or room. `name`: of the run, the hash of the file, of the session. `limit`: what it is beyond, as settings say it. */
export type Cleaned = {
  what: "spools" | "journal" | "record" | "file" | "sent";
  name: string;
  bytes: number;
  ageMs: number;
  why: "age" | "room";
  limit: string;
};

const DAY_MS = 86_400_000;

/**
 * `[--config FILE | --state PLACE] [--dry-run]`: removes what is beyond the settings' times and room, on this machine's
 * disk and in the store. Runs whose record is not written are left alone. Prints one JSON object a line.
 */
export async function cleanProgram(words: readonly string[], lang: Lang): Promise<Exit> {
  const { options } = readOptions(words, ["config", "state"], ["dry-run"]);
  const { config, state } = options;
  const isDry = options["dry-run"] ?? false;
  const chosen = await chooseSettings({ config, state }, process.env);
  if ("problems" in chosen) {
    tellProblems(chosen.problems, config ?? "", lang);
    return exit.usage;
  }
  const { settings } = chosen;
  const { retention } = settings;
  const print = (cleaned: Cleaned) => process.stdout.write(`${JSON.stringify(cleaned)}\n`);

  const servers = join(settings.data, "servers");
  for (const server of await namesIn(servers)) {
    const runs = join(servers, server, "runs");
    if ((await namesIn(runs)).length === 0) continue;
    for (const expired of await expiredRuns(runs, retention, (run) => isUnsettled(join(runs, run)), Date.now())) {
      if (!isDry) await removeExpired(runs, expired);
      const { run: name, what, bytes, ageMs, why } = expired;
      print({ what, name, bytes, ageMs, why, limit: limitOf(expired, retention) });
    }
  }
  const { store, sent: place } = await openStore(settings.state, AbortSignal.timeout(60_000));
  for await (const expired of expiredRecords(store, retention, Date.now())) {
    if (!isDry) await removeRecord(store, expired);
    const { run: name, bytes, ageMs } = expired;
    print({ what: "record", name, bytes, ageMs, why: "age", limit: days(retention.recordDays ?? 0) });
  }
  // Which sessions live is seen by their signs of life alone.
  const isNeeded = { file: () => false, session: () => false };
  for await (const expired of expiredSent({ store, place }, retention, isNeeded, Date.now())) {
    if (!isDry) await removeSent({ store, place }, expired);
    const { what, bytes, ageMs } = expired;
    const [name, limit] =
      what === "file" ? [expired.file, days(retention.spoolDays)] : [expired.session, printDuration(SILENT_MS)];
    print({ what, name, bytes, ageMs, why: "age", limit });
  }
  return exit.done;
}

function limitOf({ what, why }: Pick<Cleaned, "what" | "why">, retention: RetentionSettings): string {
  if (why === "room") return printSize(retention.spoolBytes);
  return days(what === "spools" ? retention.spoolDays : retention.journalDays);
}

const days = (count: number) => printDuration(count * DAY_MS);

const isUnsettled = (folder: string): Promise<boolean> =>
  stat(settledFile(folder)).then(
    () => false,
    () => true,
  );

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((thrown: unknown) => {
    if (hasCode(thrown, "ENOENT", "ENOTDIR")) return [];
    throw thrown;
  });
}
