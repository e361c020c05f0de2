import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { connect } from "../../protocol/client.ts";
import type { Client } from "../../protocol/client.ts";
import { dial } from "../../protocol/dial.ts";
import { commandId } from "../../protocol/ids.ts";
import type { RunId, SessionId } from "../../protocol/ids.ts";
import { buildVersion } from "../../protocol/local/build-version.ts";
import { localServer } from "../../protocol/local/local-server.ts";
import type { RunView } from "../../protocol/messages.ts";
import { isAlive, makeDesk, root } from "../../test/support/between.ts";
import type { Desk } from "../../test/support/between.ts";
import { descendants } from "../../test/support/processes.ts";

/** The real server as a process of its own with a state of its own, and a real client of it over the loopback. */
export type Product = {
  client: Client;
  /** Where notebooks and scratch files may lie. */
  folder: string;
  serverPid: number;
  /** A session whose engine runs already. */
  open(engine?: string): Promise<SessionId>;
  start(session: SessionId, text: string): Promise<RunId>;
  close(session: SessionId): Promise<void>;
  end(): Promise<void>;
};

/** The user's local server; with `engines` (lines below that key of a settings file) one that is served with them instead. */
export async function startProduct(engines?: string, env: NodeJS.ProcessEnv = {}): Promise<Product> {
  const desk = await makeDesk();
  const { url, token, serverPid } = await (engines === undefined ? local(desk) : served(desk, engines, env));
  const client = await connect(() => dial(url, { token }), { client: "bench" });
  const uri = join(desk.folder, "bench.between-nb");
  const command = () => commandId(crypto.randomUUID());
  const start = async (session: SessionId, text: string) => {
    const ask = {
      t: "run",
      command: command(),
      session,
      uri,
      text,
      params: {},
      keepGoing: false,
      save: false,
    } as const;
    return (await client.ask(ask)).run;
  };
  const open = async (engine?: string) => {
    const where = { uri, folder: desk.folder, ...(engine !== undefined && { engine }) };
    const { session } = await client.ask({ t: "open", command: command(), ...where, lifetime: "idle" });
    await untilDone(client, await start(session, sqlNotebook("select 1")));
    return session;
  };
  return {
    client,
    folder: desk.folder,
    serverPid,
    open,
    start,
    close: async (session) => void (await client.ask({ t: "close", command: command(), session })),
    end: async () => {
      client.close();
      if (engines !== undefined) await ended(serverPid);
      await desk.end();
    },
  };
}

type Reached = { url: string; token: string; serverPid: number };

async function local(desk: Desk): Promise<Reached> {
  const entry = join(root, "kernel-server", "main.ts");
  const found = await localServer({ version: buildVersion(), entry, state: desk.state });
  const serverPid = await desk.serverPid();
  if (serverPid === undefined) throw new Error("The server that just answered has no process.");
  return { ...found, serverPid };
}

async function served(desk: Desk, engines: string, env: NodeJS.ProcessEnv): Promise<Reached> {
  await desk.write("server.yaml", `port: 0\nstate: ${desk.state}\nengines:\n${engines}`);
  const { child, says } = desk.start(["serve", "--config", "server.yaml"], env);
  const url = /listens on (\S+)/.exec(await says(/listens on \S+\n/))?.[1] ?? "";
  const [serverPid] = await descendants(child.pid ?? 0);
  if (serverPid === undefined) throw new Error("The server that just answered has no process.");
  return { url, token: (await readFile(join(desk.state, "token"), "utf8")).trim(), serverPid };
}

/** Ends a server that was served, in good order: its engines go with it. */
async function ended(pid: number): Promise<void> {
  process.kill(pid, "SIGTERM");
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Follows a run to its end; `onStep` sees it after each event. Throws when it did not end well. */
export async function untilDone(client: Client, run: RunId, onStep?: (view: RunView) => void): Promise<RunView> {
  let last: RunView | undefined;
  for await (const { view } of client.follow(run)) {
    last = view;
    onStep?.(view);
  }
  if (last?.state !== "done") throw new Error(`The run ended as ${last?.state}: ${JSON.stringify(errorsOf(last))}`);
  return last;
}

const errorsOf = (view: RunView | undefined) =>
  [view?.error, ...(view?.cells ?? []).map(({ error }) => error)].filter(Boolean);

/** A notebook of one SQL cell. */
export const sqlNotebook = (sql: string, options = ""): string => `\`\`\`{sql}\n${options}${sql}\n\`\`\`\n`;
