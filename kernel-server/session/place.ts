import { BetweenError } from "../../protocol/errors.ts";
import type { Place } from "../../protocol/errors.ts";

/** The place of the UTF-16 units `start` to `end` of a cell's code. */
export function placeIn(code: string, cell: number, start: number, end: number): Place {
  const from = lineAndColumn(code, start);
  const to = lineAndColumn(code, end);
  return { cell, ...from, endLine: to.line, endColumn: to.column };
}

/** An error with a place in a statement as one with its place in the cell. */
export function placedIn(code: string, cell: number, start: number, error: BetweenError): BetweenError {
  if (!error.at || error.at.cell !== undefined) return error;
  return new BetweenError(error.code, error.args, {
    at: placeInCell(code, cell, start, error.at),
    ...(error.engineText !== undefined && { engineText: error.engineText }),
    cause: error.cause,
  });
}

/** A place in a statement as the place in the cell's code, the statement beginning at `start`. */
export function placeInCell(code: string, cell: number, start: number, at: Place): Place {
  const first = lineAndColumn(code, start);
  const move = (line: number, column: number) => ({
    line: line + first.line - 1,
    column: line === 1 ? column + first.column - 1 : column,
  });
  const from = move(at.line, at.column);
  if (at.endLine === undefined || at.endColumn === undefined) return { cell, ...from };
  const to = move(at.endLine, at.endColumn);
  return { cell, ...from, endLine: to.line, endColumn: to.column };
}

function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length, column: before.length - before.lastIndexOf("\n") };
}
