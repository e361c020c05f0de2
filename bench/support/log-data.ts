import { readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { generate } from "../../examples/generate.ts";
import { sailEngine } from "../../kernel-server/engine/sail/sail-engine.ts";
import { operationId } from "../../protocol/ids.ts";
import { cacheFolder } from "../../protocol/local/state-folders.ts";
import { root } from "../../test/support/between.ts";
import { newSession, never } from "./new-session.ts";
import { schema } from "./queries.ts";

/** Logs in one form: files below `folder/dt=…/`. */
export type LogData = {
  form: "JSON" | "Parquet";
  format: "json" | "parquet";
  folder: string;
  /** What names the files themselves. */
  glob: string;
  lines: number;
  files: number;
  bytes: number;
};

/**
 * So many lines of app logs as gzip JSON lines, and the same as Parquet, which the product wrote: one file a day. Both
 * are made once and kept in `.cache/bench`.
 */
export async function logData(lines: number): Promise<{ json: LogData; parquet: LogData }> {
  const folder = join(root, ".cache", "bench", `app-logs-${lines}`);
  const made = await generate({ out: folder, lines, users: Math.ceil(lines / 24) }, { fresh: true });
  const json = { form: "JSON", format: "json", folder, glob: join(folder, "dt=*", "*.json.gz"), ...made } as const;
  // Named by their content, so that other logs of that many lines are written anew.
  const parquet = `${folder}-${made.sha256.slice(0, 12)}.parquet`;
  const kept = await sizeOf(parquet).catch(() => undefined); // Not written yet.
  const size = kept ?? (await write(json, parquet));
  const glob = join(parquet, "dt=*", "*.parquet");
  return { json, parquet: { form: "Parquet", format: "parquet", folder: parquet, glob, lines, ...size } };
}

async function write(from: LogData, to: string): Promise<{ files: number; bytes: number }> {
  const unfinished = `${to}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  const { session, end } = await newSession(sailEngine({ cacheFolder: cacheFolder() }));
  try {
    const source = { name: "logs", from: { path: from.glob }, format: from.format, schema, onMalformed: "fail", line: 0 } as const; // prettier-ignore
    const work = { do: "write", relation: { of: "source", source }, to: unfinished, format: "parquet", mode: "overwrite", partition: ["dt"] } as const; // prettier-ignore
    for await (const event of session.run({ ...work, operation: operationId(crypto.randomUUID()) }, never)) void event;
  } finally {
    await end();
  }
  await rename(unfinished, to);
  return sizeOf(to);
}

async function sizeOf(folder: string): Promise<{ files: number; bytes: number }> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".parquet"));
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  return { files: names.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}
