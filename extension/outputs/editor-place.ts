import type { Place } from "../../protocol/errors.ts";

/** Lines and characters from 0, characters in UTF-16 units, as VS Code counts. */
export type EditorRange = { line: number; character: number; endLine: number; endCharacter: number };

/** A place in a cell's code as a range of its editor, where the code begins behind `optionLines` lines. */
export function editorRange(place: Place, optionLines: number): EditorRange {
  const { line, column, endLine = line, endColumn = column } = place;
  return {
    line: Math.max(0, line - 1) + optionLines,
    character: Math.max(0, column - 1),
    endLine: Math.max(0, endLine - 1) + optionLines,
    endCharacter: Math.max(0, endColumn - 1),
  };
}
