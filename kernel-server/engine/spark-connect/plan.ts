import type { MessageInitShape } from "@bufbuild/protobuf";
import type { ParameterValue } from "../../../notebook/notebook.ts";
import { namedParameters } from "../../../notebook/sql-text.ts";
import type { Work } from "../engine.ts";
import { type WriteOperationSchema, WriteOperation_SaveMode } from "./gen/spark/connect/commands_pb.js";
import type { PlanSchema } from "./gen/spark/connect/base_pb.js";
import { type RelationSchema, SetOperation_SetOpType } from "./gen/spark/connect/relations_pb.js";
import { literal } from "./literal.ts";

export type RelationPlan = MessageInitShape<typeof RelationSchema>;
export type Plan = MessageInitShape<typeof PlanSchema>;

/** Only arguments that the statement names are sent. */
export function argumentsOf(text: string, args: readonly ParameterValue[]): readonly ParameterValue[] {
  const named = new Set(namedParameters(text).map(({ name }) => name));
  return args.filter(({ name }) => named.has(name));
}

export function sqlRelation(text: string, args: readonly ParameterValue[]): RelationPlan {
  const used = argumentsOf(text, args).map(
    (value) => [value.name, { exprType: { case: "literal", value: literal(value) } }] as const,
  );
  return { relType: { case: "sql", value: { query: text, namedArguments: Object.fromEntries(used) } } };
}

/** 3.5 reads the statement's own fields, 4.x and Sail the relation. */
export function sqlCommand(text: string, args: readonly ParameterValue[]): Plan {
  const literals = argumentsOf(text, args).map((value) => [value.name, literal(value)] as const);
  return {
    opType: {
      case: "command",
      value: {
        commandType: {
          case: "sqlCommand",
          value: { sql: text, args: Object.fromEntries(literals), input: sqlRelation(text, args) },
        },
      },
    },
  };
}

export function createView(name: string, input: RelationPlan): Plan {
  return {
    opType: {
      case: "command",
      value: { commandType: { case: "createDataframeView", value: { name, input, isGlobal: false, replace: true } } },
    },
  };
}

export const root = (relation: RelationPlan): Plan => ({ opType: { case: "root", value: relation } });

export const limited = (input: RelationPlan, limit: number | undefined): RelationPlan =>
  limit === undefined ? input : { relType: { case: "limit", value: { input, limit } } };

export const namedView = (name: string): RelationPlan => ({
  relType: { case: "read", value: { readType: { case: "namedTable", value: { unparsedIdentifier: quoted(name) } } } },
});

/**
 * The same rows as something that their order matters to: Sail (0.7.2) drops the sort of what is written, and not that
 * of what is counted off (2.5 s for 3 million rows; with a limit that none reaches it took 9 s).
 */
export const inOrder = (input: RelationPlan): RelationPlan => ({
  relType: { case: "offset", value: { input, offset: 0 } },
});

/** The same rows, all columns named anew. */
export const renamed = (input: RelationPlan, columnNames: readonly string[]): RelationPlan => ({
  relType: { case: "toDf", value: { input, columnNames: [...columnNames] } },
});

/** The rows of all, one after the other. Halved again and again: a server refuses plans that are nested too deep. */
export function together(inputs: readonly RelationPlan[]): RelationPlan {
  const [only = {}] = inputs;
  if (inputs.length < 2) return only;
  const half = Math.ceil(inputs.length / 2);
  const [leftInput, rightInput] = [together(inputs.slice(0, half)), together(inputs.slice(half))];
  const value = { leftInput, rightInput, setOpType: SetOperation_SetOpType.UNION, isAll: true };
  return { relType: { case: "setOp", value } };
}

/** An identifier as SQL writes any name. */
export const quoted = (name: string) => `\`${name.replaceAll("`", "``")}\``;

/** A string literal, in which engines read backslashes as escapes. */
export const textLiteral = (value: string) => `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;

/** A column under its own name as another type. */
export const asColumn = (name: string, type: string) => `cast(${quoted(name)} as ${type}) as ${quoted(name)}`;

export const project = (input: RelationPlan, expressions: readonly string[]): RelationPlan => ({
  relType: {
    case: "project",
    value: {
      input,
      expressions: expressions.map((expression) => ({ exprType: { case: "expressionString", value: { expression } } })),
    },
  },
});

export const filtered = (input: RelationPlan, condition: string): RelationPlan => ({
  relType: {
    case: "filter",
    value: { input, condition: { exprType: { case: "expressionString", value: { expression: condition } } } },
  },
});

/** What a row that `replaceWhere` does not hold for raises on engines that would write it all the same. */
export const OUTSIDE_REPLACE = "between: a row lies outside of what is replaced";

/**
 * The same rows, failing at the first one that the predicate does not hold for: a text that is no boolean fails its cast
 * only where there is a row, while Sail's `raise_error` (0.7.2) raises for a batch of none too.
 */
export const guarded = (input: RelationPlan, predicate: string): RelationPlan =>
  filtered(input, `cast(case when (${predicate}) then 'true' else '${OUTSIDE_REPLACE}' end as boolean)`);

export function write(work: Extract<Work, { do: "write" }>, relation: RelationPlan): Plan {
  // Without a shuffle, which would bring the partitions of sorted rows together in whatever order they arrive.
  const input: RelationPlan = work.single
    ? { relType: { case: "repartition", value: { input: relation, numPartitions: 1, shuffle: false } } }
    : relation;
  const options: Record<string, string> = {};
  if (work.replaceWhere !== undefined) options.replaceWhere = work.replaceWhere;
  if (work.format === "csv") options.header = "true";
  const value: MessageInitShape<typeof WriteOperationSchema> = {
    input,
    source: work.format,
    saveType: { case: "path", value: work.to },
    mode: work.mode === "append" ? WriteOperation_SaveMode.APPEND : WriteOperation_SaveMode.OVERWRITE,
    partitioningColumns: [...work.partition],
    options,
  };
  return { opType: { case: "command", value: { commandType: { case: "writeOperation", value } } } };
}
