import { createHash } from "node:crypto";
import { access, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { BetweenError } from "../../../protocol/errors.ts";
import { acquireLock } from "../../../protocol/local/lock.ts";
import { runProgram } from "../sail/run-program.ts";
import type { ClassPath } from "./class-path.ts";

/** The worker's sources, beside this file and beside the bundle alike. */
const sources = fileURLToPath(new URL("./scala-worker/", import.meta.url));

/** Written last: a folder without it was cut while it was made, and is made anew. */
const ARGUMENTS = "java-arguments";

export type WorkerClassesOptions = {
  cacheFolder: string;
  /** The program. */
  java: string;
  classPath: ClassPath;
  /** Told when there is something to do. */
  onProgress?: (detail: string) => void;
};

/**
 * The worker's classes, compiled with the compiler of these jars when they are not there yet (10 s on two cores): the path of
 * a file of arguments for `java`, which holds the class path.
 */
export async function workerClasses(options: WorkerClassesOptions, signal: AbortSignal): Promise<string> {
  const { classPath, cacheFolder } = options;
  const names = (await readdir(sources)).filter((name) => name.endsWith(".scala")).sort();
  const hash = createHash("sha256").update(classPath.jars.join("\n"));
  for (const name of names) hash.update(`\0${name}\0`).update(await readFile(join(sources, name)));
  const folder = join(cacheFolder, `scala-${classPath.scala}-${hash.digest("hex").slice(0, 8)}`);
  const file = join(folder, ARGUMENTS);
  if (await exists(file)) return file;

  await mkdir(cacheFolder, { recursive: true });
  const lock = await acquireLock(`${folder}.lock`, signal);
  try {
    // Another process may have made it while this one waited.
    if (await exists(file)) return file;
    options.onProgress?.(`Scala ${classPath.scala}`);
    await rm(folder, { recursive: true, force: true });
    const classes = join(folder, "classes");
    await mkdir(classes, { recursive: true });
    const text = `-cp ${quoted([classes, ...classPath.jars].join(delimiter))}\n`;
    const compiling = join(folder, "compiling");
    await writeFile(compiling, text);
    const files = names.map((name) => join(sources, name));
    // The compiler's own recursion goes deep.
    const args = [`@${compiling}`, "-Xss4m", "scala.tools.nsc.Main", "-usejavacp", "-d", classes, ...files];
    const { code, output } = await runProgram(options.java, args, { signal });
    if (signal.aborted) throw new BetweenError("engine.interrupted");
    if (code !== 0)
      throw new BetweenError("scala.setup-failed", { version: classPath.spark }, { engineText: lastLines(output) });
    await writeFile(file, text);
    return file;
  } finally {
    await lock.release();
  }
}

/** As the java launcher reads its files of arguments. */
const quoted = (text: string) => `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;

const lastLines = (output: string) => output.trim().split("\n").slice(-12).join("\n");

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );
