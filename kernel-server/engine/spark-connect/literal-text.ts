import type { ParameterValue } from "../../../notebook/notebook.ts";
import { literal } from "./literal.ts";

type Literal = ReturnType<typeof literal>;

/**
 * A parameter as SQL that no value can break out of: texts as hexadecimal digits, everything else as the number that it
 * is. For engines that bind no parameters. Throws `engine.parameter-unbindable`.
 */
export const literalText = (parameter: ParameterValue): string => textOf(literal(parameter));

function textOf({ literalType }: Literal): string {
  switch (literalType?.case) {
    case "string":
      return `cast(X'${Buffer.from(literalType.value, "utf8").toString("hex")}' as string)`;
    case "long":
      return `${literalType.value}L`;
    case "double":
      return `cast('${literalType.value}' as double)`;
    case "boolean":
      return String(literalType.value);
    case "date":
      return `date_from_unix_date(${literalType.value})`;
    case "timestamp":
      return `timestamp_micros(${literalType.value}L)`;
    case "array": {
      const elements = (literalType.value.elements ?? []).map(textOf).join(", ");
      return `cast(array(${elements}) as array<string>)`;
    }
    default:
      return "null";
  }
}
