import { randomUUID } from "node:crypto";
import type { Client } from "../../protocol/client.ts";
import { BetweenError } from "../../protocol/errors.ts";
import { commandId } from "../../protocol/ids.ts";
import type { SessionId } from "../../protocol/ids.ts";
import { CHOSEN_PYTHON } from "../../protocol/features.ts";
import type { Kernel, NotebookSession, Servers } from "../parts.ts";
import { orAborted } from "../servers/shared.ts";

export type KernelName = Pick<Kernel, "server" | "engine">;
/** How the server knows the notebook: its address, and the folder that relative paths start from. */
export type Address = { uri: string; folder: string };

/** `sends`: the notebook's own files are to be sent before each run. `python`: the interpreter that it was opened with. */
export type Opened = { client: Client; session: SessionId; sends: boolean; python?: string };

/** The sessions of one notebook: one for each engine that it was run on. */
export class NotebookSessions {
  readonly #servers: Pick<Servers, "client">;
  readonly #address: Promise<Address>;
  readonly #idleMs: () => number;
  readonly #python: () => Promise<string | undefined>;
  readonly #opened = new Map<string, Opened>();
  readonly #opening = new Map<string, Promise<Opened>>();

  /** `python`: the interpreter that is chosen for Python cells, where one is; asked for when a session is opened. */
  constructor(
    servers: Pick<Servers, "client">,
    address: Promise<Address>,
    idleMs: () => number,
    python: () => Promise<string | undefined> = async () => undefined,
  ) {
    this.#servers = servers;
    this.#address = address;
    this.#idleMs = idleMs;
    this.#python = python;
  }

  of({ server, engine }: KernelName): NotebookSession | undefined {
    const opened = this.#opened.get(key({ server, engine }));
    if (!opened) return undefined;
    const { session, python } = opened;
    return { server, engine, session, ...(python !== undefined && { python }) };
  }

  /**
   * The session, opened where it is not, or joined where the server has it already. A client that had to be replaced does
   * not hold what the other did, so that it asks again. `lost`: the session before, when it is not the same one.
   */
  async open(kernel: KernelName, signal?: AbortSignal): Promise<Opened & { lost?: SessionId }> {
    const client = await this.#servers.client(kernel.server, signal);
    const before = this.#opened.get(key(kernel));
    if (before?.client === client) return before;
    // Who cancels leaves; the session that is being opened is for the next one.
    const opened = await orAborted(this.#opening.get(key(kernel)) ?? this.#begin(client, kernel), signal);
    return { ...opened, ...(before && before.session !== opened.session && { lost: before.session }) };
  }

  /** Joins the session that an earlier window left, where the server still has it. */
  async rejoin(kernel: KernelName, client: Client): Promise<void> {
    if (this.#opened.has(key(kernel))) return;
    const [{ uri }, { sessions }] = await Promise.all([this.#address, client.ask({ t: "sessions" })]);
    const left = sessions.some((each) => each.uri === uri && each.engine === kernel.engine && each.state !== "ended");
    if (left) await this.open(kernel);
  }

  /** The server does not have it any more; the next `open` asks for another. */
  async openAgain(kernel: KernelName, signal?: AbortSignal): Promise<Opened & { lost?: SessionId }> {
    const before = this.#opened.get(key(kernel));
    this.#opened.delete(key(kernel));
    const opened = await this.open(kernel, signal);
    return { ...opened, ...(before && before.session !== opened.session && { lost: before.session }) };
  }

  /** Ends the session with all that is in it. */
  async end(kernel: KernelName): Promise<void> {
    const opened = this.#opened.get(key(kernel));
    this.#opened.delete(key(kernel));
    if (opened) await closeSession(opened.client, opened.session);
  }

  /** Ends the sessions that nobody else holds and in which nothing runs: the notebook was closed a while ago. */
  async endIdle(): Promise<void> {
    for (const [name, { client, session }] of this.#opened) {
      this.#opened.delete(name);
      const { sessions } = await client.ask({ t: "sessions" });
      const found = sessions.find((each) => each.session === session);
      if (found?.state === "idle" && (found.held ?? 1) <= 1) await closeSession(client, session);
    }
  }

  #begin(client: Client, kernel: KernelName): Promise<Opened> {
    const opening = this.#ask(client, kernel)
      .then((opened) => {
        this.#opened.set(key(kernel), opened);
        return opened;
      })
      .finally(() => this.#opening.delete(key(kernel)));
    this.#opening.set(key(kernel), opening);
    return opening;
  }

  async #ask(client: Client, { engine }: KernelName): Promise<Opened> {
    const { uri, folder } = await this.#address;
    const idleMs = this.#idleMs();
    const command = commandId(randomUUID());
    // Only a server on this machine can use what is chosen here.
    const chosen = client.server.features.includes(CHOSEN_PYTHON) ? await this.#python() : undefined;
    const opened = await client.ask({
      t: "open",
      command,
      uri,
      folder,
      engine,
      lifetime: "idle",
      idleMs,
      ...(chosen !== undefined && { python: chosen }),
    });
    const { session, sends = false, python } = opened;
    return { client, session, sends, ...(python !== undefined && { python }) };
  }
}

const key = ({ server, engine }: KernelName): string => JSON.stringify([server, engine]);

async function closeSession(client: Client, session: SessionId): Promise<void> {
  try {
    await client.ask({ t: "close", command: commandId(randomUUID()), session });
  } catch (thrown) {
    // It is gone, which is what was asked for.
    if (BetweenError.from(thrown).code !== "session.unknown") throw thrown;
  }
}
