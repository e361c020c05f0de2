import type { MessageInitShape } from "@bufbuild/protobuf";
import { BetweenError } from "../../../protocol/errors.ts";
import type { Field } from "../../../protocol/messages.ts";
import type { SourceSpec } from "../../../notebook/notebook.ts";
import { identifiers } from "../../../notebook/sql-text.ts";
import type { EngineEvent, EngineSession, OpenOptions, Relation, Work } from "../engine.ts";
import { fetchDetails } from "./details.ts";
import { engineError } from "./failure.ts";
import { type DataType, type DataType_StructField } from "./gen/spark/connect/types_pb.js";
import {
  type ConfigRequest_OperationSchema,
  type ExecutePlanResponse,
  SparkConnectService,
} from "./gen/spark/connect/base_pb.js";
import type { Link } from "./link.ts";
import { type Operation, execute } from "./operation.ts";
import {
  type Plan,
  type RelationPlan,
  createView,
  limited,
  namedView,
  root,
  sqlCommand,
  sqlRelation,
  write,
} from "./plan.ts";
import { emptyStream, localRows, textRow } from "./rows.ts";
import { setStatement } from "./set-statement.ts";
import { type Reading, sourceRelation } from "./source.ts";
import { readStatus } from "./status.ts";
import { fieldsOf } from "./type-name.ts";

