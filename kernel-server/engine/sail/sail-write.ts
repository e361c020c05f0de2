import type { EngineEvent } from "../engine.ts";
import type { FileFinder } from "../file-finder.ts";
import { execute } from "../spark-connect/operation.ts";
import type { Link } from "../spark-connect/link.ts";
import { type RelationPlan, guarded, inOrder, limited, root, sqlCommand, write } from "../spark-connect/plan.ts";
import { emptyStream, givenRows } from "../spark-connect/rows.ts";
import type { Send, WorkOf } from "../spark-connect/ground.ts";
import { readStatus } from "../spark-connect/status.ts";

/** Sail's sink cuts every result into this many files (DataFusion's default). */
const PARALLEL_FILES = 4;

/** One write, with what Sail 0.7.2 leaves undone. */
export async function* sailWrite(
  link: Link,
  work: WorkOf<"write">,
  relation: RelationPlan,
  finder: FileFinder,
  send: Send,
  signal: AbortSignal,
): AsyncGenerator<EngineEvent> {
  if (work.replaceWhere !== undefined) {
    yield* replace(work, guarded(relation, work.replaceWhere), send);
    return;
  }
  const files = (count: number) =>
    send(sqlCommand(`set datafusion.execution.minimum_parallel_output_files = ${count}`, []));
  if (!work.single) yield* send(write(work, relation));
  else {
    yield* files(1);
    try {
      yield* send(write(work, inOrder(relation)));
    } finally {
      yield* files(PARALLEL_FILES);
    }
  }
  if (work.format !== "delta" && finder.sees(work.to)) yield* leaveColumns(link, work, relation, finder, send, signal);
}

/** Sail writes rows that `replaceWhere` does not hold for, hence the guard, and knows none on the first write to a table. */
async function* replace(work: WorkOf<"write">, rows: RelationPlan, send: Send): AsyncGenerator<EngineEvent> {
  try {
    yield* send(write(work, rows));
  } catch (thrown) {
    if (!/No commit files found in _delta_log/.test(readStatus(thrown).message)) throw thrown;
    const { replaceWhere: _, ...first } = work;
    yield* send(write(first, rows));
  }
}

/** Sail writes no file at all for no rows; a file with the columns is what a reader needs, in no partition. */
async function* leaveColumns(
  link: Link,
  work: WorkOf<"write">,
  relation: RelationPlan,
  finder: FileFinder,
  send: Send,
  signal: AbortSignal,
): AsyncGenerator<EngineEvent> {
  if ((await finder.find(finder.absolute(work.to), signal)).files.length > 0) return;
  const plan = root(limited(relation, 0));
  let ipc: Uint8Array | undefined;
  for await (const { schema, responseType } of execute(
    link,
    { id: crypto.randomUUID(), plan, repeatable: true },
    signal,
  )) {
    if (responseType.case === "arrowBatch") ipc = responseType.value.data;
    else if (schema) ipc ??= emptyStream(schema);
  }
  if (ipc)
    yield* send(
      write({ ...work, partition: [] }, { relType: { case: "localRelation", value: { data: givenRows(ipc) } } }),
    );
}
