import { scan } from "../../notebook/scan.ts";
import { frontText } from "./cell-text.ts";

/**
 * The text of a front matter cell as a file can hold it: a line `---` in it ends the front matter there, and what stands
 * behind that line is Markdown. `line`: which line it is, from 0; absent where there is none.
 */
export function splitFront(value: string): { front: string; line?: number; rest: string } {
  const lines = value.split("\n");
  // The rule is the file's own. The lines of its front matter are those up to the one that ends it, which is none of the text's own where all is well.
  const line = (scan(frontText(value, "\n")).front?.yaml.lines.length ?? 0) - 1;
  if (line < 0 || line >= lines.length) return { front: value, rest: "" };
  return { front: lines.slice(0, line).join("\n"), line, rest: lines.slice(line + 1).join("\n") };
}
