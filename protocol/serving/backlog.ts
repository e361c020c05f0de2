import type { LogPlace, RunEvent } from "../messages.ts";
import type { Logged } from "../service.ts";

type Waiting = LogPlace & { event: RunEvent };

/** More than this is not read ahead for a reader that is behind; the rest waits in the run's log. */
const EVENTS = 1024;
const TEXT_UNITS = 1024 * 1024;
/** Neighbouring text is joined up to this many UTF-16 units. */
const JOINED_UNITS = 64 * 1024;

/**
 * Events that wait for a slow reader. Progress of a cell and row counts of a result are folded into their latest, and
 * neighbouring text of one stream is joined: the run that they add up to is the same. `skipped` counts what was folded, so
 * that the reader can tell it from a gap.
 */
export class Backlog {
  #waiting: Waiting[] = [];
  #latest = new Map<string, Waiting>();
  #epoch = 0;
  #units = 0;

  get isFull(): boolean {
    return this.#waiting.length >= EVENTS || this.#units >= TEXT_UNITS;
  }

  add(logged: Logged): void {
    if (logged.epoch !== this.#epoch) this.#latest.clear(); // `skipped` counts within one epoch.
    this.#epoch = logged.epoch;
    const last = this.#waiting.at(-1);
    const entry: Waiting = { ...logged };
    if (entry.event.t === "text") this.#units += entry.event.text.length;
    if (last && joinText(last, entry)) return;
    this.#waiting.push(entry);
    // Rows before a result and after it are not of the same result.
    if (entry.event.t === "result") this.#latest.delete(`rows ${entry.event.result}`);
    const key = foldingKey(entry.event);
    if (key === undefined) return;
    const older = this.#latest.get(key);
    this.#latest.set(key, entry);
    if (older) this.#fold(older);
  }

  shift(): Waiting | undefined {
    const first = this.#waiting.shift();
    if (!first) return undefined;
    if (first.event.t === "text") this.#units -= first.event.text.length;
    const key = foldingKey(first.event);
    if (key !== undefined && this.#latest.get(key) === first) this.#latest.delete(key);
    return first;
  }

  #fold(older: Waiting): void {
    const at = this.#waiting.indexOf(older);
    const next = this.#waiting[at + 1];
    if (at < 0 || !next) return;
    this.#waiting.splice(at, 1);
    next.skipped = (next.skipped ?? 0) + (older.skipped ?? 0) + 1;
  }
}

/** Events with one key replace each other. */
function foldingKey(event: RunEvent): string | undefined {
  if (event.t === "progress") return `progress ${event.cell}`;
  if (event.t === "rows") return `rows ${event.result}`;
  return undefined;
}

function joinText(last: Waiting, next: Waiting): boolean {
  if (last.event.t !== "text" || next.event.t !== "text" || last.epoch !== next.epoch) return false;
  if (last.event.cell !== next.event.cell || last.event.stream !== next.event.stream) return false;
  if (last.event.text.length + next.event.text.length > JOINED_UNITS) return false;
  last.event = { ...last.event, text: last.event.text + next.event.text };
  last.seq = next.seq;
  last.skipped = (last.skipped ?? 0) + 1;
  return true;
}
