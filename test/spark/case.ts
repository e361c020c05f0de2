import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import type { ServiceDesk } from "../../kernel-server/session/test-desk.ts";
import { accountOf } from "./account.ts";

/** One thing that a notebook may do, and what comes of it on each engine. */
export type Case = {
  /** A sentence's middle: "a number that is none, cast". */
  name: string;
  /** In the notebook's folder; those whose names end in `.gz` are compressed, of those in `.cut.gz` the second half is missing. */
  files?: Readonly<Record<string, string>>;
  /** YAML of the front matter. */
  front?: string;
  /** SQL cells, options and all. `{folder}` is the notebook's. */
  cells: readonly string[];
  /** Runs after the first: these cells instead, in the same session. */
  then?: readonly (readonly string[])[];
  /** Files that come, or come anew, before the runs after the first. */
  meanwhile?: Readonly<Record<string, string>>;
  save?: true;
  gives: readonly string[] | { sail: readonly string[]; spark: readonly string[] };
};

export const givesOn = ({ gives }: Case, engine: "sail" | "spark") => ("sail" in gives ? gives[engine] : gives);

/** Runs a case on a desk's engine, in a folder and a session of its own, and gives the account of it. */
export async function runCase(
  desk: ServiceDesk,
  { files = {}, front, cells, then = [], meanwhile = {}, save }: Case,
): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), "between-case-"));
  const put = async (into: Readonly<Record<string, string>>) => {
    for (const [name, text] of Object.entries(into)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      const bytes = name.endsWith(".gz") ? gzipSync(text) : Buffer.from(text);
      await writeFile(join(folder, name), name.endsWith(".cut.gz") ? bytes.subarray(0, bytes.length / 2) : bytes);
    }
  };
  try {
    await put(files);
    const { session } = await desk.opened({ folder });
    const account: string[] = [];
    for (const [i, each] of [cells, ...then].entries()) {
      if (i > 0) await put(meanwhile);
      const body = each.map((cell) => `\`\`\`{sql}\n${cell}\n\`\`\`\n\n`).join("");
      const text = `---\nbetween: 1\n${front ?? ""}\n---\n${body}`.replaceAll("{folder}", folder);
      const view = await desk.run(text, { on: session, save: save ?? false, keepGoing: true });
      account.push(...(await accountOf(desk, view, { folder, results: join(desk.folder, "results") })));
    }
    await desk.close(session);
    return account;
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
