/** A piece of SQL. `start` and `end` are offsets in UTF-16 units; the tokens of a text follow each other without gaps. */
export type SqlToken = {
  kind: "space" | "comment" | "string" | "quoted-name" | "word" | "number" | "parameter" | "punctuation";
  start: number;
  end: number;
};

const space = /[ \t\n\f\r\v\u00a0\u1680\u2000-\u200a\u2028\u202f\u205f\u3000]+/y;
const number = /(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?(?:bd|[lsyfd])?(?![\p{L}\p{N}_])/iuy;
const word = /[\p{L}\p{N}_]+/uy;
const parameter = /:[\p{L}_][\p{L}\p{N}_]*/uy;

/**
 * Cuts SQL by Spark's lexical rules (SqlBaseLexer.g4 of Spark 4). What is not closed reaches to the end of the text. A
 * line comment ends with its line: Spark lets a backslash carry it on, Sail does not, and ending it loses no statement.
 */
export function* sqlTokens(code: string): Generator<SqlToken> {
  const matched = (pattern: RegExp, at: number): number => {
    pattern.lastIndex = at;
    return pattern.test(code) ? pattern.lastIndex : at;
  };
  for (let at = 0; at < code.length;) {
    const [kind, end] = tokenAt(code, at, matched);
    yield { kind, start: at, end };
    at = end;
  }
}

type Matched = (pattern: RegExp, at: number) => number;

function tokenAt(code: string, at: number, matched: Matched): [SqlToken["kind"], number] {
  const two = code.slice(at, at + 2);
  const one = two[0] ?? "";
  if (one === "'" || one === '"') return ["string", quotedEnd(code, at, one, "\\")];
  if (one === "`") return ["quoted-name", quotedEnd(code, at, one, "")];
  if (two === "--") return ["comment", lineEnd(code, at)];
  if (two === "/*") return ["comment", commentEnd(code, at)];
  if (/^r['"]$/i.test(two)) return ["string", quotedEnd(code, at + 1, two.slice(1), "raw")];
  if (two === "::") return ["punctuation", at + 2];
  if (one === ":" && !isAttached(code, at)) {
    const end = matched(parameter, at);
    return end > at ? ["parameter", end] : ["punctuation", at + 1];
  }
  const afterSpace = matched(space, at);
  if (afterSpace > at) return ["space", afterSpace];
  // `a.1` and `t.2020_logs` are names behind a dot, not decimals.
  const afterNumber = one === "." && isAttached(code, at) ? at : matched(number, at);
  if (afterNumber > at) return ["number", afterNumber];
  const afterWord = matched(word, at);
  if (afterWord > at) return ["word", afterWord];
  return ["punctuation", at + ((code.codePointAt(at) ?? 0) > 0xffff ? 2 : 1)];
}

/** A colon or dot right behind a name belongs to it: `struct<a:int>`, `payload:user.id`. */
const isAttached = (code: string, at: number): boolean => at > 0 && /[\p{L}\p{N}_`\])]/u.test(code[at - 1] ?? "");

/** Doubled quotes stay inside; `escape` takes the next character with it, and a raw string knows neither. */
function quotedEnd(code: string, at: number, quote: string, escape: "\\" | "" | "raw"): number {
  for (let i = at + 1; i < code.length; i++) {
    if (code[i] === escape) i++;
    else if (code[i] === quote) {
      if (escape === "raw" || code[i + 1] !== quote) return i + 1;
      i++;
    }
  }
  return code.length;
}

function lineEnd(code: string, at: number): number {
  let end = at;
  while (end < code.length && code[end] !== "\n" && code[end] !== "\r") end++;
  return end;
}

/** Comments nest. */
function commentEnd(code: string, at: number): number {
  let depth = 0;
  for (let i = at; i < code.length - 1; i++) {
    const two = code.slice(i, i + 2);
    if (two === "/*") depth++;
    else if (two === "*/") depth--;
    else continue;
    i++;
    if (depth === 0) return i + 1;
  }
  return code.length;
}
