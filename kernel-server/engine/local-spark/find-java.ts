import { join } from "node:path";
import { BetweenError } from "../../../protocol/errors.ts";
import { runProgram } from "../sail/run-program.ts";

export type Java = { path: string; home: string; version: number };

/** What Spark 4 runs on. */
const LEAST_JAVA = 17;
const PROBE_MS = 20_000;

/** The Java of JAVA_HOME, else that of the PATH. Throws `spark.no-java`, `spark.java-too-old`. */
export async function findJava(env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<Java> {
  const home = env["JAVA_HOME"];
  const programs = home ? [join(home, "bin", "java"), "java"] : ["java"];
  let old: Java | undefined;
  for (const program of programs) {
    const java = await look(program, signal);
    signal.throwIfAborted();
    if (!java) continue;
    if (java.version >= LEAST_JAVA) return java;
    old ??= java;
  }
  if (!old) throw new BetweenError("spark.no-java");
  throw new BetweenError("spark.java-too-old", { path: old.path, version: old.version });
}

/** `openjdk version "17.0.15"`; Java 8 calls itself 1.8. */
async function look(program: string, signal: AbortSignal): Promise<Java | undefined> {
  const within = AbortSignal.any([signal, AbortSignal.timeout(PROBE_MS)]);
  const { code, output } = await runProgram(program, ["-XshowSettings:properties", "-version"], { signal: within });
  const [, first, second] = / version "(\d+)(?:\.(\d+))?/.exec(output) ?? [];
  const home = /^\s*java\.home = (.+)$/m.exec(output)?.[1]?.trim();
  if (code !== 0 || first === undefined || home === undefined) return undefined;
  return { path: join(home, "bin", "java"), home, version: Number(first === "1" ? second : first) };
}
