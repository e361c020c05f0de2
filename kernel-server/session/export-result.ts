import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { BetweenError } from "../../protocol/errors.ts";
import { operationId } from "../../protocol/ids.ts";
import type { RunId } from "../../protocol/ids.ts";
import type { AskOf, ServiceAnswers, Who } from "../../protocol/service.ts";
import { distinctNames } from "../../protocol/values/distinct-names.ts";
import type { EngineSession, Relation } from "../engine/engine.ts";
import type { ParquetMaker } from "../engine/python/parquet-maker.ts";
import { exportRows } from "./export-rows.ts";
import { diskError } from "./disk-error.ts";
import { isKept, keptRows } from "./main-result.ts";
import { ground, openPassing } from "./query/ground.ts";
import { answerRelation } from "./query/run-query.ts";
import type { OneQuery } from "./query/run-query.ts";
import type { Found } from "./run-shelf.ts";
import type { Sessions } from "./sessions.ts";

type ExportGround = {
  sessions: Sessions;
  scratch: string;
  /** The run that a query was asked about. */
  find(run: RunId): Promise<Found>;
  parquet: ParquetMaker;
};

/** What is to be written, and where it can be read until `close`. */
type Rows = { engine: EngineSession; relation: Relation; close(): Promise<void> };

/** All rows of a result as one file. */
export async function exportResult(
  ask: AskOf<"export">,
  found: Found,
  who: Who,
  on: ExportGround,
  signal: AbortSignal,
): Promise<ServiceAnswers["export"]> {
  const { result, format } = ask;
  const { view } = found;
  if (!view.cells.some((cell) => cell.results.some((one) => one.result === result))) {
    throw new BetweenError("result.unknown", { run: view.run, result });
  }
  const isHere = on.sessions.engineNamed(found.engine)?.can.files !== "there";
  if (format === "parquet" && isHere) {
    const { engine, relation, close } = await rowsOf(result, found, who, on, signal);
    try {
      return { body: await parquetFile(engine, relation, on.scratch, signal) };
    } finally {
      await close();
    }
  }
  // What may take a minute, once, comes before anything is opened for the rows.
  const write = await streaming(format, view.notebook.timezone, on, signal);
  const { engine, relation, close } = await rowsOf(result, found, who, on, signal);
  const work = { do: "read", relation, operation: operationId(randomUUID()) } as const;
  const body = write((within) => engine.run(work, within));
  return { body: closing(body, close, signal) };
}

/**
 * What becomes a file here, as the rows come: Parquet of engines that write on other machines' disks, and text of all, so
 * that a value is the same text wherever it was computed and however it is written.
 */
async function streaming(
  format: AskOf<"export">["format"],
  timezone: string,
  { parquet }: ExportGround,
  signal: AbortSignal,
): Promise<Awaited<ReturnType<ParquetMaker>>> {
  if (format === "parquet") return parquet(signal);
  return (read) => exportRows(read(signal), format, timezone);
}

/**
 * The kept rows when they are all there are, in any session of the engine; else the view in the session that made it,
 * while that is there. A query's answer is asked for again.
 */
async function rowsOf(result: number, found: Found, who: Who, on: ExportGround, signal: AbortSignal): Promise<Rows> {
  const spool = await found.spool(result);
  const { extent, rows, wholeBytes, fields = [] } = spool.index;
  if (extent === undefined) throw new BetweenError("result.not-ended");
  const session = on.sessions.find(found.view.session);
  const own = session?.engineNow;
  if (isKept({ extent, bytes: wholeBytes })) {
    const relation = await keptRows(spool, fields);
    if (own) return { engine: own, relation, close: nothing };
    return { ...(await openPassing(found, on.sessions, on.scratch, signal)), relation };
  }
  const header = found.run?.journal.header;
  if (header?.ask.t === "query" && header.ask.query.of !== "statistics")
    return askedAgain(header.ask, header.ask.query, new Date(header.at), who, on, signal);
  const name = session?.viewOf(found.view.run, result);
  if (!own || name === undefined) throw new BetweenError("result.session-ended", { rows });
  return { engine: own, relation: { of: "view", name }, close: nothing };
}

/** The answer to a query, with what its values meant when it was asked. */
async function askedAgain(
  about: AskOf<"query">,
  query: OneQuery,
  now: Date,
  who: Who,
  on: ExportGround,
  signal: AbortSignal,
): Promise<Rows> {
  const source = await on.find(about.run);
  const { fields, use } = await ground(about, source, who, on);
  // Two columns of one name are shown, but files have none.
  const names = distinctNames(fields.map(({ name }) => name));
  const named = fields.map((field, i) => ({ ...field, name: names[i] ?? field.name }));
  const clock = { timezone: source.view.notebook.timezone, now };
  return new Promise((resolve, reject) => {
    const using = use(signal, async (engine, view, numbered) => {
      const relation = answerRelation(query, { view, fields: named, numbered }, clock);
      await new Promise<void>((release) => {
        const close = () => {
          release();
          return using;
        };
        resolve({ engine, relation, close });
      });
    });
    using.catch(reject);
  });
}

const nothing = async () => undefined;

/** Closes when all items were taken or no more are wanted; a generator that was never begun hears of that by the signal only. */
function closing<T>(items: AsyncIterable<T>, close: () => Promise<void>, signal: AbortSignal): AsyncGenerator<T> {
  let closed: Promise<void> | undefined;
  const once = () => (closed ??= close());
  // Whoever could be told has left.
  signal.addEventListener("abort", () => void once().catch(() => undefined), { once: true });
  return (async function* () {
    try {
      yield* items;
    } finally {
      await once();
    }
  })();
}

/** Lets the engine write all rows as one file into `folder` and gives its bytes; the file is gone when they were read. */
async function parquetFile(
  engine: EngineSession,
  relation: Relation,
  folder: string,
  signal: AbortSignal,
): Promise<AsyncIterable<Uint8Array>> {
  const to = join(folder, `export-${randomUUID()}`);
  try {
    const work = {
      operation: operationId(randomUUID()),
      do: "write",
      relation,
      to,
      format: "parquet",
      mode: "overwrite",
      partition: [],
      single: true,
    } as const;
    for await (const event of engine.run(work, signal)) if (event.t === "schema") continue;
    // Engines write a folder with one file of rows and perhaps marks of theirs, such as _SUCCESS.
    const name = (await readdir(to)).find((entry) => !entry.startsWith("_") && !entry.startsWith("."));
    return bytesOf(name === undefined ? undefined : join(to, name), to);
  } catch (thrown) {
    await rm(to, { recursive: true, force: true });
    throw diskError(thrown, folder);
  }
}

async function* bytesOf(file: string | undefined, folder: string): AsyncGenerator<Uint8Array> {
  try {
    if (file === undefined) return;
    for await (const part of createReadStream(file, { highWaterMark: 256 * 1024 })) {
      if (part instanceof Uint8Array) yield part;
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
