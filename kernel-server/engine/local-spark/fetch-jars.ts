import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rename, rm, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { BetweenError } from "../../../protocol/errors.ts";
import { acquireLock } from "../../../protocol/local/lock.ts";
import { makeFolder } from "../../../protocol/local/make-folder.ts";

/** `path` as in a Maven repository: `io/delta/delta-storage/4.2.0/delta-storage-4.2.0.jar`. */
export type Jar = { path: string; sha256: string };

/** Maven's central repository; BETWEEN_MAVEN names another that holds the same, such as a company's mirror. */
const REPOSITORY = "https://repo1.maven.org/maven2";

const WORTH_TELLING = 500_000;

/**
 * The paths of jars in `folder`, those that are not there fetched and compared with their hashes. Needs the network only
 * then. Throws `spark.jars-offline`, `spark.jar-refused`, `spark.jar-altered`.
 */
export async function fetchJars(
  jars: readonly Jar[],
  folder: string,
  onProgress: (detail: string) => void,
  signal: AbortSignal,
): Promise<string[]> {
  const paths = jars.map(({ path }) => join(folder, basename(path)));
  const missing = [];
  for (const [i, jar] of jars.entries()) if (!(await isThere(paths[i] ?? ""))) missing.push(jar);
  if (missing.length === 0) return paths;
  await makeFolder(folder);
  const lock = await acquireLock(`${folder}.lock`, signal);
  try {
    for (const jar of missing) {
      const to = join(folder, basename(jar.path));
      if (!(await isThere(to))) await fetchJar(jar, to, onProgress, signal);
    }
    return paths;
  } finally {
    await lock.release();
  }
}

const isThere = (path: string) =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );

/** Under its own name only when it is whole: a file that lies there needs no second look. */
async function fetchJar({ path, sha256 }: Jar, to: string, onProgress: (detail: string) => void, signal: AbortSignal) {
  const repository = (process.env["BETWEEN_MAVEN"] || REPOSITORY).replace(/\/+$/, "");
  const part = `${to}.part`;
  const hash = createHash("sha256");
  try {
    const answer = await fetch(`${repository}/${path}`, { signal }).catch((cause: unknown) => {
      if (signal.aborted) throw new BetweenError("engine.interrupted");
      throw new BetweenError("spark.jars-offline", { jar: basename(to) }, { cause });
    });
    if (!answer.ok || !answer.body)
      throw new BetweenError("spark.jar-refused", { jar: basename(to), status: answer.status });
    const size = Number(answer.headers.get("content-length") ?? 0);
    if (size >= WORTH_TELLING) onProgress(`${basename(to)} (${(size / 1e6).toFixed(1)} MB)`);
    const hashing = new Transform({
      transform(chunk: Uint8Array, _, done) {
        hash.update(chunk);
        done(null, chunk);
      },
    });
    await pipeline(Readable.fromWeb(answer.body), hashing, createWriteStream(part), { signal });
    if (hash.digest("hex") !== sha256) throw new BetweenError("spark.jar-altered", { jar: basename(to) });
    await rename(part, to);
  } catch (cause) {
    await rm(part, { force: true });
    if (cause instanceof BetweenError) throw cause;
    if (signal.aborted) throw new BetweenError("engine.interrupted");
    throw new BetweenError("spark.jars-offline", { jar: basename(to) }, { cause });
  }
}
