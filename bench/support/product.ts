import { join } from "node:path";
import { connect } from "../../protocol/client.ts";
import type { Client } from "../../protocol/client.ts";
import { dial } from "../../protocol/dial.ts";
import { commandId } from "../../protocol/ids.ts";
import type { RunId, SessionId } from "../../protocol/ids.ts";
import { buildVersion } from "../../protocol/local/build-version.ts";
import { localServer } from "../../protocol/local/local-server.ts";
import type { RunView } from "../../protocol/messages.ts";
import { makeDesk, root } from "../../test/support/between.ts";

/** The real server as a process of its own with a state of its own, and a real client of it over the loopback. */
export type Product = {
  client: Client;
  /** Where notebooks and scratch files may lie. */
  folder: string;
  serverPid: number;
  /** A session whose engine runs already. */
  open(): Promise<SessionId>;
  start(session: SessionId, text: string): Promise<RunId>;
  end(): Promise<void>;
};

export async function startProduct(): Promise<Product> {
  const desk = await makeDesk();
  const version = buildVersion();
  const entry = join(root, "kernel-server", "main.ts");
  const { url, token } = await localServer({ version, entry, state: desk.state });
  const client = await connect(() => dial(url, { token }), { client: "bench" });
  const serverPid = await desk.serverPid();
  if (serverPid === undefined) throw new Error("The server that just answered has no process.");
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
  const open = async () => {
    const { session } = await client.ask({ t: "open", command: command(), uri, folder: desk.folder, lifetime: "idle" });
    await untilDone(client, await start(session, sqlNotebook("select 1")));
    return session;
  };
  return {
    client,
    folder: desk.folder,
    serverPid,
    open,
    start,
    end: async () => {
      client.close();
      await desk.end();
    },
  };
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
