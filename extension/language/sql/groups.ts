import { sqlTokens } from "../../../notebook/sql-text.ts";
import type { SqlToken } from "../../../notebook/sql-text.ts";

/** A token that means something. `word`: in lower case, of a word without quotes; else what stands there. */
export type Leaf = { kind: Exclude<SqlToken["kind"], "space" | "comment">; start: number; end: number; word: string };

/** What stands in parentheses, they included. One that is not closed ends where its query goes on, or with the statement. */
export type Group = {
  kind: "group";
  start: number;
  end: number;
  closed: boolean;
  items: Item[];
  /** The word right before it, in lower case: of `count(…)` it is `count`. */
  head: string;
};

export type Item = Leaf | Group;

/** A statement of a cell. Offsets are those of the cell's text. */
export type StatementTree = { start: number; end: number; root: Group };

/** Functions whose arguments hold the word FROM. */
const fromInside = new Set(["extract", "trim", "ltrim", "rtrim", "substring", "substr", "overlay", "position"]);

/** The statement around a place in SQL, cut at semicolons, as a tree of parentheses. Takes what is half written. */
export function statementAt(code: string, offset: number): StatementTree {
  let start = 0;
  let end = code.length;
  for (const { kind, start: at, end: behind } of sqlTokens(code)) {
    if (kind !== "punctuation" || code[at] !== ";") continue;
    if (behind <= offset) start = behind;
    else {
      end = at;
      break;
    }
  }
  return { start, end, root: tree(code, start, end) };
}

/** All statements of a cell that say something. */
export function statementTrees(code: string): StatementTree[] {
  const found: StatementTree[] = [];
  for (let at = 0; at <= code.length;) {
    const statement = statementAt(code, at);
    if (statement.root.items.length > 0) found.push(statement);
    at = statement.end + 1;
  }
  return found;
}

function tree(code: string, from: number, to: number): Group {
  const root: Group = { kind: "group", start: from, end: to, closed: false, items: [], head: "" };
  const open: Group[] = [];
  let top = root;
  const add = (item: Item) => top.items.push(item);
  const close = (end: number, closed: boolean) => {
    top.end = end;
    top.closed = closed;
    open.pop();
    top = open[open.length - 1] ?? root;
  };
  for (const leaf of leaves(code, from, to)) {
    if (leaf.word === "(") {
      const before = top.items[top.items.length - 1];
      const head = before?.kind === "word" ? before.word : "";
      const group: Group = { kind: "group", start: leaf.start, end: to, closed: false, items: [], head };
      add(group);
      open.push(group);
      top = group;
    } else if (leaf.word === ")") {
      if (open.length > 0) close(leaf.end, true);
    } else {
      // `select count( from logs`: the parenthesis is still to come, and the query goes on.
      while (open.length > 0 && goesOnBehind(top, leaf)) close(leaf.start, false);
      add(leaf);
    }
  }
  return root;
}

function goesOnBehind(group: Group, { word }: Leaf): boolean {
  if (word !== "from" || isQuery(group) || fromInside.has(group.head)) return false;
  const [before, last] = group.items.slice(-2).map(wordOf);
  return !(last === "distinct" && (before === "is" || before === "not"));
}

function* leaves(code: string, from: number, to: number): Generator<Leaf> {
  for (const { kind, start, end } of sqlTokens(code.slice(from, to))) {
    if (kind === "space" || kind === "comment") continue;
    const text = code.slice(from + start, from + end);
    const joined = kind === "punctuation" || kind === "word" ? text.toLowerCase() : text;
    yield { kind, start: from + start, end: from + end, word: joined };
  }
}

/** The word of an item in lower case, or its sign; nothing for parentheses. */
export const wordOf = (item: Item | undefined): string => (item && item.kind !== "group" ? item.word : "");

const queryStarts = new Set(["select", "with", "from", "values", "table"]);

export function isQuery({ items }: Group): boolean {
  const [first] = items;
  return first?.kind === "group" ? isQuery(first) : queryStarts.has(wordOf(first));
}

/** The name that a word or a name in backticks stands for; nothing for other things. */
export function nameOf(code: string, item: Item | undefined): string | undefined {
  if (item?.kind === "word") return code.slice(item.start, item.end);
  if (item?.kind !== "quoted-name") return undefined;
  return code.slice(item.start, item.end).replace(/^`/, "").replace(/`$/, "").replaceAll("``", "`");
}

/** The groups around a place, the whole statement first. */
export function groupsAround(root: Group, offset: number): [Group, ...Group[]] {
  const around: [Group, ...Group[]] = [root];
  for (let group: Group | undefined = root; group;) {
    group = group.items.find(
      (item): item is Group =>
        item.kind === "group" && item.start < offset && (item.closed ? offset < item.end : offset <= item.end),
    );
    if (group) around.push(group);
  }
  return around;
}
