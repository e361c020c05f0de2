import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, type Client } from "../../protocol/client.ts";
import { dial } from "../../protocol/dial.ts";
import type { Role } from "../../protocol/service.ts";
import { addToken } from "../../kernel-server/people/token-list.ts";
import { readSettings } from "../../kernel-server/settings/read-settings.ts";
import { startServer, type RunningServer } from "../../kernel-server/start-server.ts";
import { folderStore } from "../../kernel-server/store/folder.ts";
import type { ObjectStore } from "../../kernel-server/store/object-store.ts";

/** A server of its own in this process, as a settings file has it, its people, and what it logged. */
export type ServerDesk = {
  folder: string;
  store: ObjectStore;
  server: RunningServer;
  log: string[];
  /** Makes a token and gives it. */
  token(user: string, role: Role, expiresAt?: number): Promise<string>;
  client(token: string): Promise<Client>;
  /** The answer to a plain request. */
  get(path: string, token?: string): Promise<Response>;
  end(): Promise<void>;
};

/** `settings`: lines of a settings file; port and state are the desk's own. */
export async function makeServerDesk(settings = ""): Promise<ServerDesk> {
  const folder = await mkdtemp(join(tmpdir(), "between-server-"));
  const { settings: read, problems } = readSettings(`port: 0\nstate: ${folder}\n${settings}`, folder, process.env);
  if (!read) throw new Error(JSON.stringify(problems));
  const log: string[] = [];
  const server = await startServer({
    settings: read,
    local: false,
    version: "1.0.0+test",
    write: (line) => log.push(line),
  });
  const store = folderStore(join(folder, "store"));
  const clients: Client[] = [];
  return {
    folder,
    store,
    server,
    log,
    token: async (user, role, expiresAt) => {
      const given = { user, role, now: Date.now(), ...(expiresAt !== undefined && { expiresAt }) };
      return (await addToken(store, given)).token;
    },
    async client(token) {
      const client = await connect(() => dial(server.url, { token }), { retryDelays: [20, 20, 20, 20] });
      clients.push(client);
      return client;
    },
    get: (path, token) =>
      fetch(`${server.url.replace(/^ws/, "http")}${path}`, {
        headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      }),
    async end() {
      for (const client of clients) client.close();
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
