import type { Span } from "../span.ts";
import { groupsAround, nameOf, statementAt, wordOf } from "./groups.ts";
import type { Group, Item, StatementTree } from "./groups.ts";
import { readQuery } from "./query.ts";
import { setOperators } from "./relations.ts";
import { touchedAt } from "./touched.ts";

/** What can be written at a place of SQL. `at` names it, `range` is the part of a word that stands there already. */
export type Position = { range: Span; prefix: string; statement: StatementTree } & (
  | { at: "nowhere" }
  /** Behind a colon. */
  | { at: "parameter" }
  /** Behind `owner.`; what is named there depends on whether a table or a value is. */
  | { at: "member"; owner: readonly string[]; of: "table" | "value" }
  | { at: "table" }
  | { at: "type" }
  /** Where a statement or a query begins. `within`: in parentheses or behind a WITH. */
  | { at: "start"; within: boolean }
  /** In the parentheses of OVER. */
  | { at: "over"; after: string }
  /** Where a value begins. `clause` in lower case; `first`: right behind SELECT or an opening parenthesis. */
  | { at: "value"; clause: string; first: boolean }
  /** Behind a value or a relation, where only keywords go on. */
  | { at: "behind"; clause: string; after: string }
);

const tableBefore = new Set(["from", "join", "into", "update", "describe", "desc"]);
const valueBefore = new Set(
  "by where having on and or not select distinct when then else case between like rlike ilike limit offset qualify set all in escape filter exists using values div".split(
    " ",
  ),
);
const wantsBy = new Set(["group", "order", "partition", "cluster", "distribute", "sort"]);
const operators = /^(?:=|==|<|>|\+|-|\/|\||%|!|~|&|\^|\[|->|=>|<=>)$/;

/** Never throws; half-written text has the meaning that it most likely will have. */
export function positionAt(code: string, offset: number): Position {
  const touched = touchedAt(code, offset);
  if (touched.kind === "inside") return nowhere(code, offset);
  const { range, text } = touched;
  const statement = statementAt(text, offset);
  const here = { range, prefix: code.slice(range.start, offset).replace(/^`/, ""), statement };
  return { ...here, ...whatFits(text, statement, range.start, touched.parameter) };
}

const nowhere = (code: string, offset: number): Position => ({
  at: "nowhere",
  range: { start: offset, end: offset },
  prefix: "",
  statement: statementAt(code, offset),
});

type Fit = Position extends infer P ? (P extends Position ? Omit<P, "range" | "prefix" | "statement"> : never) : never;

function whatFits(code: string, { root }: StatementTree, start: number, parameter: boolean): Fit {
  if (parameter) return { at: "parameter" };
  const inner = groupsAround(root, start).at(-1) ?? root;
  const before = inner.items.filter((item) => item.end <= start);
  const last = before[before.length - 1];
  const word = wordOf(last);
  const clause = clauseAt(code, root, start);
  if (word === "." && last?.end === start) return member(code, before, clause);
  if (word === "::") return { at: "type" };
  if (inner.head === "over") return over(before);
  if (!last) return atOpening(root, inner, clause);
  if (last.kind !== "word") return behindSign(last, word, before, clause, inner, root);
  return behindWord(word, before, clause, inner, root);
}

function member(code: string, before: readonly Item[], clause: string): Fit {
  const owner: string[] = [];
  for (let i = before.length - 1; wordOf(before[i]) === "."; i -= 2) {
    const name = nameOf(code, before[i - 1]);
    if (name === undefined) return { at: "nowhere" };
    owner.unshift(name);
  }
  const first = wordOf(before[before.length - owner.length * 2 - 1]);
  return {
    at: "member",
    owner,
    of: tableBefore.has(first) || (clause === "from" && first === ",") ? "table" : "value",
  };
}

/** In an OVER, behind `partition by a` and `order by b` alike. */
function over(before: readonly Item[]): Fit {
  const last = wordOf(before.at(-1));
  if (last === "by" || last === "," || operators.test(last)) return { at: "value", clause: "over", first: false };
  return { at: "over", after: last };
}

/** Right behind a parenthesis, or where the statement begins. */
function atOpening(root: Group, inner: Group, clause: string): Fit {
  if (inner === root) return { at: "start", within: false };
  const around = groupsAround(root, inner.start).at(-1) ?? root;
  const index = around.items.indexOf(inner);
  const before = wordOf(around.items[index - 1]);
  if (clause === "from" && (before === "from" || before === "join" || before === ","))
    return { at: "start", within: true };
  if (before === "as" || before === "exists") return { at: "start", within: true };
  return { at: "value", clause: inner.head === "in" ? "in" : clause, first: true };
}

function behindSign(last: Item, word: string, before: readonly Item[], clause: string, inner: Group, root: Group): Fit {
  if (word === ",") {
    if (clause === "from" && !isCall(inner, root)) return namesColumns(before) ? { at: "nowhere" } : { at: "table" };
    return clause === "" ? { at: "nowhere" } : value(clause);
  }
  if (word === "*") {
    const prior = before[before.length - 2];
    const all = !prior || wordOf(prior) === "." || ["select", "distinct", ","].includes(wordOf(prior));
    return all ? { at: "behind", clause, after: "*" } : value(clause);
  }
  if (operators.test(word)) return value(clause);
  if (last.kind === "group") {
    if (clause === "" && inner === root && before.some((item) => wordOf(item) === "with"))
      return { at: "start", within: true };
    return { at: "behind", clause, after: ")" };
  }
  return word === "." || word === ":" ? { at: "nowhere" } : { at: "behind", clause, after: word };
}

const value = (clause: string): Fit => ({ at: "value", clause, first: false });

function behindWord(word: string, before: readonly Item[], clause: string, inner: Group, root: Group): Fit {
  const prior = wordOf(before[before.length - 2]);
  const first = wordOf(before[0]);
  if (word === "distinct" && prior === "select") return { at: "value", clause, first: true };
  if (word === "from") return prior === "distinct" || isCall(inner, root) ? value(clause) : { at: "table" };
  if (word === "set" && clause !== "set") return { at: "nowhere" };
  if (tableBefore.has(word) || (word === "table" && first !== "create" && prior !== "show")) return { at: "table" };
  if (word === "exists" && first === "drop") return { at: "table" };
  if (word === "all" && setOperators.has(prior)) return { at: "start", within: true };
  if (setOperators.has(word) || word === "explain") return { at: "start", within: true };
  if (word === "as") {
    if (/^(?:try_)?cast$/.test(inner.head)) return { at: "type" };
    return first === "create" && inner === root && clause === "" ? { at: "start", within: true } : { at: "nowhere" };
  }
  if (word === "with" || word === "interval" || word === "view" || word === "tables") {
    return word === "view" && prior === "lateral" ? value("lateral") : { at: "nowhere" };
  }
  if (wantsBy.has(word)) return { at: "behind", clause, after: word };
  if (valueBefore.has(word)) return { at: "value", clause, first: word === "select" };
  return { at: "behind", clause, after: word };
}

/** In a call's parentheses FROM and commas do not mean tables: `extract(year from ts)`, `if(a, b, c)`. */
const isCall = (inner: Group, root: Group): boolean =>
  inner !== root && !inner.items.some((item) => wordOf(item) === "select");

/** `lateral view explode(x) t as a, b` names columns behind its commas. */
const namesColumns = (before: readonly Item[]): boolean => {
  const lateral = before.findLastIndex((item) => wordOf(item) === "lateral");
  return lateral !== -1 && before.slice(lateral).some((item) => wordOf(item) === "as");
};

/** The clause of the query around a place: that of the innermost parentheses that hold one. */
function clauseAt(code: string, root: Group, start: number): string {
  for (const group of groupsAround(root, start).reverse()) {
    const { blocks } = readQuery(code, group);
    const block = blocks.findLast((each) => each.start < start);
    const clause = block?.clauses.findLast((each) => each.start <= start);
    // Behind a set operator a new query is about to begin.
    const lastWord = wordOf(group.items.filter(({ end }) => end <= start).at(-1));
    if (clause) return setOperators.has(lastWord) ? "" : clause.name;
    if (blocks.length > 0) return "";
  }
  return "";
}
