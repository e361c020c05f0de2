import { tableFromIPC } from "apache-arrow";
import type { Link } from "./link.ts";
import { execute } from "./operation.ts";
import { type RelationPlan, project, root } from "./plan.ts";

/**
 * The files of a path or glob as Spark itself sees them, with its own right to look: the table of whole files has their
 * lengths and times, and opens none of them for it.
 */
export async function filesOnEngine(
  link: Link,
  path: string,
  signal: AbortSignal,
): Promise<{ files: number; bytes: number; newest: number }> {
  const listed: RelationPlan = {
    relType: {
      case: "read",
      value: { readType: { case: "dataSource", value: { format: "binaryFile", paths: [path] } } },
    },
  };
  const plan = root(project(listed, ["length", "unix_millis(modificationTime) as modified"]));
  const found = { files: 0, bytes: 0, newest: 0 };
  for await (const { responseType } of execute(link, { id: crypto.randomUUID(), plan, repeatable: true }, signal)) {
    if (responseType.case !== "arrowBatch") continue;
    const table = tableFromIPC(responseType.value.data);
    const [lengths, times] = [table.getChild("length"), table.getChild("modified")];
    for (let row = 0; row < table.numRows; row++) {
      found.files++;
      found.bytes += Number(lengths?.get(row));
      found.newest = Math.max(found.newest, Number(times?.get(row)));
    }
  }
  return found;
}
