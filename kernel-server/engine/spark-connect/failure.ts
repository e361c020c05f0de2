import { status } from "@grpc/grpc-js";
import { type Args, BetweenError, type Code, type Place } from "../../../protocol/errors.ts";
import { nearest } from "../../../notebook/nearest.ts";
import { functionFailure } from "../function-failure.ts";
import { placeOfBytes, placeOfEnd, placeOfName, placeOfParameter, placeOfUnits } from "./place.ts";
import { placeInMessage, pointInMessage } from "./place-in-message.ts";
import { OUTSIDE_REPLACE } from "./plan.ts";
import { isSessionGone } from "./retry.ts";
import type { CallStatus } from "./status.ts";

/** What the engine told about an error, from FetchErrorDetails where there is such a call, else from the status alone. */
export type Told = CallStatus & {
  context?: Context;
  /** There were details: a place that only the message has is one in another text, such as a view's. */
  detailed?: true;
};

/** A place that the engine itself gave, in UTF-16 units, and the text that it says stands there. */
export type Context = { start: number; end: number; fragment: string };

type Rule = {
  code: Code;
  /** On `errorClass: message`. The first group is the name that the rule is about. */
  when: RegExp;
  /** The argument that the first group becomes. */
  arg?: string;
};

const missingTables = [
  /TABLE_OR_VIEW_NOT_FOUND[^]*?(?:not found: (\S+)|view (`\S+`))/,
  /(?:Table|View|Temporary View) not found: (\S+)/i,
];

