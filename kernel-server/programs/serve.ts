import { resolve } from "node:path";
import { buildVersion } from "../../protocol/local/build-version.ts";
import { stateFolder } from "../../protocol/local/state-folders.ts";
import type { Lang } from "../../protocol/wording/say.ts";
import { chooseSettings } from "../settings/choose-settings.ts";
import { completeSettings } from "../settings/complete-settings.ts";
import { printSettings } from "../settings/print-settings.ts";
import { startServer } from "../start-server.ts";
import type { ServerOptions } from "../start-server.ts";
import { exit, readOptions, tellProblems, tellSound } from "./program.ts";
import type { Exit } from "./program.ts";

/**
 * `[--config FILE [--check] | --host --port --state]`: a server in the foreground. `--local VERSION --state FOLDER`: the one
 * server of this user for clients of that version, which leaves when it has nothing to do.
 */
export async function serveProgram(words: readonly string[], lang: Lang): Promise<Exit | undefined> {
  const { options } = readOptions(words, ["config", "host", "port", "state", "local"], ["check"]);
  const { check = false, local, config } = options;
  if (local !== undefined) {
    const state = { kind: "folder", path: resolve(options.state ?? stateFolder()) } as const;
    const settings = completeSettings({ name: "this machine", port: 0, state });
    return serve({ settings, local: true, version: local });
  }
  const chosen = await chooseSettings(options, process.env, { look: true });
  if ("problems" in chosen) {
    tellProblems(chosen.problems, config ?? "", lang);
    return exit.usage;
  }
  if (check) {
    if (config !== undefined) tellSound(chosen.doubts ?? [], config, lang);
    process.stdout.write(printSettings(chosen.settings, lang));
    return exit.done;
  }
  const settingsFile = config === undefined ? {} : { settingsFile: resolve(config) };
  return serve({ settings: chosen.settings, local: false, version: buildVersion(), ...settingsFile });
}

async function serve(options: ServerOptions): Promise<undefined> {
  const onEnd = (why: "idle" | "gone") => process.exit(why === "idle" ? 0 : 1);
  const server = await startServer({ ...options, onEnd });
  const stop = () => void server.close().then(() => process.exit(0));
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  process.once("disconnect", stop);
  if (options.settings.log === "json") return;
  console.log(`kernel-server ${options.version} listens on ${server.url}`);
  if (!options.local)
    console.log(
      `Connect with: BETWEEN_TOKEN=$(cat ${server.tokenFile}) between run --server ${reachable(server.url, options.settings)} FILE`,
    );
}

/** The address by a name that people connect to, where the settings have one. */
function reachable(url: string, { hosts: [host] }: ServerOptions["settings"]): string {
  if (host === undefined) return url;
  const { protocol, port } = new URL(url);
  return `${protocol}//${host}${port === "" ? "" : `:${port}`}`;
}
