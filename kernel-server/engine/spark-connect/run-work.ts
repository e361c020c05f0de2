import type { MessageInitShape } from "@bufbuild/protobuf";
import { distinctNames } from "../../../protocol/values/distinct-names.ts";
import type { EngineEvent, Relation, Work } from "../engine.ts";
import {
  type ConfigRequest_OperationSchema,
  type ExecutePlanResponse,
  SparkConnectService,
} from "./gen/spark/connect/base_pb.js";
import type { DataType } from "./gen/spark/connect/types_pb.js";
import type { Ground, WorkOf } from "./ground.ts";
import type { Link } from "./link.ts";
import { columnsOf } from "./columns-of.ts";
import { metricsNote } from "./metrics.ts";
import { type Operation, execute, executeTelling } from "./operation.ts";
import { type Plan, type RelationPlan, createView, limited, quoted, renamed, root, sqlCommand } from "./plan.ts";
import { relationPlan } from "./relation-plan.ts";
import { emptyStream, localRows, textRow } from "./rows.ts";
import { type SetStatement, setStatement } from "./set-statement.ts";
import { isOrdered } from "./is-ordered.ts";
import { readStatus } from "./status.ts";
import { fieldsOf } from "./type-name.ts";

export type Bench = {
  link: Link;
  ground: Ground;
  /** By view, in lower case: the statement that it was fixed from. Errors met while reading it stand in that text. */
  texts: Map<string, string>;
  /** By view, in lower case: the columns of its query where two have one name. In the view itself all differ. */
  doubled: Map<string, readonly string[]>;
  /** Whether the engine may take rows in another order than they were sorted in. */
  deals: boolean;
};

/** The text that a relation is made from, where it is known. */
export const textOf = (texts: Bench["texts"], relation: Relation): string | undefined =>
  relation.of === "sql" ? relation.text : relation.of === "view" ? texts.get(relation.name.toLowerCase()) : undefined;

/** Runs one piece of work. Throws what gRPC throws. */
export async function* runWork(bench: Bench, work: Work, signal: AbortSignal): AsyncGenerator<EngineEvent> {
  const { link, ground, texts } = bench;
  switch (work.do) {
    case "statement":
      yield* statement(bench, work, signal);
      return;
    case "read":
      yield* read(bench, work, signal);
      return;
    case "view": {
      const relation = await relationPlan(link, ground, work.relation, signal);
      await makeView(link, work.name, relation, signal, (plan) => operationOf(work, plan, true));
      const text = textOf(texts, work.relation);
      if (text === undefined) texts.delete(work.name.toLowerCase());
      else texts.set(work.name.toLowerCase(), text);
      return;
    }
    case "write": {
      const relation = await relationPlan(link, ground, work.relation, signal);
      // An overwrite that runs twice leaves what one leaves; rows appended twice would be double.
      const repeatable = work.mode === "overwrite";
      let next = (plan: Plan): Operation => {
        next = (later) => once(later, repeatable);
        return operationOf(work, plan, repeatable);
      };
      yield* ground.write(work, relation, (plan) => telling(link, next(plan), signal), signal);
    }
  }
}

async function* statement(bench: Bench, work: WorkOf<"statement">, signal: AbortSignal): AsyncGenerator<EngineEvent> {
  const { link, ground, texts, doubled } = bench;
  const text = await ground.statement(work.text, signal, work.args);
  const set = setStatement(work.text);
  if (set) {
    yield* variable(link, set, signal);
    return;
  }
  const plan = sqlCommand(text, work.args);
  let relation: RelationPlan | undefined;
  for await (const response of executeTelling(link, operationOf(work, plan, false), signal)) {
    const aside = asideOf(response);
    if (aside) yield aside;
    if (response === "waiting") continue;
    const { responseType } = response;
    if (responseType.case === "sqlCommandResult") relation = responseType.value.relation;
  }
  if (relation === undefined) return;
  if (relation.relType?.case === "localRelation") {
    const data = relation.relType.value.data;
    if (data === undefined || data.length === 0) return;
    const [schema, ...rest] = localRows(aligned(data));
    if (schema?.t !== "schema" || ground.isBareAnswer(schema.schema)) return;
    yield schema;
    yield* rest;
    return;
  }
  const names = await makeView(link, work.view, relation, signal);
  if (names) doubled.set(work.view.toLowerCase(), names);
  else doubled.delete(work.view.toLowerCase());
  texts.set(work.view.toLowerCase(), work.text);
  yield { t: "fixed", view: work.view };
}

/** Spark reads the name of a view as SQL would; Sail takes it as it is. */
const named = ({ dialect }: Link, name: string) => (dialect.parsesViewNames ? quoted(name) : name);

/** Makes a relation the view `name`. Gives its columns' names where two are the same: in the view itself all differ. */
async function makeView(
  link: Link,
  name: string,
  relation: RelationPlan,
  signal: AbortSignal,
  operation = (plan: Plan): Operation => once(plan, true),
): Promise<readonly string[] | undefined> {
  try {
    await send(link, operation(createView(named(link, name), relation)), signal);
    return undefined;
  } catch (thrown) {
    // Views of Sail cannot have two columns of one name, which each `select *` over a join has.
    if (!/duplicate (?:un)?qualified field name/.test(readStatus(thrown).message)) throw thrown;
    const names = (await columnsOf(link, relation, signal)).map((column) => column.name);
    await send(link, once(createView(named(link, name), renamed(relation, distinctNames(names))), true), signal);
    return names;
  }
}

