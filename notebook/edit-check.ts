import { splice } from "./edit-yaml.ts";
import type { Splice } from "./edit-yaml.ts";
import type { Author } from "./inline-yaml.ts";
import type { Problem } from "./problem.ts";
import { scan } from "./scan.ts";
import type { Scan } from "./scan.ts";
import { readYaml } from "./yaml-text.ts";
import type { YamlText } from "./yaml-text.ts";

/** The changed text, in which no other line is touched; or why the file cannot be changed safely. */
export type Edited = { text: string } | { problems: readonly Problem[] };

/**
 * Makes the change and reads it back: the key has its value, all others have theirs, the cells are the same. YAML knows
 * more ways to write a key than an edit by position can know; where one of them is in the way, nothing is changed.
 */
export function verified(
  before: Scan,
  splices: readonly Splice[],
  path: readonly string[],
  value: Author | undefined,
  yamlOf: (scanned: Scan) => YamlText | undefined,
): Edited {
  const body = splice(before.body, splices);
  const text = before.bom ? `\uFEFF${body}` : body;
  const after = scan(text);
  const wanted = JSON.stringify(withValue(valuesOf(yamlOf(before)), path, value));
  const same =
    before.pieces.length === after.pieces.length &&
    before.pieces.every((p, i) => contentOf(p) === contentOf(after.pieces[i]));
  if (same && JSON.stringify(valuesOf(yamlOf(after)) ?? {}) === wanted) return { text };
  const place = yamlOf(before)?.lines[0] ?? { line: 1, column: 1 };
  const args = { key: path.join(".") };
  return {
    problems: [{ severity: "error", code: "notebook.cannot-edit", args, line: place.line, column: place.column }],
  };
}

const contentOf = (piece: Scan["pieces"][number] | undefined): string | undefined =>
  piece?.kind === "code" ? `${piece.language}\n${piece.code}` : piece?.text;

/** Keys sorted at each level, since a new key may stand anywhere. */
function valuesOf(yaml: YamlText | undefined): unknown {
  const { document, sound } = readYaml(yaml ?? { text: "", lines: [] });
  try {
    return sound ? sorted(document.toJS({ maxAliasCount: 100 })) : undefined;
  } catch (thrown) {
    // An alias without its anchor.
    if (thrown instanceof ReferenceError) return undefined;
    throw thrown;
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
}

function withValue(values: unknown, [key, ...rest]: readonly string[], value: Author | undefined): unknown {
  if (key === undefined) return value;
  const held: Record<string, unknown> = typeof values === "object" && values !== null ? { ...values } : {};
  const changed = withValue(held[key], rest, value);
  if (changed === undefined) delete held[key];
  else held[key] = changed;
  return sorted(held);
}
