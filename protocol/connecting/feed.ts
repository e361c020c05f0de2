import type { Followed } from "../client.ts";
import { BetweenError } from "../errors.ts";
import type { Answers, Cursor, LogPlace, RunEvent, RunView } from "../messages.ts";
import { Queue } from "../queue.ts";
import { applyEvent, hasEnded } from "../run-view.ts";

type Outcome = { value: Answers["subscribe"] } | { error: BetweenError };

/** What a feed needs of its client. Outcomes are told in the turn in which they arrive, before the events after them. */
export type FeedWire = {
  subscribe(cursor: Cursor | undefined, done: (outcome: Outcome) => void): void;
  unsubscribe(): void;
  /** The feed ends by itself: the run has ended, or cannot be followed. */
  over(): void;
};

/** Items that wait for the slowest reader: from here on the server is told to stop, and below the other to go on. */
const PAUSE_AT = 4096;
const RESUME_AT = 1024;

/**
 * One run as followed over the wire, shared by its readers. Its cursor is the only state that a resume needs; a gap is
 * answered by asking for a snapshot.
 */
export class Feed {
  readonly #wire: FeedWire;
  readonly #readers = new Set<Queue<Followed>>();
  #state: "asking" | "live" | "paused" | "over" = "asking";
  #place: { view: RunView; cursor: Cursor } | undefined;
  #begun = false;
  #gained = false;

  constructor(wire: FeedWire, after?: { view: RunView; cursor: Cursor }) {
    this.#wire = wire;
    this.#place = after;
    this.#subscribe(after?.cursor);
  }

  get isUnread(): boolean {
    return this.#readers.size === 0;
  }

  join(): Queue<Followed> {
    const reader = new Queue<Followed>();
    this.#readers.add(reader);
    if (this.#begun && this.#place) reader.push(this.#place);
    return reader;
  }

  leave(reader: Queue<Followed>): void {
    this.#readers.delete(reader);
    if (!this.isUnread) return this.taken();
    if (this.#state === "over") return;
    this.#state = "over";
    this.#wire.unsubscribe();
    this.#wire.over();
  }

  /** A reader took an item. */
  taken(): void {
    if (this.#state === "paused" && this.#longest() < RESUME_AT) this.#subscribe(this.#place?.cursor);
  }

  /** There is a new connection. An unanswered subscribe is sent again by the client itself. */
  reconnected(): void {
    if (this.#state === "live") this.#subscribe(this.#place?.cursor);
  }

  /** An event of the run, or only its place when its kind is unknown here. */
  receive({ epoch, seq, skipped = 0 }: LogPlace, event?: RunEvent): void {
    if (this.#state !== "live" || !this.#place) return;
    const { view, cursor } = this.#place;
    if (epoch < cursor.epoch || (epoch === cursor.epoch && seq <= cursor.seq)) return;
    const expected = epoch === cursor.epoch ? cursor.seq + 1 : 1;
    if (seq - skipped !== expected) return this.#gap(`event ${epoch}.${seq} after ${cursor.epoch}.${cursor.seq}`);
    this.#gained = true;
    this.#place = { view: event ? applyEvent(view, event) : view, cursor: { epoch, seq } };
    if (event) this.#tell({ ...this.#place, event });
    this.#endOrPause();
  }

  fail(error: BetweenError): void {
    if (this.#state === "over") return;
    this.#finish(error);
  }

  #subscribe(cursor: Cursor | undefined): void {
    this.#state = "asking";
    this.#gained = false;
    this.#wire.subscribe(cursor, (outcome) => {
      if (this.#state !== "asking") return;
      if ("error" in outcome) return this.#finish(outcome.error);
      this.#begin(outcome.value);
    });
  }

  #begin(answer: Answers["subscribe"]): void {
    this.#state = "live";
    if (!answer.recovered) this.#place = { view: answer.view, cursor: answer.cursor };
    if (!this.#place)
      return this.#finish(new BetweenError("wire.bad-message", { reason: "a tail without its beginning" }));
    if (!answer.recovered || !this.#begun) this.#tell(this.#place);
    this.#begun = true;
    this.#endOrPause();
  }

  #gap(reason: string): void {
    if (!this.#gained) return this.#finish(new BetweenError("wire.bad-message", { reason }));
    this.#subscribe(undefined);
  }

  #tell(followed: Followed): void {
    for (const reader of this.#readers) reader.push(followed);
  }

  #endOrPause(): void {
    if (this.#place && hasEnded(this.#place.view.state)) return this.#finish();
    if (this.#longest() < PAUSE_AT) return;
    this.#state = "paused";
    this.#wire.unsubscribe();
  }

  #longest(): number {
    return Math.max(0, ...[...this.#readers].map((reader) => reader.length));
  }

  #finish(error?: BetweenError): void {
    this.#state = "over";
    for (const reader of this.#readers) reader.end(error);
    this.#wire.over();
  }
}
