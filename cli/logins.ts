import { createHash, randomUUID } from "node:crypto";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { makeFolder } from "../protocol/local/make-folder.ts";
import { stateFolder } from "../protocol/local/state-folders.ts";

const login = z.strictObject({ url: z.string(), token: z.string().regex(/^[\x21-\x7e]{1,512}$/) });

/** Where the token for a server is kept: a file for each, which its user alone can read. */
export const loginFile = (url: string, state: string = stateFolder()): string =>
  join(state, "logins", `${createHash("sha256").update(url).digest("hex").slice(0, 16)}.json`);

/** Written whole or not at all; never readable by others, not for a moment. */
export async function keepLogin(url: string, token: string, state?: string): Promise<string> {
  const file = loginFile(url, state);
  await makeFolder(dirname(file));
  const whole = `${file}.${randomUUID()}`;
  try {
    await writeFile(whole, `${JSON.stringify({ url, token })}\n`, { mode: 0o600, flag: "wx" });
    await rename(whole, file);
  } catch (thrown) {
    await rm(whole, { force: true });
    throw thrown;
  }
  return file;
}

/** The token that is kept for a server; `undefined` where there is none. */
export async function keptLogin(url: string, state?: string): Promise<string | undefined> {
  const text = await readFile(loginFile(url, state), "utf8").catch((thrown: unknown) => {
    if (thrown instanceof Error && "code" in thrown && thrown.code === "ENOENT") return "{}";
    throw thrown;
  });
  const read = login.safeParse(parsed(text));
  return read.success && read.data.url === url ? read.data.token : undefined;
}

/** Whether there was one to forget. */
export async function forgetLogin(url: string, state?: string): Promise<boolean> {
  const wasThere = (await keptLogin(url, state)) !== undefined;
  await rm(loginFile(url, state), { force: true });
  return wasThere;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Damaged: as if there were none; the next login replaces it.
  }
}
