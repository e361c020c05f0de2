import * as vscode from "vscode";
import { BetweenError } from "../../protocol/errors.ts";
import { buildVersion } from "../../protocol/local/build-version.ts";
import { say } from "../../protocol/wording/say.ts";
import type { Ground, Part, ServerInfo, ServerKey, Servers } from "../parts.ts";
import { knownEngines } from "../servers/known-engines.ts";
import type { Engines } from "../servers/known-engines.ts";
import { Line } from "../servers/line.ts";
import type { LineOptions } from "../servers/line.ts";
import { readServerList, withoutServer, withServer } from "../servers/server-list.ts";
import type { ServerEntry } from "../servers/server-list.ts";
import { signIn } from "../servers/sign-in.ts";
import type { Tokens } from "./tokens.ts";

export const LOCAL: ServerKey = "local";
/** What the server that ships with the extension has before it ever ran. */
const EMBEDDED: Engines = [{ name: "embedded", label: "Sail" }];

/** What the parts around servers may do besides using them. */
export type ServerDesk = Servers & {
  /** Adds or renames a server; `engines`: what it said when it was tried. */
  add(entry: ServerEntry, engines?: Engines): Promise<void>;
  remove(server: ServerKey): Promise<void>;
  /** Lets go of the connection, so that the next call signs in with the token that is kept by then. */
  drop(server: ServerKey): void;
};

type Kept = { info: Omit<ServerInfo, "state" | "engines">; line: Line };

/** The local server and those of the setting `between.servers`, with one line to each. */
export function makeServers(context: vscode.ExtensionContext, ground: Ground, tokens: Tokens): Part<ServerDesk> {
  const changed = new vscode.EventEmitter<ServerInfo>();
  const engines = knownEngines(context.globalState, { [LOCAL]: EMBEDDED });
  const servers = new Map<ServerKey, Kept>();

  const infoOf = ({ info, line }: Kept): ServerInfo => ({ ...info, engines: engines.of(info.key), state: line.state });
  const lineTo = (key: ServerKey, options: Pick<LineOptions, "open" | "look">): Line =>
    new Line({
      ...options,
      log: (text) => ground.log(`${key}: ${text}`),
      changed: (line) => {
        if (line.now && line.state === "connected") engines.keep(key, line.now.server.engines);
        const kept = servers.get(key);
        if (kept) changed.fire(infoOf(kept));
      },
    });
  const forget = (key: ServerKey) => {
    const kept = servers.get(key);
    servers.delete(key);
    kept?.line.close();
    if (kept) changed.fire(infoOf(kept));
  };

  const readSetting = () => {
    const { entries, problems } = readServerList(vscode.workspace.getConfiguration("between").get("servers"));
    for (const { code, args } of problems) ground.log(say(ground.lang, code, args));
    const wanted = new Set<ServerKey>([LOCAL, ...entries.map(({ url }) => url)]);
    for (const key of [...servers.keys()].filter((key) => !wanted.has(key))) forget(key);
    for (const { name, url } of entries) {
      const info = { key: url, label: name, url };
      const line = servers.get(url)?.line ?? lineTo(url, remoteLine(url, nameOf, tokens));
      servers.set(url, { info, line });
      changed.fire(infoOf({ info, line }));
    }
  };
  const nameOf = (key: ServerKey) => servers.get(key)?.info.label ?? key;
  const kept = (key: ServerKey): Kept => {
    const found = servers.get(key);
    if (!found) throw new BetweenError("kernels.no-server", { server: key });
    return found;
  };

  const label = say(ground.lang, "kernels.this-machine");
  servers.set(LOCAL, { info: { key: LOCAL, label }, line: lineTo(LOCAL, localLine(ground)) });
  readSetting();
  const listener = vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration("between.servers")) readSetting();
    if (event.affectsConfiguration("between.python")) tellPython().catch(ground.fail);
  });

  return {
    list: () => [...servers.values()].map(infoOf),
    client: async (key, signal) => {
      if (!vscode.workspace.isTrusted) throw new BetweenError("kernels.untrusted");
      return await kept(key).line.client(signal);
    },
    clientNow: (key) => servers.get(key)?.line.now,
    clientIfRunning: async (key) => (vscode.workspace.isTrusted ? await servers.get(key)?.line.ifRunning() : undefined),
    onChanged: changed.event,
    add: async (entry, said = []) => {
      engines.keep(entry.url, said);
      await writeSetting((setting) => withServer(setting, entry));
      readSetting();
    },
    remove: async (key) => {
      await writeSetting((setting) => withoutServer(setting, key));
      readSetting();
      engines.forget(key);
      await tokens.forget(key);
    },
    drop: (key) => servers.get(key)?.line.drop(),
    dispose: () => {
      listener.dispose();
      for (const { line } of servers.values()) line.close();
      changed.dispose();
    },
  };
}

const wire = () => import("../servers/connect.ts");

/** Not by the environment of a server that is started: one that runs must take it over too. */
const tellPython = async (): Promise<void> => {
  const python = vscode.workspace.getConfiguration("between").get("python", "");
  await (await wire()).namePython(python.trim());
};

function localLine(ground: Ground): Pick<LineOptions, "open" | "look"> {
  const connect = async (how: "start" | "look", opened: Parameters<LineOptions["open"]>) => {
    const [signal, lost] = opened;
    const server = { version: buildVersion(), entry: ground.asset("dist/kernel-server.js") };
    if (how === "start") await tellPython().catch((thrown: unknown) => ground.log(`between.python: ${String(thrown)}`));
    return await (await wire()).connectLocal(server, how, { signal, lost });
  };
  return {
    open: async (...opened) => {
      const client = await connect("start", opened);
      if (!client) throw new BetweenError("wire.closed");
      return client;
    },
    look: (...opened) => connect("look", opened),
  };
}

function remoteLine(
  url: string,
  nameOf: (server: ServerKey) => string,
  tokens: Tokens,
): Pick<LineOptions, "open" | "look"> {
  const token = () => tokens.of(url, nameOf(url));
  const kept = () => token().kept();
  return {
    open: async (signal, lost) => {
      const { connectRemote } = await wire();
      return await signIn(nameOf(url), token(), (given) => connectRemote(url, given, kept, { signal, lost }));
    },
    look: async (signal, lost) => {
      const given = await kept();
      if (given === undefined) return undefined;
      return await (await wire()).connectRemote(url, given, kept, { signal, lost });
    },
  };
}

/** Changes the user's own settings. */
async function writeSetting(change: (setting: unknown) => unknown[]): Promise<void> {
  const configuration = vscode.workspace.getConfiguration("between");
  const setting = configuration.inspect("servers")?.globalValue;
  try {
    await configuration.update("servers", change(setting), vscode.ConfigurationTarget.Global);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new BetweenError("kernels.settings-unwritable", { reason }, { cause });
  }
}
