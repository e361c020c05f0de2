import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { BetweenError } from "../../protocol/errors.ts";
import { operationId } from "../../protocol/ids.ts";
import type { AskOf, ServiceAnswers } from "../../protocol/service.ts";
import type { EngineSession, Relation } from "../engine/engine.ts";
import { exportRows } from "./export-rows.ts";
import { diskError } from "./disk-error.ts";
import { isKept, keptRows } from "./main-result.ts";
import { openPassing } from "./query/ground.ts";
import type { Found } from "./run-shelf.ts";
import type { Session } from "./session.ts";
import type { Sessions } from "./sessions.ts";

/**
 * What an export of this result reads: the kept rows when they are all there are, which any session of the engine can
 * write; else the view in the session that made it, while that is there.
 */
async function exportRelation(found: Found, result: number, session: Session | undefined): Promise<Relation> {
  const { index } = await found.spool(result);
  if (index.extent === undefined) throw new BetweenError("result.not-ended");
  if (isKept({ extent: index.extent, bytes: index.wholeBytes })) {
    return keptRows(await found.spool(result), index.fields ?? []);
  }
  const view = session?.viewOf(found.view.run, result);
  if (view === undefined) throw new BetweenError("result.session-ended", { rows: index.rows });
  return { of: "view", name: view };
}

/** All rows of a result as one file. A complete result needs no session of its own: it is written by a passing one. */
export async function exportResult(
  { result, format }: AskOf<"export">,
  found: Found,
  sessions: Sessions,
  scratch: string,
  signal: AbortSignal,
): Promise<ServiceAnswers["export"]> {
  const { view } = found;
  if (!view.cells.some((cell) => cell.results.some((one) => one.result === result))) {
    throw new BetweenError("result.unknown", { run: view.run, result });
  }
  const session = sessions.find(view.session);
  const relation = await exportRelation(found, result, session);
  const isHere = sessions.engineNamed(found.engine)?.can.files !== "there";
  if (!isHere && format === "parquet") throw new BetweenError("spark.export-parquet");
  const { timezone } = view.notebook;
  const own = session?.engineNow;
  if (!isHere && format !== "parquet") {
    if (own) return { body: exportRows(own, relation, format, timezone, signal) };
    const passing = await openPassing(found, sessions, scratch, signal);
    return { body: closing(exportRows(passing.engine, relation, format, timezone, signal), passing.close) };
  }
  if (own) return { body: await exportFile(own, relation, format, scratch, signal) };
  const passing = await openPassing(found, sessions, scratch, signal);
  try {
    return { body: await exportFile(passing.engine, relation, format, scratch, signal) };
  } finally {
    await passing.close();
  }
}

async function* closing<T>(items: AsyncIterable<T>, close: () => Promise<void>): AsyncGenerator<T> {
  try {
    yield* items;
  } finally {
    await close();
  }
}

/** Writes all rows as one file into `folder` and gives its bytes; the file is gone when they were read. */
async function exportFile(
  engine: EngineSession,
  relation: Relation,
  format: "parquet" | "csv" | "json",
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
      format,
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
