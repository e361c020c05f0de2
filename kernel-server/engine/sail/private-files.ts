import type { Stats } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";

/** A walk asks for thousands of files; what renews credentials puts new files in the place of old ones. */
const KNOWN_MS = 500;

const ours = new Set<string>();
let known: { at: number; of: Promise<(file: Stats) => boolean> } | undefined;

/** Files and whole folders of this server's own (tokens, keys) that no query may read. For the rest of the process. */
export function keepPrivate(paths: readonly string[]): void {
  for (const path of paths) ours.add(path);
  known = undefined;
}

/**
 * What no query may read, though it lies on this disk: the environment of processes, AWS' own files of credentials, and
 * what `keepPrivate` was told. An engine has them at hand, and on a shared server its queries come from others than whoever
 * set them up. Known by device and number, so that links lead nowhere else.
 */
export function privateFiles(): Promise<(file: Stats) => boolean> {
  const now = performance.now();
  if (known === undefined || now - known.at > KNOWN_MS) known = { at: now, of: lookUp(process.env) };
  return known.of;
}

async function lookUp(env: NodeJS.ProcessEnv): Promise<(file: Stats) => boolean> {
  const named = ["AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE", "AWS_WEB_IDENTITY_TOKEN_FILE"];
  const paths = [...named, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"].flatMap((name) => env[name] ?? []);
  const files = await Promise.all([join(homedir(), ".aws"), ...paths, ...ours].map(within));
  const kept = await Promise.all(files.flat().map((path) => stat(path).catch(() => undefined))); // What is not there is not read.
  const numbers = new Set(kept.flatMap((file) => (file?.isFile() ? [`${file.dev}/${file.ino}`] : [])));
  const processes = await stat("/proc").catch(() => undefined); // Not on every system.
  const disk = await stat("/").catch(() => undefined);
  return (file) =>
    numbers.has(`${file.dev}/${file.ino}`) || (file.dev === processes?.dev && processes.dev !== disk?.dev);
}

/** The file, or all that lies in the folder. */
async function within(path: string): Promise<string[]> {
  const names = await readdir(path, { recursive: true }).catch(() => undefined); // A file, or nothing.
  return names ? names.map((name) => join(path, name)) : [path];
}