/** The table or view that an engine's words say is not there, as `name` or `schema.name`. */
export function missingTable(text: string): string | undefined {
  for (const words of missingTables) {
    const name = words
      .exec(text)
      ?.slice(1)
      .find((group) => group !== undefined);
    if (name !== undefined) return name.replaceAll(/["`]/g, "");
  }
  return undefined;
}

/** Read from above; Spark's codes first, then Sail's wording (0.7.2). */
const rules: readonly Rule[] = [
  {
    code: "engine.out-of-memory",
    when: /Resources exhausted|OutOfMemoryError|Failed to allocate|UNABLE_TO_ACQUIRE_MEMORY/i,
  },
  { code: "spark.python-function", when: /Can't get attribute '_function_setstate'/ },
  { code: "engine.disk-full", when: /No space left on device|os error 28|disk full/i },
  { code: "engine.replace-mismatch", when: new RegExp(`DELTA_REPLACE_WHERE_MISMATCH|${OUTSIDE_REPLACE}`) },
  ...missingTables.map((when) => ({ code: "engine.table-not-found", when, arg: "name" }) as const),
  { code: "engine.ambiguous-column", when: /AMBIGUOUS_REFERENCE(?:[^]*?Reference `([^\s]+?)`)?/, arg: "name" },
  { code: "engine.ambiguous-column", when: /ambiguous (?:attribute|reference)[^:]*: ([\w.`$ -]+)/i, arg: "name" },
  { code: "engine.column-not-found", when: /UNRESOLVED_COLUMN(?:[^]*?with name `([^\s]+?)` cannot)?/, arg: "name" },
  { code: "engine.column-not-found", when: /attribute (.+?) is missing from the schema/i, arg: "name" },
  { code: "engine.column-not-found", when: /No field named ([\w."$-]+?)\.? /i, arg: "name" },
  {
    code: "engine.function-not-found",
    when: /UNRESOLVED_ROUTINE(?:[^]*?(?:routine|function) `([^\s]+?)` )?/,
    arg: "name",
  },
  { code: "engine.function-not-found", when: /unknown function: (\S+)/i, arg: "name" },
  { code: "engine.parameter-missing", when: /UNBOUND_SQL_PARAMETER(?:[^]*?parameter: (\w+))?/, arg: "name" },
  {
    code: "engine.parameter-missing",
    when: /No value found for placeholder with name :(\w+)|Placeholder ':(\w+)' was not provided/i,
    arg: "name",
  },
  { code: "engine.type-mismatch", when: /DELTA_FAILED_TO_MERGE_FIELDS|DELTA_MERGE_INCOMPATIBLE/ },
  { code: "spark.no-delta", when: /find the data source: delta\b|DELTA_CONFIGURE_SPARK_SESSION/ },
  { code: "spark.no-format", when: /find the data source: ([\w-]+)/, arg: "format" },
  {
    code: "engine.path-missing",
    when: /PATH_NOT_FOUND(?:[^]*?does not exist: (\S.*?)\.?(?: SQLSTATE|;|\n|$))?/,
    arg: "path",
  },
  { code: "engine.exists-already", when: /ALREADY_EXISTS|already exists/i },
  {
    code: "engine.bad-data",
    when: /Json error: whilst decoding field|invalid UTF-8 data|Error while parsing value '|can't parse the string value .* to decimal|parse decimal overflow/,
  },
  {
    code: "engine.cast",
    when: /CAST_INVALID_INPUT|CAST_OVERFLOW|CANNOT_PARSE_TIMESTAMP|Cannot cast |invalid timestamp|Error parsing timestamp/i,
  },
  { code: "engine.arithmetic", when: /DIVIDE_BY_ZERO|divide by zero|ARITHMETIC_OVERFLOW|Overflow happened/i },
  {
    code: "engine.bad-data",
    when: /(?:Json|Csv|Parquet|Avro) error:|Not valid JSON|gzip|deflate stream|zstd|unequal lengths between records|MALFORMED_RECORD|FAILED_READ_FILE|CANNOT_READ_FILE|error while reading file|Unexpected end of input stream|corrupt/i,
  },
  {
    code: "engine.type-mismatch",
    when: /DATATYPE_MISMATCH|Cannot coerce|non-boolean predicate|coercion failed|No function matches|WRONG_NUM_ARGS|NUM_COLUMNS_MISMATCH|different number of columns|INCOMPATIBLE_COLUMN_TYPE/i,
  },
  { code: "engine.statements", when: /expected one statement/i },
  { code: "engine.sql-syntax", when: /PARSE_SYNTAX_ERROR|found [^]* expected |PARSE_EMPTY_STATEMENT/ },
];

/** The one place where an engine's words become a code of ours. `statement` is the text that the engine was given. */
export function engineError(told: Told, statement: string | undefined, cause?: unknown): BetweenError {
  const engineText = cleaned(told.message);
  const make = (code: Code, args: Args = {}, at?: Place) =>
    new BetweenError(code, args, {
      ...(at && { at }),
      ...(engineText !== "" && { engineText }),
      ...(cause !== undefined && { cause }),
    });

  if (isSessionGone(told)) return make("engine.session-gone");
  if (told.code === status.UNAVAILABLE || told.code === status.DEADLINE_EXCEEDED) return make("engine.unreachable");
  if (told.code === status.UNAUTHENTICATED || told.code === status.PERMISSION_DENIED) return make("engine.not-allowed");
  if (/OPERATION_CANCELED/.test(`${told.errorClass} ${told.message}`)) return make("engine.interrupted");

  const ofFunction = functionFailure(engineText);
  if (ofFunction) return make(ofFunction.code, ofFunction.args);
  const text = `${told.errorClass ?? ""}: ${engineText}`;
  for (const { code, when, arg } of rules) {
    const match = when.exec(text);
    if (!match) continue;
    const name = match
      .slice(1)
      .find((group) => group !== undefined)
      ?.replaceAll(/["`]/g, "");
    const at = told.context ? placeOfContext(told.context, statement) : place(code, told, name, statement);
    if (code === "engine.column-not-found" && name) {
      const near = suggested(name, engineText);
      if (near !== undefined) return make("engine.column-not-found-near", { name, near }, at);
    }
    return make(arg ? named(code, name) : code, arg && name ? { [arg]: name } : {}, at);
  }
  const at = told.context && placeOfContext(told.context, statement);
  if (/UnsupportedOperationException|ParseException/.test(told.reason) && told.reason.includes("Unsupported"))
    return make("engine.unsupported", {}, at);
  return make("engine.failed", {}, at ?? place("engine.failed", told, undefined, statement));
}

/** Of the columns that Spark names as those that may be meant, the one whose name is near. */
function suggested(name: string, text: string): string | undefined {
  const list = /Did you mean one of the following\? \[([^\]]*)\]/.exec(text)?.[1];
  if (list === undefined) return undefined;
  const names = list.split(", ").map((one) => one.replaceAll("`", "").split(".").at(-1) ?? "");
  return nearest(name.split(".").at(-1) ?? name, names);
}

/** A rule whose name the engine did not tell says so with the plain code: its sentence would have a hole. */
function named(code: Code, name: string | undefined): Code {
  return name === undefined ? "engine.failed" : code;
}

function place(
  code: Code,
  { message, detailed }: Told,
  name: string | undefined,
  statement: string | undefined,
): Place | undefined {
  if (statement === undefined) return undefined;
  const span = /found [^]*? at (\d+):(\d+) expected/.exec(message);
  if (span) return placeOfBytes(statement, Number(span[1]), Number(span[2]));
  if (/found end of input expected/.test(message)) return placeOfEnd(statement);
  // What follows is for Spark 3.5, which has no query contexts; where a name is known its place is more than a point.
  const drawn = placeInMessage(message, statement);
  if (drawn) return drawn;
  const point = detailed && code !== "engine.sql-syntax" ? undefined : pointInMessage(message);
  if (name === undefined) return point;
  if (code === "engine.path-missing") return undefined;
  return code === "engine.parameter-missing"
    ? placeOfParameter(statement, name)
    : (placeOfName(statement, name.split(".")) ?? point);
}

/** A context may speak of the text of a view behind the statement: what it says must stand there. */
function placeOfContext(context: NonNullable<Told["context"]>, statement: string | undefined): Place | undefined {
  if (statement === undefined) return undefined;
  const { start, end, fragment } = context;
  return statement.slice(start, end) === fragment ? placeOfUnits(statement, start, end) : undefined;
}

/** The engine's words without the debug print of its own structures and, of a task that failed, without its way through Java. */
export function cleaned(message: string): string {
  return (
    message
      .replace(/^Job aborted due to stage failure: [^]*? \(TID \d+\) \([^)]*\): (?:org\.apache\.spark\.[\w.$]+: )?/, "")
      .replace(/\n+(?:\tat [^\n]*(?:\n|$))+/g, "\n")
      // Spark's plan of the whole statement, which it prints behind what it could not resolve.
      .replace(/;\n(?:'[A-Z][^\n]*|[A-Z][^\n]*(?=\n[ :]*[:+]- ))(?:\n[ :]*[:+]- [^\n]*)*/g, "")
      .replace(/ObjectName\(\[([^\]]*)\]\)/g, (_, inside: string) =>
        [...inside.matchAll(/Identifier\("((?:[^"\\]|\\.)*)"\)/g)].map((match) => match[1] ?? "").join("."),
      )
      .replace(/__auto_generated_subquery_name\./g, "")
      .trim()
  );
}
