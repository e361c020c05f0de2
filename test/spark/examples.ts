import { readFile } from "node:fs/promises";
import { globSync } from "node:fs";
import { join } from "node:path";
import type { ServiceDesk } from "../../kernel-server/session/test-desk.ts";
import { root } from "../support/between.ts";
import { accountOf } from "./account.ts";

/** The example notebooks that are SQL, by their names. */
export const examples = globSync("[1-4]-*.between-nb", { cwd: join(root, "examples") }).sort();

/** What an example's cells yield on a desk's engine, one text a result. */
export async function runExample(desk: ServiceDesk, name: string): Promise<string[]> {
  const folder = join(root, "examples");
  const { session } = await desk.opened({ folder, uri: `file:///${name}` });
  const text = await readFile(join(folder, name), "utf8");
  const view = await desk.run(text, { on: session, keepGoing: true });
  const account = await accountOf(desk, view, { folder, results: join(desk.folder, "results") });
  await desk.close(session);
  return withoutPreviews(account);
}

/** Which rows a preview begins with is open where no order is total: of longer results only the columns are told. */
function withoutPreviews(account: readonly string[]): string[] {
  return account.filter((line, i) => !line.startsWith("  ") || !isPreview(account.slice(i)));
}

const isPreview = (rest: readonly string[]) =>
  rest.find((line) => !line.startsWith("  ") || line === "  and more") === "  and more";
