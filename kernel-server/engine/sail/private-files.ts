import type { Stats } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";

/**
 * What no query may read, though it lies on this disk: the environment of processes, and AWS' own files of credentials. An
 * engine has both at hand, and on a shared server its queries come from others than whoever set them up. Known by device and
 * number, so that links lead nowhere else.
 */
export async function privateFiles(env: NodeJS.ProcessEnv = process.env): Promise<(file: Stats) => boolean> {
  const aws = join(homedir(), ".aws");
  const cache = join(aws, "sso", "cache");
  const kept = [
    env["AWS_SHARED_CREDENTIALS_FILE"] ?? join(aws, "credentials"),
    env["AWS_CONFIG_FILE"] ?? join(aws, "config"),
    env["AWS_WEB_IDENTITY_TOKEN_FILE"] ?? "",
    ...(await readdir(cache).catch(() => [])).map((name) => join(cache, name)),
  ];
  const found = await Promise.all(kept.map((path) => stat(path).catch(() => undefined))); // What is not there is not read.
  const known = new Set(found.flatMap((file) => (file ? [`${file.dev}/${file.ino}`] : [])));
  const processes = await stat("/proc").catch(() => undefined); // Not on every system.
  const disk = await stat("/").catch(() => undefined);
  return (file) => known.has(`${file.dev}/${file.ino}`) || (file.dev === processes?.dev && processes.dev !== disk?.dev);
}
