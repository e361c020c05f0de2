import { say } from "../../../protocol/wording/say.ts";
import { functions } from "../functions/functions.ts";
import type { SqlFunction } from "../functions/functions.ts";
import type { Knowledge } from "../knowledge.ts";
import type { Suggestion } from "../suggestion.ts";
import type { Position } from "./position.ts";

/** Functions as they begin a value; a name that has its parentheses already gets no more. */
export function functionItems(
  know: Knowledge,
  code: string,
  { prefix, range, statement }: Position,
  rank: number,
): Suggestion[] {
  const capitals = /^[A-Z]{2,}/.test(prefix);
  const called = code.slice(range.end, statement.end).startsWith("(");
  return functions.map((each) => {
    const name = capitals ? each.name.toUpperCase() : each.name;
    return {
      label: name,
      kind: "function",
      detail: each.signature.slice(each.name.length),
      documentation: () => functionDocumentation(know, each),
      ...(called ? { insert: name } : callOf(name, each)),
      rank,
    };
  });
}

function callOf(name: string, { parameters }: SqlFunction): Pick<Suggestion, "insert" | "snippet" | "then"> {
  return parameters.length === 0
    ? { insert: `${name}()` }
    : { insert: `${name}($0)`, snippet: true, then: "signature" };
}

export function functionDocumentation({ lang }: Knowledge, { text, example, sparkOnly }: SqlFunction): string {
  const only = sparkOnly ? `\n\n${say(lang, "language.spark-only")}` : "";
  return `${text[lang]}\n\n\`\`\`sql\n${example}\n\`\`\`${only}`;
}
