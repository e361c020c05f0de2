import { randomBytes } from "node:crypto";
import { access, mkdir } from "node:fs/promises";
import { totalmem } from "node:os";
import { join } from "node:path";
import { BetweenError } from "../../../protocol/errors.ts";
import { findJava } from "../local-spark/find-java.ts";
import type { PythonSettings } from "../../settings/settings.ts";
import type { WorkerKind } from "../worker.ts";
import { classPath } from "./class-path.ts";
import { startJvm } from "./jvm.ts";
import { type SparkHome, sparkHomeOf } from "./spark-home.ts";
import { scalaWorker } from "./scala-worker.ts";
import { workerClasses } from "./worker-classes.ts";
import { scalaEnvironment } from "./worker-environment.ts";

export type ScalaWorkersOptions = {
  cacheFolder: string;
  settings?: PythonSettings;
  /** The server has other users than the one who runs it: cells get nothing of its environment. */
  shared?: boolean;
  /** By `sparkHomeOf` when absent. */
  sparkHome?: SparkHome;
  /** Bytes of the heap of one worker; a quarter of the machine's memory when absent. */
  memoryBytes?: number;
  /** Milliseconds that an interrupted cell may go on before its worker is ended. */
  graceMs?: number;
  env?: NodeJS.ProcessEnv;
};

const GRACE_MS = 10_000;
const MIB = 1024 * 1024;
/** The interpreter alone takes about 250 MiB. */
const LEAST_MIB = 512;

/**
 * Workers of Scala cells: Scala's own interpreter in a JVM, in the engine's session over Spark Connect. Engines that
 * others cannot join, or that are no Apache Spark, have none: `cell.scala-needs-spark` is said before one is opened.
 * Throws `scala.*` and `spark.*`.
 */
export function scalaWorkers(options: ScalaWorkersOptions): WorkerKind {
  const { cacheFolder, settings = {}, shared = false, env = process.env } = options;
  const interpreter = settings.interpreter !== undefined && { python: settings.interpreter };
  const sparkHome = options.sparkHome ?? sparkHomeOf({ cacheFolder, env, ...interpreter });
  const memoryMiB = Math.max(LEAST_MIB, Math.floor((options.memoryBytes ?? totalmem() / 4) / MIB));
  return {
    language: "scala",
    async open({ remote, folder, scratch, timezone, onProgress }, signal) {
      // Never as the server itself where it was told otherwise.
      if (settings.user !== undefined || settings.wrap !== undefined) throw new BetweenError("scala.elsewhere");
      const version = remote.sparkVersion;
      if (version === undefined || Number.parseInt(version, 10) < 4)
        throw new BetweenError("scala.needs-spark-4", { version: version ?? "?" });
      const java = await findJava(env, signal).catch((thrown: unknown) => {
        throw BetweenError.from(thrown).code === "spark.no-java" ? new BetweenError("scala.no-java") : thrown;
      });
      const settingUp = (detail: string) => onProgress?.("engine.setting-up", detail);
      const found = await classPath(await sparkHome(version, settingUp, signal));
      const args = await workerClasses(
        { cacheFolder, java: java.path, classPath: found, onProgress: settingUp },
        signal,
      );

      onProgress?.("engine.starting", `Scala ${found.scala}`);
      const name = randomBytes(4).toString("hex");
      const classes = join(scratch, `scala-${name}`);
      await mkdir(classes, { recursive: true });
      const jvm = await startJvm(
        {
          java: java.path,
          args: [...javaOptions(memoryMiB, timezone, scratch), `@${args}`, "betweennotebooks.Main"],
          memoryMiB,
          folder: (await isThere(folder)) ? folder : scratch,
          env: scalaEnvironment(env, shared),
          start: {
            remote: remote.url,
            ...(remote.token !== undefined && { token: remote.token }),
            classes,
            views: `__between_scala_${name}`,
          },
        },
        signal,
      );
      const stop = () => jvm.kill(new BetweenError("engine.interrupted"));
      signal.addEventListener("abort", stop, { once: true });
      try {
        const first = await jvm.next();
        if (first?.t === "ready") return scalaWorker(jvm, options.graceMs ?? GRACE_MS);
        if (first?.t !== "unable") throw (await jvm.ended) ?? new BetweenError("engine.interrupted");
        await jvm.close();
        throw new BetweenError("scala.start-failed", { how: first.message || first.type }, { engineText: first.trace });
      } finally {
        signal.removeEventListener("abort", stop);
      }
    },
  };
}

/** What Arrow and the cleaning of closures reach for behind the language's back. */
const opened = [
  ...["java.lang", "java.lang.invoke", "java.lang.reflect", "java.io", "java.net", "java.nio", "java.util"],
  ...["java.util.concurrent", "java.util.concurrent.atomic", "jdk.internal.ref", "sun.nio.ch", "sun.nio.cs"],
  ...["sun.security.action", "sun.util.calendar"],
];

function javaOptions(memoryMiB: number, timezone: string, scratch: string): string[] {
  return [
    `-Xmx${memoryMiB}m`,
    // The compiler's own recursion goes deep.
    "-Xss4m",
    // A JVM that ran out of memory in one thread is broken in others, which say nothing.
    "-XX:+ExitOnOutOfMemoryError",
    `-Duser.timezone=${timezone}`,
    `-Djava.io.tmpdir=${scratch}`,
    "-Dfile.encoding=UTF-8",
    // As Spark's own launcher starts it (JavaModuleOptions): newer versions of Java ask for more leave than older ones know.
    "-XX:+IgnoreUnrecognizedVMOptions",
    ...opened.map((name) => `--add-opens=java.base/${name}=ALL-UNNAMED`),
    "--enable-native-access=ALL-UNNAMED",
    "--sun-misc-unsafe-memory-access=allow",
    "-Djdk.reflect.useDirectMethodHandle=false",
    "-Dio.netty.tryReflectionSetAccessible=true",
  ];
}

const isThere = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );
