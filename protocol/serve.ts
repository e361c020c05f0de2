import type { Channel } from "./channel.ts";
import { decodeToServer, encodeMessage } from "./codec.ts";
import type { Refused } from "./codec.ts";
import { BetweenError } from "./errors.ts";
import { watchSilence } from "./heartbeat.ts";
import { ASKS_IN_FLIGHT, MESSAGE_BYTES, REPLY_BYTES, SUBSCRIPTIONS, TIMES } from "./limits.ts";
import type { Times } from "./limits.ts";
import { closeCodes, PROTOCOL_VERSION } from "./messages.ts";
import type { Ask, ToClient, ToServer } from "./messages.ts";
import type { SessionId } from "./ids.ts";
import { mayAsk } from "./rights.ts";
import type { Service, Who } from "./service.ts";
import { Gate } from "./serving/gate.ts";
import { OutgoingBodies } from "./serving/outgoing-bodies.ts";
import { Subscriptions } from "./serving/subscriptions.ts";

export { MESSAGE_BYTES } from "./limits.ts";

export type ServeOptions = {
  /** Versions of the protocol that this server speaks. */
  protocol?: { min: number; max: number };
  times?: Partial<Times>;
  /** Told what no client is told: causes of internal errors, messages of unknown kind. */
  log?: (line: string) => void;
};

/** Serves one socket until it closes. What belongs to the socket (asks that only read, bodies, events) ends with it; runs go on. */
export function serve(channel: Channel, service: Service, who: Who, options: ServeOptions = {}): void {
  new Conversation(channel, service, who, options);
}

/**
 * A command goes on when its socket ends: its outcome waits for the client to ask again. Not so an export: its bytes are for
 * this socket alone.
 */
type InFlight = { abort: AbortController; outlivesSocket: boolean };

class Conversation {
  readonly #channel: Channel;
  readonly #service: Service;
  readonly #who: Who;
  readonly #options: ServeOptions;
  readonly #gate: Gate;
  readonly #silence: { heard(): void; stop(): void };
  readonly #helloLate: ReturnType<typeof setTimeout>;
  readonly #asks = new Map<number, InFlight>();
  readonly #bodies: OutgoingBodies;
  readonly #subscriptions: Subscriptions;
  readonly #held = new Set<SessionId>();
  #greeted = false;
  #over = false;
  #pongWaits = false;

  constructor(channel: Channel, service: Service, who: Who, options: ServeOptions) {
    this.#channel = channel;
    this.#service = service;
    this.#who = who;
    this.#options = options;
    const times = { ...TIMES, ...options.times };
    this.#gate = new Gate(channel, times.stuck);
    this.#bodies = new OutgoingBodies(this.#gate);
    this.#subscriptions = new Subscriptions(this.#gate);
    this.#silence = watchSilence(times.silent, () => this.#channel.close(closeCodes.silent, "nothing was heard"));
    this.#helloLate = setTimeout(() => this.#channel.close(closeCodes.silent, "no hello came"), times.hello);
    channel.onClose(() => this.#end());
    channel.onFrame((frame) => this.#receive(frame));
  }

  #receive(frame: string | Uint8Array): void {
    if (this.#over) return;
    this.#silence.heard();
    if (typeof frame !== "string") return this.#misbehaved("clients send no bytes");
    const message = decodeToServer(frame);
    if (message.t === "hello") return this.#greeted ? this.#misbehaved("hello came twice") : this.#hello(message);
    if (!this.#greeted) return this.#misbehaved("hello comes first");
    switch (message.t) {
      case "ask":
        return this.#ask(message.id, message.ask);
      case "cancel":
        return this.#asks.get(message.id)?.abort.abort();
      case "credit":
        return this.#bodies.grant(message.body, message.bytes);
      case "drop":
        return this.#bodies.drop(message.body);
      case "ping":
        return void this.#answerPing(message.at);
      case "refused":
        return this.#refuse(message);
    }
  }

  #hello(hello: Extract<ToServer, { t: "hello" }>): void {
    const ours = this.#options.protocol ?? { min: PROTOCOL_VERSION, max: PROTOCOL_VERSION };
    const theirs = hello.protocol;
    const protocol = Math.min(ours.max, theirs.max);
    if (protocol < Math.max(ours.min, theirs.min)) {
      const reason = `the client speaks ${theirs.min} to ${theirs.max}, the server ${ours.min} to ${ours.max}`;
      return this.#channel.close(closeCodes.noCommonVersion, reason);
    }
    this.#greeted = true;
    clearTimeout(this.#helloLate);
    const limits = { messageBytes: MESSAGE_BYTES, asks: ASKS_IN_FLIGHT, subscriptions: SUBSCRIPTIONS };
    void this.#tell({ t: "hello", protocol, ...this.#service.welcome(this.#who), limits });
    this.#hold(hello.holds ?? []);
  }

  #refuse({ error, ask }: Refused): void {
    if (ask !== undefined && !this.#asks.has(ask))
      return void this.#tell({ t: "failed", id: ask, error: error.toWire() });
    if (error.code !== "wire.unknown-kind") return this.#misbehaved(error.code);
    this.#options.log?.(`skipped a message: ${error.message}`);
  }

  #ask(id: number, ask: Ask): void {
    if (this.#asks.has(id)) return this.#misbehaved(`ask ${id} is in flight already`);
    const refusal = this.#whyNot(ask);
    if (refusal) return void this.#tell({ t: "failed", id, error: refusal.toWire() });
    const inFlight = { abort: new AbortController(), outlivesSocket: "command" in ask && ask.t !== "export" };
    this.#asks.set(id, inFlight);
    void this.#answer(id, ask, inFlight);
  }

  #whyNot(ask: Ask): BetweenError | undefined {
    if (this.#asks.size >= ASKS_IN_FLIGHT) return new BetweenError("wire.too-many-asks", { limit: ASKS_IN_FLIGHT });
    if (!mayAsk(this.#who.role, ask.t))
      return new BetweenError("wire.forbidden", { ask: ask.t, role: this.#who.role, user: this.#who.user });
    return undefined;
  }

  /** Settles the ask exactly once; what streams from its answer streams on after that. */
  async #answer(id: number, ask: Ask, { abort }: InFlight): Promise<void> {
    const settle = async (text: string) => {
      await this.#gate.send("reply", text);
      this.#asks.delete(id);
    };
    const reply = (value: Record<string, unknown>) => settle(checkSize(encodeMessage({ t: "reply", id, value })));
    try {
      switch (ask.t) {
        case "rows":
        case "value":
        case "export":
        case "record": {
          this.#bodies.checkRoom();
          const answer = await this.#service.answer(ask, this.#who, abort.signal);
          this.#note(await this.#bodies.send(answer.body, abort, (body) => reply({ ...answer, body })));
          return;
        }
        case "subscribe": {
          const subscribe = () => this.#service.answer(ask, this.#who, abort.signal);
          const broken = await this.#subscriptions.follow(ask.run, abort, subscribe, reply);
          // The ask is settled; the client learns by a new socket, asks from its cursor, and is told what is wrong.
          if (broken) this.#channel.close(closeCodes.goingAway, "a run's log could not be read");
          return this.#note(broken);
        }
        case "unsubscribe":
          this.#subscriptions.stop(ask.run);
          return await reply({});
        case "open": {
          const opened = await this.#service.answer(ask, this.#who, abort.signal);
          this.#hold([opened.session]);
          return await reply(opened);
        }
        case "close":
          await this.#service.answer(ask, this.#who, abort.signal);
          this.#held.delete(ask.session);
          return await reply({});
        default:
          return await reply(await this.#service.answer(ask, this.#who, abort.signal));
      }
    } catch (thrown) {
      const error = BetweenError.from(thrown);
      this.#note(error);
      await settle(encodeMessage({ t: "failed", id, error: error.toWire() }));
    }
  }

  #hold(sessions: readonly SessionId[]): void {
    const fresh = sessions.filter((session) => !this.#held.has(session));
    if (fresh.length === 0) return;
    this.#service.hold?.(this.#who, fresh);
    if (this.#over) return this.#service.gone?.(this.#who, fresh);
    for (const session of fresh) this.#held.add(session);
  }

  /** While one pong waits at the gate further pings get none: a peer that pings and never reads costs nothing. */
  async #answerPing(at: number): Promise<void> {
    if (this.#pongWaits) return;
    this.#pongWaits = true;
    await this.#tell({ t: "pong", at });
    this.#pongWaits = false;
  }

  #tell(message: ToClient): Promise<void> | undefined {
    return this.#gate.send("reply", encodeMessage(message));
  }

  #misbehaved(reason: string): void {
    this.#channel.close(closeCodes.badMessage, reason);
  }

  /** Causes of faults of ours are logged and never sent. */
  #note(error: BetweenError | undefined): void {
    if (error?.code !== "internal") return;
    this.#options.log?.(error.cause instanceof Error ? (error.cause.stack ?? error.message) : error.message);
  }

  #end(): void {
    this.#over = true;
    this.#silence.stop();
    clearTimeout(this.#helloLate);
    for (const { abort, outlivesSocket } of this.#asks.values()) if (!outlivesSocket) abort.abort();
    this.#bodies.dropAll();
    this.#subscriptions.stopAll();
    if (this.#held.size > 0) this.#service.gone?.(this.#who, [...this.#held]);
    this.#held.clear();
  }
}

/** Throws `wire.too-large` for a reply that no client would take. */
function checkSize(text: string): string {
  if (text.length <= REPLY_BYTES / 3) return text; // A UTF-16 unit is at most three bytes of UTF-8.
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > REPLY_BYTES) throw new BetweenError("wire.too-large", { bytes, limit: REPLY_BYTES });
  return text;
}
