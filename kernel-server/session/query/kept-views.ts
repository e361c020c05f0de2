import { randomUUID } from "node:crypto";
import { Field, Int32, RecordBatchReader, Schema, makeData } from "apache-arrow";
import type { DataType } from "apache-arrow";
import { operationId } from "../../../protocol/ids.ts";
import type { EngineSession, Task } from "../../engine/engine.ts";
import { encodeBatch, encodeSchema } from "../spool/batch-encoder.ts";
import { END_OF_STREAM } from "../spool/ipc-messages.ts";
import { gather, wholeStream } from "../spool/page.ts";
import type { Spool } from "../spool/spool.ts";
import { quoteName } from "../sql-names.ts";
import { columnAt } from "./query-sql.ts";

/** Rows that were given to an engine's session stay in its memory: beyond this those that nobody asked about for longest are dropped. */
const MOST_BYTES = 256 * 1024 * 1024;

type Kept = { view: Promise<string>; bytes: number; users: number };

/** Complete results as views of one engine's session, made of the rows that we hold when they are first asked about. */
export class KeptViews {
  readonly #engine: EngineSession;
  /** The one asked about last stands last. */
  readonly #kept = new Map<string, Kept>();
  #made = 0;

  constructor(engine: EngineSession) {
    this.#engine = engine;
  }

  /** Lets `read` use a view of all rows of a result, each with its number in a last column. `key` names the result. */
  async use<T>(key: string, spool: Spool, read: (view: string) => Promise<T>): Promise<T> {
    const kept = this.#kept.get(key) ?? this.#give(key, spool);
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    kept.users++;
    try {
      return await read(await kept.view);
    } finally {
      kept.users--;
      await this.#drop();
    }
  }

  /** Not for one who asks alone, so that no other loses it when that one gives up. */
  #give(key: string, spool: Spool): Kept {
    const view = `__between_kept_${++this.#made}`;
    const make = async () => {
      const { fields = [] } = spool.index;
      const names = [...fields.map((_, i) => columnAt(i)), ROW];
      const schema = names.map((name, i) => ({ name, type: fields[i]?.type ?? "int", nullable: true }));
      const ipc = numbered(await gather(wholeStream(spool)));
      await this.#do({ do: "view", name: view, relation: { of: "rows", ipc, schema } });
      return view;
    };
    const made = make();
    made.catch(() => this.#kept.delete(key));
    return { view: made, bytes: spool.index.wholeBytes, users: 0 };
  }

  async #drop(): Promise<void> {
    let bytes = [...this.#kept.values()].reduce((sum, kept) => sum + kept.bytes, 0);
    for (const [key, kept] of [...this.#kept]) {
      if (bytes <= MOST_BYTES) return;
      if (kept.users > 0) continue;
      this.#kept.delete(key);
      bytes -= kept.bytes;
      const text = `drop view if exists ${quoteName(await kept.view)}`;
      await this.#do({ do: "statement", text, args: [], view: "__between_dropped" });
    }
  }

  async #do(task: Task): Promise<void> {
    const work = { ...task, operation: operationId(randomUUID()) };
    for await (const event of this.#engine.run(work, new AbortController().signal)) if (event.t === "schema") continue;
  }
}

const ROW = "__between_row";

/** The rows of an Arrow stream with their numbers, from 0, in one more column, and columns named by their places. */
export function numbered(ipc: Uint8Array): Uint8Array {
  const reader = RecordBatchReader.from(ipc).open();
  // The library types a field of any schema as `any`.
  const fields: readonly Field<DataType>[] = reader.schema.fields;
  const named = fields.map((field, i) => new Field(columnAt(i), field.type, true));
  const parts = [encodeSchema(new Schema([...named, new Field(ROW, new Int32(), false)]))];
  let row = 0;
  for (const batch of reader) {
    const data = Int32Array.from({ length: batch.numRows }, () => row++);
    const numbers = makeData({ type: new Int32(), length: batch.numRows, data });
    parts.push(encodeBatch([...batch.data.children, numbers], batch.numRows));
  }
  return Buffer.concat([...parts, END_OF_STREAM]);
}
