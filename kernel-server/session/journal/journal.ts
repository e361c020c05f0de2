import { closeSync, fsync, ftruncateSync, openSync, writeSync } from "node:fs";
import { promisify } from "node:util";
import { BetweenError } from "../../../protocol/errors.ts";
import type { Cursor, RunEvent, RunView } from "../../../protocol/messages.ts";
import { applyEvent, hasEnded } from "../../../protocol/run-view.ts";
import type { Logged } from "../../../protocol/service.ts";
import { Bell } from "../bell.ts";
import { diskError } from "../disk-error.ts";
import { makeFolder } from "../make-folder.ts";
import { journalPath, readEvents } from "./journal-lines.ts";
import type { Header, Mark } from "./journal-lines.ts";

/** Events kept in memory for readers that keep up; slower ones read the file. */
const TAIL = 4096;

/**
 * The log of one run: every event is on disk before any reader sees it. Written synchronously (about 10 µs a line, and
 * an event's order is its place in the file); synced at the run's end.
 */
export class Journal {
  readonly header: Header;
  #view: RunView;
  #seq = 0;
  #tail: RunEvent[] = [];
  #tailFirst = 1;
  #file: number | undefined;
  #bytes = 0;
  #failed: BetweenError | undefined;
  readonly #path: string;
  readonly #grown = new Bell();

  private constructor(folder: string, header: Header) {
    this.header = header;
    this.#view = header.view;
    this.#path = journalPath(folder, header.epoch);
  }

  /** Begins a journal in a run's folder. Throws `state.full`, `state.read-only`. */
  static create(folder: string, header: Header): Journal {
    const journal = new Journal(folder, header);
    makeFolder(folder);
    try {
      journal.#file = openSync(journal.#path, "wx", 0o600);
    } catch (thrown) {
      throw diskError(thrown, folder);
    }
    journal.#write(header);
    if (journal.#failed) {
      journal.close();
      throw journal.#failed;
    }
    return journal;
  }

  get view(): RunView {
    return this.#view;
  }

  get cursor(): Cursor {
    return { epoch: this.header.epoch, seq: this.#seq };
  }

  get ended(): boolean {
    return hasEnded(this.#view.state);
  }

  /** Why nothing more is written, once the disk has refused: what follows is kept in memory only. */
  get failed(): BetweenError | undefined {
    return this.#failed;
  }

  append(event: RunEvent): void {
    const seq = this.#seq + 1;
    this.#write({ seq, event });
    this.#seq = seq;
    this.#view = applyEvent(this.#view, event);
    this.#tail.push(event);
    // What is not on disk is kept, so that a slow reader finds it.
    if (this.#tail.length > 2 * TAIL && !this.#failed) {
      this.#tail = this.#tail.slice(-TAIL);
      this.#tailFirst = seq - TAIL + 1;
    }
    this.#grown.ring();
  }

  mark(mark: Mark): void {
    this.#write({ mark });
  }

  /** Every event after `after`, without gap or double, to the run's end. */
  async *events(after: number, signal: AbortSignal): AsyncGenerator<Logged> {
    const { run } = this.#view;
    const { epoch } = this.header;
    let next = after + 1;
    while (!signal.aborted) {
      if (next < this.#tailFirst) {
        for await (const { seq, event } of readEvents(this.#path, next)) {
          if (signal.aborted) return;
          next = seq + 1;
          yield { run, epoch, seq, event };
        }
        continue;
      }
      const event = this.#tail[next - this.#tailFirst];
      if (event) yield { run, epoch, seq: next++, event };
      else if (this.ended) return;
      else await this.#grown.next(signal);
    }
  }

  /** Brings what was written to the disk itself. */
  async sync(): Promise<void> {
    if (this.#file !== undefined) await promisify(fsync)(this.#file);
  }

  close(): void {
    const file = this.#file;
    this.#file = undefined;
    if (file !== undefined) closeSync(file);
  }

  #write(line: unknown): void {
    if (this.#file === undefined || this.#failed) return;
    const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
    try {
      for (let at = 0; at < bytes.length;) at += writeSync(this.#file, bytes, at);
      this.#bytes += bytes.length;
    } catch (thrown) {
      this.#failed = BetweenError.from(diskError(thrown, this.#path));
      // Half a line is no line.
      ftruncateSync(this.#file, this.#bytes);
    }
  }
}
