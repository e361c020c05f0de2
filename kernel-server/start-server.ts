import { randomBytes, randomUUID } from "node:crypto";
import { chmodSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { BetweenError } from "../protocol/errors.ts";
import { serverId } from "../protocol/ids.ts";
import { makeFolder } from "../protocol/local/make-folder.ts";
import { probeFolder } from "../protocol/local/probe-folder.ts";
import { cacheFolder } from "../protocol/local/state-folders.ts";
import { serverFilePath, writeServerFile } from "../protocol/local/server-file.ts";
import { serve } from "../protocol/serve.ts";
import type { Who } from "../protocol/service.ts";
import { sailEngine } from "./engine/sail/sail-engine.ts";
import { sameSecret } from "./door.ts";
import { listen } from "./listen.ts";
import { makeService } from "./session/make-service.ts";
import { folderStore } from "./store/folder.ts";

export type ServerSettings = {
  host: string;
  /** 0: any free one. */
  port: number;
  /** Absolute; holds `servers/` (journals, results), `store/` (records), `results/` (what notebooks saved). */
  state: string;
  /** The user's own server: told to others by `server.json`, leaves when nothing needs it. */
  local: boolean;
  version: string;
};

export type RunningServer = { url: string; tokenFile: string; close(): Promise<void> };

/** How long a local server stays after its last session, so that the next command finds it warm. */
const LINGER_MS = 60_000;

/** Puts the parts together: engines, store, sessions, the door. Throws `server.*`. */
export async function startServer(settings: ServerSettings): Promise<RunningServer> {
  const { state, local, version } = settings;
  await usable(state);
  const log = (line: string) => console.error(`${new Date().toISOString()} ${line}`);

  const service = await makeService({
    engines: [sailEngine({ cacheFolder: cacheFolder() })],
    store: folderStore(join(state, "store")),
    state,
    serverId: serverId(randomUUID()),
    version,
    name: local ? "this machine" : settings.host,
    log,
  });

  const token = local ? randomBytes(32).toString("base64url") : keptToken(join(state, "token"));
  const owner: Who = { user: userInfo().username, role: "admin" };
  const door = await listen({
    host: settings.host,
    port: settings.port,
    authenticate: (given) => (sameSecret(given, token) ? owner : undefined),
    connect: (channel, who) => serve(channel, service, who),
    log,
  });

  const tokenFile = local ? serverFilePath(state, version) : join(state, "token");
  let closing: Promise<void> | undefined;
  const close = () =>
    (closing ??= (async () => {
      if (local) rmSync(tokenFile, { force: true });
      await door.close();
      await service.close();
    })());

  if (local) {
    await writeServerFile(tokenFile, { url: door.url, token, pid: process.pid, version });
    service.onIdle(LINGER_MS, () => void close().then(() => process.exit(0)));
  }
  return { url: door.url, tokenFile, close };
}

/** Fails early and clearly where journals could not be written later. */
async function usable(state: string): Promise<void> {
  try {
    await makeFolder(state);
    await probeFolder(state);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new BetweenError("server.state-folder", { path: state, reason }, { cause });
  }
}

/** A foreground server keeps its token in a file of its own, readable by its user alone, over restarts. */
function keptToken(file: string): string {
  try {
    const kept = readFileSync(file, "utf8").trim();
    if (kept.length >= 32) {
      chmodSync(file, 0o600);
      return kept;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error; // SAFETY: fs throws errno exceptions.
  }
  const token = randomBytes(32).toString("base64url");
  writeFileSync(file, `${token}\n`, { mode: 0o600 });
  return token;
}