/** What an engine knows beyond the wire: its files, and what must be seen to before and after. */
export type Ground = {
  /** Looks at a statement before it runs, and may put another text of the same length in its place. */
  statement(text: string, signal: AbortSignal): Promise<string>;
  reading(source: SourceSpec, signal: AbortSignal): Promise<Reading>;
  files(path: string, signal: AbortSignal): Promise<{ files: number; bytes: number }>;
  /** Wraps a write: `send` runs one plan to its end. */
  write(
    work: WriteWork,
    relation: RelationPlan,
    send: (plan: Plan) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void>;
  /** Sees to it that a query that was given up, and was the only one, really stops. */
  quieten(): Promise<void>;
  /** Says more about an error, where more can be found out. `texts`: the statement's and those of the views behind it. */
  explained(error: BetweenError, texts: readonly string[], signal: AbortSignal): Promise<BetweenError>;
  /** Whether a command's only answer is that it ran. */
  isBareAnswer(schema: readonly Field[]): boolean;
};
export type WriteWork = Extract<Work, { do: "write" }>;

type Options = {
  link: Link;
  ground: Ground;
  open: OpenOptions;
  /** Fires with a BetweenError as its reason when the engine is gone. */
  gone: AbortSignal;
  ended: Promise<BetweenError | undefined>;
  close: () => Promise<void>;
};

const rpc = SparkConnectService.method;
type ConfigOperation = MessageInitShape<typeof ConfigRequest_OperationSchema>;

/** A session on any engine that speaks Spark Connect. */
export function connectSession({ link, ground, open, gone, ended, close }: Options): EngineSession {
  /** The statement that a view was fixed from: errors met while reading it stand in that text. */
  const texts = new Map<string, string>();

  const schemaOf = async (
    source: SourceSpec,
    signal: AbortSignal,
  ): Promise<readonly DataType_StructField[] | undefined> => {
    if (source.schema === undefined) return undefined;
    try {
      const { result } = await link.call(
        rpc.analyzePlan,
        { ...link.ids(), analyze: { case: "ddlParse", value: { ddlString: source.schema } } },
        signal,
      );
      const kind = result.case === "ddlParse" ? result.value.parsed?.kind : undefined;
      return kind?.case === "struct" ? kind.value.fields : undefined;
    } catch (cause) {
      if (signal.aborted) throw cause;
      throw new BetweenError(
        "engine.source-schema",
        { source: source.name },
        { engineText: readStatus(cause).message, cause },
      );
    }
  };

  const planOf = async (relation: Relation, signal: AbortSignal): Promise<RelationPlan> => {
    switch (relation.of) {
      case "view":
        return namedView(relation.name);
      case "sql":
        return sqlRelation(await ground.statement(relation.text, signal), relation.args);
      case "rows":
        return { relType: { case: "localRelation", value: { data: relation.ipc } } };
      case "parquet":
        return {
          relType: {
            case: "read",
            value: { readType: { case: "dataSource", value: { format: "parquet", paths: [relation.path] } } },
          },
        };
      case "source": {
        const { source } = relation;
        const reading = await ground.reading(source, signal);
        return sourceRelation(source, reading, await schemaOf(source, signal), link.dialect);
      }
    }
  };

  const textOf = (relation: Relation): string | undefined =>
    relation.of === "sql" ? relation.text : relation.of === "view" ? texts.get(relation.name.toLowerCase()) : undefined;

  const send = async (operation: Operation, signal: AbortSignal) => {
    for await (const response of execute(link, operation, signal)) if (response.schema) continue;
  };
  const once = (plan: Plan, repeatable: boolean): Operation => ({ id: crypto.randomUUID(), plan, repeatable });

  async function* statement(
    work: Extract<Work, { do: "statement" }>,
    signal: AbortSignal,
  ): AsyncGenerator<EngineEvent> {
    const set = setStatement(work.text);
    if (set) return yield* variable(set.key, set.value, signal);
    const text = await ground.statement(work.text, signal);
    const plan = sqlCommand(text, work.args);
    let relation: RelationPlan | undefined;
    for await (const { responseType } of execute(link, operationOf(work, plan, false), signal)) {
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
    await send(once(createView(work.view, relation), true), signal);
    texts.set(work.view.toLowerCase(), work.text);
    yield { t: "fixed", view: work.view };
  }

  async function* variable(key: string, value: string | undefined, signal: AbortSignal): AsyncGenerator<EngineEvent> {
    if (value !== undefined) {
      const set: ConfigOperation = { opType: { case: "set", value: { pairs: [{ key, value }] } } };
      await link.call(rpc.config, { ...link.ids(), operation: set }, signal);
      return;
    }
    const get: ConfigOperation = { opType: { case: "getOption", value: { keys: [key] } } };
    const { pairs } = await link.call(rpc.config, { ...link.ids(), operation: get }, signal);
    yield* localRows(textRow({ key, value: pairs[0]?.value ?? null }));
  }

  async function* read(work: Extract<Work, { do: "read" }>, signal: AbortSignal): AsyncGenerator<EngineEvent> {
    const plan = root(limited(await planOf(work.relation, signal), work.limit));
    let schema: DataType | undefined;
    let empty: Uint8Array | undefined;
    let rows = 0;
    for await (const response of execute(link, operationOf(work, plan, true), signal)) {
      if (response.schema && !schema) {
        schema = response.schema;
        yield { t: "schema", schema: fieldsOf(schema) };
      }
      const { responseType } = response;
      if (responseType.case === "executionProgress") yield progressOf(responseType.value);
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

  async function* dispatch(work: Work, signal: AbortSignal): AsyncGenerator<EngineEvent> {
    switch (work.do) {
      case "statement":
        return yield* statement(work, signal);
      case "read":
        return yield* read(work, signal);
      case "view": {
        const plan = createView(work.name, await planOf(work.relation, signal));
        await send(operationOf(work, plan, true), signal);
        const text = textOf(work.relation);
        if (text !== undefined) texts.set(work.name.toLowerCase(), text);
        return;
      }
      case "write": {
        const relation = await planOf(work.relation, signal);
        // An overwrite that runs twice leaves what one leaves; rows appended twice would be double.
        const repeatable = work.mode === "overwrite";
        let next = (plan: Plan): Operation => {
          next = (later) => once(later, repeatable);
          return operationOf(work, plan, repeatable);
        };
        await ground.write(work, relation, (plan) => send(next(plan), signal), signal);
      }
    }
  }

  /** What was thrown as an error of ours: the engine's death first, then our own interrupt, then what the engine said. */
  const translated = async (thrown: unknown, signal: AbortSignal, text: string | undefined): Promise<BetweenError> => {
    if (gone.aborted) return BetweenError.from(gone.reason);
    if (signal.aborted) return new BetweenError("engine.interrupted", {}, { cause: thrown });
    if (thrown instanceof BetweenError) return thrown;
    const failure = readStatus(thrown);
    const error = engineError(await fetchDetails(link, failure), text, thrown);
    return ground.explained(error, text === undefined ? [] : behind(text), signal);
  };

  /** A statement's text and those of the views that it names, and so on. */
  const behind = (text: string): string[] => {
    const found = new Set([text]);
    for (const each of found) {
      for (const { name } of identifiers(each)) {
        const named = texts.get(name.toLowerCase());
        if (named !== undefined) found.add(named);
      }
    }
    return [...found];
  };

  let running = 0;
  const session: EngineSession = {
    ended,
    async *run(work, signal) {
      const text = work.do === "statement" ? work.text : textOf(work.relation);
      let givenUp = true;
      running++;
      try {
        yield* dispatch(work, AbortSignal.any([signal, gone]));
        givenUp = false;
      } catch (thrown) {
        givenUp = signal.aborted && !gone.aborted;
        throw await translated(thrown, signal, text);
      } finally {
        running--;
        if (givenUp && running === 0) await ground.quieten();
      }
    },
    async analyze(relation, signal) {
      const both = AbortSignal.any([signal, gone]);
      try {
        const plan = root(await planOf(relation, both));
        const { result } = await link.call(
          rpc.analyzePlan,
          { ...link.ids(), analyze: { case: "schema", value: { plan } } },
          both,
        );
        return result.case === "schema" ? fieldsOf(result.value.schema) : [];
      } catch (thrown) {
        throw await translated(thrown, signal, textOf(relation));
      }
    },
    files: (path, signal) => ground.files(path, signal),
    close,
  };
  return session;
}

/** Bytes out of a message begin anywhere in it; flechette reads numbers only from multiples of their size. */
const aligned = (bytes: Uint8Array) => (bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes));

const operationOf = (work: Work, plan: Plan, repeatable: boolean): Operation => ({
  id: work.operation,
  plan,
  repeatable,
  ...(work.after !== undefined && { after: work.after }),
});

function progressOf(
  progress: Extract<ExecutePlanResponse["responseType"], { case: "executionProgress" }>["value"],
): EngineEvent {
  const sum = (of: (stage: (typeof progress.stages)[number]) => bigint) =>
    Number(progress.stages.reduce((all, stage) => all + of(stage), 0n));
  return {
    t: "progress",
    done: sum((stage) => stage.numCompletedTasks),
    total: sum((stage) => stage.numTasks),
    bytesRead: sum((stage) => stage.inputBytesRead),
  };
}
