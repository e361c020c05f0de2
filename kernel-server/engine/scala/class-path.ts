import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { BetweenError } from "../../../protocol/errors.ts";

export type ClassPath = {
  /** Of Spark: `4.2.0`. */
  spark: string;
  /** Of the compiler, and so of what cells are written in: `2.13.18`. */
  scala: string;
  jars: readonly string[];
};

/**
 * The jars of a Spark that Scala's interpreter and Spark Connect's client need: what `spark-shell --remote` takes, the
 * client in the place of the server's classes of the same names. Throws `scala.home-incomplete`.
 */
export async function classPath(home: string): Promise<ClassPath> {
  const all = join(home, "jars");
  const repl = join(all, "connect-repl");
  const ofClient = await jarsOf(repl);
  const others = (await jarsOf(all)).filter((name) => !/^spark-(?:sql|connect)_/.test(name));
  const spark = versionIn(ofClient, /^spark-connect-client-jvm_2\.13-(.+)\.jar$/);
  const scala = versionIn(others, /^scala-compiler-(.+)\.jar$/);
  if (spark === undefined || scala === undefined) throw new BetweenError("scala.home-incomplete", { path: home });
  return {
    spark,
    scala,
    jars: [...ofClient.map((name) => join(repl, name)), ...others.map((name) => join(all, name))],
  };
}

async function jarsOf(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []); // Seen by the caller, who misses what must be in it.
  return names.filter((name) => name.endsWith(".jar")).sort();
}

const versionIn = (names: readonly string[], form: RegExp) =>
  names.map((name) => form.exec(name)?.[1]).find((version) => version !== undefined);
