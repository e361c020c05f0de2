import type { z } from "zod";
import type { Channel } from "../channel.ts";
import type { Client, ConnectOptions, Dial, Followed } from "../client.ts";
import { BetweenError } from "../errors.ts";
import type { RunId, SessionId } from "../ids.ts";
import { TIMES } from "../limits.ts";
import type { Times } from "../limits.ts";
import { answers, closeCodes, PROTOCOL_VERSION } from "../messages.ts";
import type { Answers, Ask, Cursor, RunView } from "../messages.ts";
import { hasEnded } from "../run-view.ts";
import type { AskOf } from "../service.ts";
import { openConnection } from "./connection.ts";
import type { Connection, Hello, Told } from "./connection.ts";
import { Feed } from "./feed.ts";
import { IncomingBodies } from "./incoming-bodies.ts";
import { PendingAsks } from "./pending-asks.ts";
import type { Outcome } from "./pending-asks.ts";
import { retryDelay, RETRY_DELAYS, STABLE_MS } from "./retry.ts";

type State = "connected" | "reconnecting" | "closed";

const shapes: { [K in Ask["t"]]: z.ZodType<Answers[K]> } = answers;

/** Puts asks, bodies and feeds on one connection after the other. */
export class LiveClient implements Client {
  readonly #dial: Dial;
  readonly #options: ConnectOptions;
  readonly #times: Times;
  readonly #asks = new PendingAsks();
  readonly #bodies = new IncomingBodies();
  readonly #feeds = new Map<RunId, Feed>();
  readonly #held = new Set<SessionId>();
  readonly #listeners: ((state: State) => void)[] = [];
  #wake: (() => void) | undefined;
  #channel: Channel | undefined;
  #hello: Hello | undefined;
  #over: BetweenError | undefined;
  #attempt = 0;

  static async open(dial: Dial, options: ConnectOptions): Promise<LiveClient> {
    const client = new LiveClient(dial, options);
    const connection = await client.#connect();
    void client.#stayConnected(connection);
    return client;
  }

  private constructor(dial: Dial, options: ConnectOptions) {
    this.#dial = dial;
    this.#options = options;
    this.#times = { ...TIMES, ...options.times };
  }

  get server(): Hello {
    if (!this.#hello) throw new BetweenError("wire.closed");
    return this.#hello;
  }

  ask<K extends Ask["t"]>(ask: AskOf<K>, signal?: AbortSignal): Promise<Answers[K]> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(new BetweenError("wire.cancelled"));
      const cancel = () => {
        if (id !== undefined) this.#asks.withdraw(id);
        reject(new BetweenError("wire.cancelled"));
      };
      signal?.addEventListener("abort", cancel, { once: true });
      const id = this.#submit(ask, (outcome) => {
        signal?.removeEventListener("abort", cancel);
        const answer = readAnswer<K>(ask.t, outcome);
        if ("error" in answer) reject(answer.error);
        else resolve(answer.value);
      });
    });
  }

  async *body(id: number, signal?: AbortSignal): AsyncGenerator<Uint8Array, void, void> {
    yield* this.#bodies.take(id).read(signal);
  }

  async *follow(
    run: RunId,
    after?: { view: RunView; cursor: Cursor },
    signal?: AbortSignal,
  ): AsyncGenerator<Followed, void, void> {
    if (after && hasEnded(after.view.state)) return yield after;
    if (this.#over) throw this.#over;
    const feed = this.#feeds.get(run) ?? this.#newFeed(run, after);
    const reader = feed.join();
    try {
      for (let followed = await reader.take(signal); followed; followed = await reader.take(signal)) {
        feed.taken();
        yield followed;
      }
    } finally {
      feed.leave(reader);
    }
  }

  onState(listener: (state: State) => void): void {
    this.#listeners.push(listener);
  }

  close(): void {
    this.#end(new BetweenError("wire.closed"));
  }

  #newFeed(run: RunId, after?: { view: RunView; cursor: Cursor }): Feed {
    const feed = new Feed(
      {
        subscribe: (cursor, done) =>
          void this.#submit({ t: "subscribe", run, ...(cursor && { cursor }) }, (outcome) =>
            done(readAnswer<"subscribe">("subscribe", outcome)),
          ),
        unsubscribe: () => void this.#submit({ t: "unsubscribe", run }, () => undefined),
        over: () => {
          if (this.#feeds.get(run) === feed) this.#feeds.delete(run);
        },
      },
      after,
    );
    this.#feeds.set(run, feed);
    return feed;
  }

  #submit(ask: Ask, done: (outcome: Outcome) => void): number | undefined {
    if (!this.#over) return this.#asks.submit(ask, done);
    done({ error: this.#over });
    return undefined;
  }

  async #connect(): Promise<Connection> {
    const channel = await this.#dial({ sessions: this.#held, runs: new Set(this.#feeds.keys()) });
    if (this.#over) {
      channel.close(1000, "");
      throw this.#over;
    }
    this.#channel = channel;
    const { client = "between", features = [] } = this.#options;
    const protocol = { min: PROTOCOL_VERSION, max: PROTOCOL_VERSION };
    const greeting = { t: "hello" as const, protocol, client, features: [...features], holds: [...this.#held] };
    const connection = await openConnection(channel, greeting, this.#times, (told, from) => {
      if (!this.#over) this.#receive(from, told);
    });
    this.#hello = connection.hello;
    this.#asks.connected(connection);
    for (const feed of this.#feeds.values()) feed.reconnected();
    this.#tell("connected");
    return connection;
  }

  async #stayConnected(first: Connection): Promise<void> {
    for (let connection: Connection | undefined = first; connection;) {
      const since = performance.now();
      const { again, error } = await connection.ended;
      if (performance.now() - since >= STABLE_MS) this.#attempt = 0;
      this.#asks.disconnected();
      this.#bodies.lose(new BetweenError("wire.body-lost"));
      if (!again) this.#end(error);
      if (this.#over) return;
      this.#tell("reconnecting");
      connection = await this.#reconnect(error);
    }
  }

  async #reconnect(lost: BetweenError): Promise<Connection | undefined> {
    let why = lost;
    const { giveUpAfter, retryDelays = RETRY_DELAYS, random = Math.random } = this.#options;
    const giveUp = giveUpAfter === undefined ? undefined : setTimeout(() => this.#end(why), giveUpAfter);
    try {
      while (!this.#over) {
        await this.#pause(retryDelay(this.#attempt++, retryDelays, random));
        if (this.#over) return undefined;
        try {
          return await this.#connect();
        } catch (thrown) {
          why = BetweenError.from(thrown);
          if (why.code !== "wire.unreachable") this.#end(why);
        }
      }
      return undefined;
    } finally {
      clearTimeout(giveUp);
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #receive(connection: Connection, told: Told): void {
    switch (told.t) {
      case "reply":
        return this.#reply(connection, told.id, told.value);
      case "failed":
        return this.#asks.settle(told.id)?.done?.({ error: BetweenError.fromWire(told.error) });
      case "event":
        return this.#feeds.get(told.run)?.receive(told, told.event);
      case "chunk":
        if (this.#bodies.receive(told.body, told.bytes)) return;
        return this.#end(new BetweenError("wire.bad-message", { reason: "a body beyond its credit" }));
      case "end":
        return this.#bodies.end(told.body, told.error && BetweenError.fromWire(told.error));
      case "refused":
        this.#options.log?.(told.error);
        if (told.ask !== undefined) return this.#asks.settle(told.ask)?.done?.({ error: told.error });
        if (told.error.code !== "wire.unknown-kind") return this.#end(told.error);
        if (told.event) this.#feeds.get(told.event.run)?.receive(told.event);
    }
  }

  #reply(connection: Connection, id: number, value: Record<string, unknown>): void {
    const pending = this.#asks.settle(id);
    if (!pending) return;
    const { ask, done } = pending;
    if (ask.t === "open" && typeof value["session"] === "string") this.#hold(value);
    if (ask.t === "close") this.#held.delete(ask.session);
    if (typeof value["body"] !== "number") return done?.({ value });
    if (done) done({ value: { ...value, body: this.#bodies.begin(connection, value["body"]) } });
    else connection.send({ t: "drop", body: value["body"] });
  }

  #hold(value: Record<string, unknown>): void {
    const opened = answers.open.safeParse(value);
    if (opened.success) this.#held.add(opened.data.session);
  }

  #end(error: BetweenError): void {
    if (this.#over) return;
    this.#over = error;
    this.#wake?.();
    const { badMessage } = closeCodes;
    this.#channel?.close(error.code === "wire.bad-message" ? badMessage : 1000, "");
    this.#asks.fail(error);
    this.#bodies.lose(error);
    for (const feed of [...this.#feeds.values()]) feed.fail(error);
    this.#tell("closed");
  }

  #tell(state: State): void {
    for (const listener of this.#listeners) listener(state);
  }
}

function readAnswer<K extends Ask["t"]>(kind: K, outcome: Outcome): { value: Answers[K] } | { error: BetweenError } {
  if ("error" in outcome) return outcome;
  const read = shapes[kind].safeParse(outcome.value);
  if (read.success) return { value: read.data };
  const reason = `${kind}: ${read.error.issues[0]?.message ?? "malformed"}`;
  return { error: new BetweenError("wire.bad-message", { reason }) };
}
