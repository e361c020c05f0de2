import { glob } from "tinyglobby";
import type { SourceSpec } from "../notebook.ts";

/**
 * The notebook's own files that a run on another machine needs: what its `sources:` name below its folder, and the `.py` files
 * beside it. Paths are relative to `folder`, with `/`, in order.
 */
export async function travellingFiles(sources: readonly SourceSpec[], folder: string): Promise<string[]> {
  const found = new Set(await glob("*.py", { cwd: folder, onlyFiles: true, dot: false }));
  for (const { from, format } of sources) {
    if (!("path" in from) || !isBelow(from.path)) continue;
    const path = from.path.replace(/^(?:\.\/+)+/, "").replace(/\/+$/, "");
    const whole = path === "" || path === "." ? ["**/*"] : [path, `${path}/**/*`];
    const files = await glob(whole, { cwd: folder, onlyFiles: true, dot: false, expandDirectories: false });
    // As engines do: names that begin with _ are no data. A Delta table's log is one.
    for (const file of files) {
      const isData = !file
        .split("/")
        .some((part) => part.startsWith("_") && !(format === "delta" && part === "_delta_log"));
      if (isData) found.add(file);
    }
  }
  return [...found].sort();
}

/** A relative path that does not lead out of the folder. */
const isBelow = (path: string) => !/^(?:[a-z][a-z0-9+.-]*:|[/\\~])/i.test(path) && !path.split(/[/\\]/).includes("..");
