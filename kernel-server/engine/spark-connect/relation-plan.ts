import { BetweenError } from "../../../protocol/errors.ts";
import { distinctNames } from "../../../protocol/values/distinct-names.ts";
import type { SourceSpec } from "../../../notebook/notebook.ts";
import type { Relation } from "../engine.ts";
import { SparkConnectService } from "./gen/spark/connect/base_pb.js";
import type { DataType_StructField } from "./gen/spark/connect/types_pb.js";
import { columnsOf } from "./columns-of.ts";
import type { Dialect } from "./dialect.ts";
import type { Ground } from "./ground.ts";
import type { Link } from "./link.ts";
import { type RelationPlan, namedView, renamed, sqlRelation, together } from "./plan.ts";
import { batchesAlone, givenRows } from "./rows.ts";
import { type Reading, isParsedByUs, lines, sourceRelation } from "./source.ts";
import { readStatus } from "./status.ts";

/** A relation of ours as the engine's; the paths that it names are looked at first. */
export async function relationPlan(
  link: Link,
  ground: Ground,
  relation: Relation,
  signal: AbortSignal,
): Promise<RelationPlan> {
  switch (relation.of) {
    case "view":
      return namedView(relation.name);
    case "sql":
      return sqlRelation(await ground.statement(relation.text, signal, relation.args), relation.args);
    case "rows":
      return heldRows(relation, link.dialect);
    case "parquet": {
      const files = { format: "parquet", paths: [relation.path] };
      return { relType: { case: "read", value: { readType: { case: "dataSource", value: files } } } };
    }
    case "source": {
      const { source } = relation;
      const looked = await ground.reading(source, signal);
      const reading =
        isParsedByUs(source) && !link.dialect.movesPartitions ? await withPartitions(link, looked, signal) : looked;
      return sourceRelation(source, reading, await schemaOf(link, source, signal), link.dialect);
    }
  }
}

/** Spark finds partition columns by itself; what it found is what it has besides the lines. */
async function withPartitions(link: Link, reading: Reading, signal: AbortSignal): Promise<Reading> {
  const [, ...found] = await columnsOf(link, lines(reading, link.dialect), signal);
  return { ...reading, partitions: found.map(({ name }) => name) };
}

function heldRows({ ipc, schema }: Extract<Relation, { of: "rows" }>, { readsManyBatches }: Dialect): RelationPlan {
  const streams = readsManyBatches ? [givenRows(ipc)] : batchesAlone(givenRows(ipc));
  const rows = together(streams.map((data) => ({ relType: { case: "localRelation", value: { data } } })));
  const names = schema.map(({ name }) => name);
  const distinct = distinctNames(names);
  return names.some((name, i) => name !== distinct[i]) ? renamed(rows, distinct) : rows;
}

/** The source's schema, parsed by the engine itself. */
async function schemaOf(
  link: Link,
  source: SourceSpec,
  signal: AbortSignal,
): Promise<readonly DataType_StructField[] | undefined> {
  if (source.schema === undefined) return undefined;
  try {
    const { result } = await link.call(
      SparkConnectService.method.analyzePlan,
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
}
