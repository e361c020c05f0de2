import { join } from "node:path";
import { connect } from "../../protocol/client.ts";
import type { Client } from "../../protocol/client.ts";
import { dial } from "../../protocol/dial.ts";
import { commandId } from "../../protocol/ids.ts";
import type { RunId, SessionId } from "../../protocol/ids.ts";
import { buildVersion } from "../../protocol/local/build-version.ts";
import { localServer } from "../../protocol/local/local-server.ts";
import type { RunEvent, RunView } from "../../protocol/messages.ts";
import { makeDesk, root } from "../../test/support/between.ts";

/** The real server as a process of its own with a state of its own, and a real client of it over the loopback. */
export type Product = {
  client: Client;
  /** Where notebooks and scratch files may lie. */
  folder: string;
  serverPid: number;
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
  return {
    client,
    folder: desk.folder,
    serverPid,
    open: async () =>
      (await client.ask({ t: "open", command: command(), uri, folder: desk.folder, lifetime: "idle" })).session,
    start: async (session, text) => {
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
    },
    end: async () => {
      client.close();
      await desk.end();
    },
  };
}

/** Follows a run to its end. Throws when it did not end well. */
export async function untilDone(client: Client, run: RunId, onEvent?: (event: RunEvent) => void): Promise<RunView> {
  let last: RunView | undefined;
  for await (const { view, event } of client.follow(run)) {
    last = view;
    if (event) onEvent?.(event);
  }
  if (last?.state !== "done") throw new Error(`The run ended as ${last?.state}: ${JSON.stringify(errorsOf(last))}`);
  return last;
}

const errorsOf = (view: RunView | undefined) =>
  [view?.error, ...(view?.cells ?? []).map(({ error }) => error)].filter(Boolean);

/** A notebook of one SQL cell. */
export const sqlNotebook = (sql: string, options = ""): string => `\`\`\`{sql}\n${options}${sql}\n\`\`\`\n`;