async function* variable(link: Link, { key, value }: SetStatement, signal: AbortSignal): AsyncGenerator<EngineEvent> {
  if (value !== undefined) {
    const set: ConfigOperation = { opType: { case: "set", value: { pairs: [{ key, value }] } } };
    await link.call(rpc.config, { ...link.ids(), operation: set }, signal);
    return;
  }
  const get: ConfigOperation = { opType: { case: "getOption", value: { keys: [key] } } };
  const { pairs } = await link.call(rpc.config, { ...link.ids(), operation: get }, signal);
  yield* localRows(textRow({ key, value: pairs[0]?.value ?? null }));
}

async function* read(bench: Bench, work: WorkOf<"read">, signal: AbortSignal): AsyncGenerator<EngineEvent> {
  const { link, ground, doubled } = bench;
  const relation = await relationPlan(link, ground, work.relation, signal);
  const names = work.relation.of === "view" ? doubled.get(work.relation.name.toLowerCase()) : undefined;
  const plan = root(limited(names ? renamed(relation, names) : relation, work.limit));
  await keepOrder(bench, work, signal);
  let schema: DataType | undefined;
  let empty: Uint8Array | undefined;
  let rows = 0;
  for await (const response of executeTelling(link, operationOf(work, plan, true), signal)) {
    const aside = asideOf(response);
    if (aside) yield aside;
    if (response === "waiting") continue;
    if (response.schema && !schema) {
      schema = response.schema;
      yield { t: "schema", schema: fieldsOf(schema) };
    }
    const { responseType, metrics } = response;
    const note = metrics && metricsNote(metrics);
    if (note) yield note;
    if (responseType.case !== "arrowBatch") continue;
    const { data, rowCount } = responseType.value;
    const ipc = aligned(data);
    // Heartbeats of Sail are batches without rows; one such batch is kept for a result that has none.
    if (rowCount === 0n) empty = ipc;
    else yield { t: "batch", ipc, rows: Number(rowCount), cursor: response.responseId };
    rows += Number(rowCount);
  }
  if (rows === 0 && work.after === undefined) yield { t: "batch", ipc: empty ?? emptyStream(schema), rows: 0 };
}

/**
 * Sail (0.7.2) deals the batches of sorted rows out to all cores once more where a column is yet to be cast, and takes them
 * back as they come. Without that a query of one file has one core for all that it computes, so that it is left to those
 * whose rows have no order.
 */
async function keepOrder(bench: Bench, work: WorkOf<"read">, signal: AbortSignal): Promise<void> {
  const { link, texts } = bench;
  if (!link.dialect.dropsOrder) return;
  const text = textOf(texts, work.relation);
  // Of a frame of Python it is not known whether it is sorted.
  const hasNoOrder = work.relation.of === "source" || (text !== undefined && !isOrdered(text));
  const deals = work.limit !== undefined && hasNoOrder;
  if (deals === bench.deals) return;
  const set = `set datafusion.optimizer.enable_round_robin_repartition = ${String(deals)}`;
  await send(link, once(sqlCommand(set, []), true), signal);
  bench.deals = deals;
}

async function send(link: Link, operation: Operation, signal: AbortSignal): Promise<void> {
  const responses = execute(link, operation, signal);
  while (!(await responses.next()).done);
}

async function* telling(link: Link, operation: Operation, signal: AbortSignal): AsyncGenerator<EngineEvent> {
  for await (const response of executeTelling(link, operation, signal)) {
    const aside = asideOf(response);
    if (aside) yield aside;
  }
}

type ConfigOperation = MessageInitShape<typeof ConfigRequest_OperationSchema>;
const rpc = SparkConnectService.method;

const once = (plan: Plan, repeatable: boolean): Operation => ({ id: crypto.randomUUID(), plan, repeatable });

/** Bytes out of a message begin anywhere in it; flechette reads numbers only from multiples of their size. */
const aligned = (bytes: Uint8Array) => (bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes));

const operationOf = (work: Work, plan: Plan, repeatable: boolean): Operation => ({
  id: work.operation,
  plan,
  repeatable,
  ...(work.after !== undefined && { after: work.after }),
});

/** What a response tells of how its operation goes on. */
function asideOf(response: ExecutePlanResponse | "waiting"): EngineEvent | undefined {
  if (response === "waiting") return { t: "note", code: "engine.waiting", args: {} };
  const { responseType } = response;
  if (responseType.case !== "executionProgress" || responseType.value.stages.length === 0) return undefined;
  return progressOf(responseType.value);
}

function progressOf(
  progress: Extract<ExecutePlanResponse["responseType"], { case: "executionProgress" }>["value"],
): EngineEvent {
  const sum = (of: (stage: (typeof progress.stages)[number]) => bigint) =>
    Number(progress.stages.reduce((all, stage) => all + of(stage), 0n));
  return {
    t: "progress",
    // Tasks that failed and ran again count twice.
    done: sum(({ numCompletedTasks, numTasks }) => (numCompletedTasks < numTasks ? numCompletedTasks : numTasks)),
    total: sum((stage) => stage.numTasks),
    bytesRead: sum((stage) => stage.inputBytesRead),
  };
}
