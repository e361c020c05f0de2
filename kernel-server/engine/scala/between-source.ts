import { BetweenError } from "../../../protocol/errors.ts";
import type { ParameterValue } from "../../../notebook/notebook.ts";
import { instantMicros } from "../spark-connect/instant.ts";

const DATE = "java.time.LocalDate";
const INSTANT = "java.time.Instant";

/**
 * Scala source of the object `between`: `between.params.day` is a `LocalDate`, `between.table("dau")` a frame. The values
 * stand in the source itself, so that they go to the cluster with the code that uses them. Throws
 * `engine.parameter-unbindable`.
 */
export function betweenSource(params: readonly ParameterValue[]): string {
  const values = params.map((each) => `val \`${each.name}\`: ${typeOf(each)} = ${valueOf(each)}`);
  return `object between extends Serializable {
object params extends Serializable {
${values.join("\n")}
}
def table(name: String): org.apache.spark.sql.DataFrame = betweennotebooks.Cells.spark.table(name)
}`;
}

function typeOf({ type, value }: ParameterValue): string {
  if (typeof value !== "string") return "Seq[String]";
  const names = { text: "String", choice: "String", integer: "Long", number: "Double", boolean: "Boolean" };
  return type === "date" ? DATE : type === "timestamp" ? INSTANT : names[type];
}

function valueOf(parameter: ParameterValue): string {
  const { type, value } = parameter;
  if (typeof value !== "string") return `Seq(${value.map(quoted).join(", ")})`;
  switch (type) {
    case "text":
    case "choice":
      return quoted(value);
    case "integer":
      if (/^[+-]?\d+$/.test(value) && BigInt.asIntN(64, BigInt(value)) === BigInt(value)) return `${BigInt(value)}L`;
      break;
    case "number":
      if (value.trim() !== "" && !Number.isNaN(Number(value))) return `java.lang.Double.parseDouble(${quoted(value)})`;
      break;
    case "boolean":
      if (value === "true" || value === "false") return value;
      break;
    case "date":
      if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return `${DATE}.parse(${quoted(value)})`;
      break;
    case "timestamp": {
      const micros = instantMicros(value);
      if (micros !== undefined) return `${INSTANT}.EPOCH.plus(${micros}L, java.time.temporal.ChronoUnit.MICROS)`;
    }
  }
  throw new BetweenError("engine.parameter-unbindable", { name: parameter.name, type });
}

/** A literal that holds nothing but letters, digits and escapes, so that no text can end it. */
const quoted = (text: string) =>
  `"${text.replaceAll(/[^A-Za-z0-9]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)}"`;
