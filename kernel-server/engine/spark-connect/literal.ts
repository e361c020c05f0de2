import type { MessageInitShape } from "@bufbuild/protobuf";
import { BetweenError } from "../../../protocol/errors.ts";
import type { ParameterValue } from "../../../notebook/notebook.ts";
import type { Expression_LiteralSchema } from "./gen/spark/connect/expressions_pb.js";
import { instantMicros } from "./instant.ts";

type Literal = MessageInitShape<typeof Expression_LiteralSchema>;

const DAY_MS = 86_400_000;
const LONG = { min: -(2n ** 63n), max: 2n ** 63n - 1n };

/** A parameter as a typed literal. A list (choice with `multiple`) becomes an array. */
export function literal(parameter: ParameterValue): Literal {
  const { value } = parameter;
  if (typeof value === "string") return scalar(parameter, value);
  const elements = value.map((each) => scalar(parameter, each));
  return { literalType: { case: "array", value: { elementType: { kind: { case: "string", value: {} } }, elements } } };
}

function scalar(parameter: ParameterValue, text: string): Literal {
  switch (parameter.type) {
    case "text":
    case "choice":
      return { literalType: { case: "string", value: text } };
    case "integer": {
      const value = /^[+-]?\d+$/.test(text) ? BigInt(text) : undefined;
      if (value === undefined || value < LONG.min || value > LONG.max) throw unbindable(parameter);
      return { literalType: { case: "long", value } };
    }
    case "number": {
      const value = Number(text);
      if (text.trim() === "" || Number.isNaN(value)) throw unbindable(parameter);
      return { literalType: { case: "double", value } };
    }
    case "boolean":
      if (text !== "true" && text !== "false") throw unbindable(parameter);
      return { literalType: { case: "boolean", value: text === "true" } };
    case "date": {
      const ms = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
      if (Number.isNaN(ms)) throw unbindable(parameter);
      return { literalType: { case: "date", value: ms / DAY_MS } };
    }
    case "timestamp": {
      const value = instantMicros(text);
      if (value === undefined) throw unbindable(parameter);
      return { literalType: { case: "timestamp", value } };
    }
  }
}

const unbindable = ({ name, type }: ParameterValue) => new BetweenError("engine.parameter-unbindable", { name, type });
