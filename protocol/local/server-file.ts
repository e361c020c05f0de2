import { randomUUID } from "node:crypto";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { makeFolder } from "./make-folder.ts";

const serverFile = z.strictObject({
  url: z.string().regex(/^ws:\/\/(127\.0\.0\.1|\[::1\]):\d{1,5}$/),
  token: z.string().regex(/^[\x21-\x7e]{16,512}$/),
  pid: z.number().int().positive(),
  version: z.string().min(1).max(200),
});

/** How a user's programs find their local server: its loopback address, bearer token, process and version. */
export type ServerFile = z.infer<typeof serverFile>;

/** The folder of one version's local server: its `server.json`, log and lock. */
export const localFolder = (state: string, version: string): string => join(state, "local", version);

export const serverFilePath = (state: string, version: string): string =>
  join(localFolder(state, version), "server.json");

/** Written whole or not at all, readable by its user alone. */
export async function writeServerFile(path: string, file: ServerFile): Promise<void> {
  await makeFolder(dirname(path));
  const whole = `${path}.${randomUUID()}`;
  try {
    await writeFile(whole, `${JSON.stringify(file)}\n`, { mode: 0o600, flag: "wx" });
    await rename(whole, path);
  } catch (thrown) {
    await rm(whole, { force: true });
    throw thrown;
  }
}

/** `undefined` when there is none. What is not exactly such a file counts as none: the next server replaces it. */
export async function readServerFile(path: string): Promise<ServerFile | undefined> {
  try {
    return serverFile.safeParse(JSON.parse(await readFile(path, "utf8"))).data;
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return undefined;
    if (thrown instanceof Error && "code" in thrown && thrown.code === "ENOENT") return undefined;
    throw thrown;
  }
}
