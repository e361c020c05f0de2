import { BetweenError } from "../../protocol/errors.ts";
import type { Place } from "../../protocol/errors.ts";

/** The spec in the code of a `vega-lite` cell. Throws `cells.vega-not-json` with the place where it stops being JSON. */
export function readSpec(code: string): object {
  let spec: unknown;
  try {
    spec = JSON.parse(code);
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    const reason = said.replace(/ in JSON at position .*$/s, "");
    throw new BetweenError("cells.vega-not-json", { reason }, { at: placeOf(said, code), cause });
  }
  if (typeof spec !== "object" || spec === null || Array.isArray(spec)) {
    throw new BetweenError("cells.vega-not-json", { reason: "{…}" }, { at: { line: 1, column: 1 } });
  }
  return spec;
}

/** The engine says the offset in words; where it does not, the text ended too early. */
function placeOf(said: string, code: string): Place {
  const offset = Number(/ at position (\d+)/.exec(said)?.[1] ?? code.trimEnd().length);
  const before = code.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1) ?? "").length + 1 };
}
