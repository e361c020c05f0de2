import { verified } from "./edit-check.ts";
import type { Edited } from "./edit-check.ts";
import { addedSource, frontSite, optionSite, separatorSite, setEntry } from "./edit-site.ts";
import type { Site } from "./edit-site.ts";
import { asMap } from "./edit-yaml.ts";
import type { Entries, Splice } from "./edit-yaml.ts";
import type { Author } from "./inline-yaml.ts";
import { FORMAT_VERSION } from "./meta.ts";
import type { SourceSpec } from "./notebook.ts";
import type { Problem } from "./problem.ts";
import { scan } from "./scan.ts";
import type { Scan } from "./scan.ts";
import { authorSource } from "./sources.ts";
import { readYaml } from "./yaml-text.ts";
import type { YamlText } from "./yaml-text.ts";

export type { Edited } from "./edit-check.ts";

/** Sets a key of the front matter, which is made where the file has none; without a value the key is taken away. */
export function setMeta(text: string, key: string, value: Author | undefined): Edited {
  if (value === undefined && !scan(text).front) return { text };
  return editFront(text, [key], value, (site, map) => setEntry(site, map, key, value));
}

/** Adds an entry to `sources:`, which is made where it is missing. A source of that name must not be there. */
export function addSource(text: string, spec: Omit<SourceSpec, "line">): Edited {
  const { name, ...source } = spec;
  const value = authorSource(source);
  return editFront(text, ["sources", name], value, (site, map) => addedSource(site, map, name, value));
}

/** Sets an option of the cell with that ordinal (from 0); without a value the option is taken away. */
export function setCellOption(text: string, cell: number, key: string, value: Author | undefined): Edited {
  const scanned = scan(text);
  const piece = scanned.pieces[cell];
  if (!piece) throw new RangeError(`no cell ${cell} among ${scanned.pieces.length}`);
  const site = piece.kind === "code" ? optionSite(scanned, piece) : separatorSite(scanned, piece);
  const optionsOf = ({ pieces }: Scan): YamlText | undefined => {
    const found = pieces[cell];
    return found?.kind === "code" ? found.options : found?.separator;
  };
  return edit(scanned, site, [key], value, optionsOf, (map) => setEntry(site, map, key, value));
}

function editFront(
  text: string,
  path: readonly string[],
  value: Author | undefined,
  change: (site: Site, map: Entries | undefined) => Splice[] | Problem,
): Edited {
  const found = scan(text);
  if (found.frontUnclosed) {
    const problem: Problem = {
      severity: "error",
      code: "notebook.front-matter-unclosed",
      args: {},
      line: 1,
      column: 1,
    };
    return { problems: [problem] };
  }
  const { bom, eol, body } = found;
  const scanned = found.front
    ? found
    : scan(`${bom ? "\uFEFF" : ""}---${eol}between: ${FORMAT_VERSION}${eol}---${eol}${body}`);
  const site = frontSite(scanned);
  return edit(
    scanned,
    site,
    path,
    value,
    ({ front }) => front?.yaml,
    (map) => change(site, map),
  );
}

function edit(
  scanned: Scan,
  { yaml }: Site,
  path: readonly string[],
  value: Author | undefined,
  yamlOf: (scanned: Scan) => YamlText | undefined,
  change: (map: Entries | undefined) => Splice[] | Problem,
): Edited {
  const read = readYaml(yaml);
  if (!read.sound) return { problems: read.problems };
  const root = read.document.contents;
  const map = asMap(root);
  if (root && !map) {
    read.reading.report("error", "notebook.not-a-map", { value: read.reading.quote(root) }, root);
    return { problems: read.problems };
  }
  const splices = change(map);
  return "code" in splices ? { problems: [splices] } : verified(scanned, splices, path, value, yamlOf);
}
