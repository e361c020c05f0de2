import type { Place } from "../../../protocol/errors.ts";
import { placeOfUnits } from "./place.ts";

/**
 * The place that Spark 3.5 draws into its messages:
 *
 *     == SQL(line 1, position 8) ==
 *     select cast('x' as int) as a
 *            ^^^^^^^^^^^^^^^^
 *
 * What is marked must stand in the statement there, or once in all of it: the text that the engine got may differ.
 */
export function placeInMessage(message: string, statement: string): Place | undefined {
  const drawn = /== SQL ?\(line (\d+), position (\d+)\) ==\n([^\n]*)\n( *)(\^+)/.exec(message);
  if (!drawn) return undefined;
  const [, line, position, text = "", before = "", marks = ""] = drawn;
  const marked = text.slice(before.length, before.length + marks.length);
  if (marked === "") return undefined;
  const start = offsetOf(statement, Number(line), Number(position));
  if (statement.startsWith(marked, start)) return placeOfUnits(statement, start, start + marked.length);
  const only = statement.indexOf(marked);
  return only >= 0 && only === statement.lastIndexOf(marked)
    ? placeOfUnits(statement, only, only + marked.length)
    : undefined;
}

/** `line 1, pos 7` and `line 1 pos 7`, as Spark 3.5 ends messages; the position counts from 0. */
export function pointInMessage(message: string): Place | undefined {
  const point = /(?:\(|; )line (\d+),? pos (\d+)/.exec(message);
  return point ? { line: Number(point[1]), column: Number(point[2]) + 1 } : undefined;
}

/** Of a line and a position, both from 1. */
const offsetOf = (text: string, line: number, position: number) =>
  text
    .split("\n")
    .slice(0, line - 1)
    .reduce((sum, each) => sum + each.length + 1, position - 1);
