import { randomBytes } from "node:crypto";
import { access } from "node:fs/promises";
import { totalmem } from "node:os";
import { BetweenError } from "../../../protocol/errors.ts";
import { findJava } from "../local-spark/find-java.ts";
import type { CellsSettings } from "../../settings/settings.ts";
import { beforeCommand } from "../before-command.ts";
import type { WorkerKind } from "../worker.ts";
import { classPath } from "./class-path.ts";
import { type Jvm, startJvm } from "./jvm.ts";
import { type SparkHome, sparkHomeOf } from "./spark-home.ts";
import { scalaWorker } from "./scala-worker.ts";
import { workerClasses } from "./worker-classes.ts";
import { scalaEnvironment } from "./worker-environment.ts";

export type ScalaWorkersOptions = {
  cacheFolder: string;
  /** Whom cells run as. */
  cells?: CellsSettings;
  /** The server has other users than the one who runs it: cells get nothing of its environment, and a home of their own. */
  shared?: boolean;
  /** The Python whose installer fetches Spark's jars. */
  interpreter?: string;
  /** By `sparkHomeOf` when absent. */
  sparkHome?: SparkHome;
  /** Bytes of the heap of one worker; a quarter of the machine's memory when absent. */
  memoryBytes?: number;
  /** Milliseconds that an interrupted cell may go on before its worker is ended. */
  graceMs?: number;
  /** Milliseconds that a worker may take to connect, and then to be ready. */
  startMs?: number;
  env?: NodeJS.ProcessEnv;
};

const GRACE_MS = 10_000;
/** Eight seconds on two cores; a machine that swaps takes a minute. */
const START_MS = 120_000;
const MIB = 1024 * 1024;
/** The interpreter alone takes about 250 MiB. */
const LEAST_MIB = 512;

/**
 * Workers of Scala cells: Scala's own interpreter in a JVM, in the engine's session over Spark Connect. Engines that
 * others cannot join, or that are no Apache Spark, have none: `cell.scala-needs-spark` is said before one is opened.
 * Throws `scala.*` and `spark.*`.
 */
export function scalaWorkers(options: ScalaWorkersOptions): WorkerKind {
  const { cacheFolder, cells = {}, shared = false, interpreter, env = process.env, startMs = START_MS } = options;
  const sparkHome =
    options.sparkHome ?? sparkHomeOf({ cacheFolder, env, ...(interpreter !== undefined && { python: interpreter }) });
  const elsewhere = cells.user !== undefined || cells.wrap !== undefined;
  const apart = shared || cells.user !== undefined;
  const memoryMiB = Math.max(LEAST_MIB, Math.floor((options.memoryBytes ?? totalmem() / 4) / MIB));
  return {
    language: "scala",
    async open({ remote, folder, scratch, timezone, onProgress }, signal) {
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
      const jvm = await startJvm(
        {
          java: java.path,
          args: [...javaOptions(memoryMiB, timezone), `@${args}`, "betweennotebooks.Main"],
          memoryMiB,
          folder: (await isThere(folder)) ? folder : scratch,
          env: scalaEnvironment(env, apart),
          place: elsewhere || (shared && process.platform !== "win32") ? { behind: beforeCommand(cells) } : { scratch },
          startMs,
          start: {
            remote: remote.url,
            ...(remote.token !== undefined && { token: remote.token }),
            views: `__between_scala_${randomBytes(4).toString("hex")}`,
          },
        },
        signal,
      ).catch((thrown: unknown) => {
        throw startFailure(BetweenError.from(thrown));
      });
      await ready(jvm, startMs, signal);
      return scalaWorker(jvm, options.graceMs ?? GRACE_MS);
    },
  };
}

/** Returns when the worker takes cells; throws why it does not, when it has ended. */
async function ready(jvm: Jvm, startMs: number, signal: AbortSignal): Promise<void> {
  const stop = () => jvm.kill(new BetweenError("engine.interrupted"));
  const giveUp = () => jvm.kill(new BetweenError("scala.start-timeout", { seconds: startMs / 1000 }));
  signal.addEventListener("abort", stop, { once: true });
  const late = setTimeout(giveUp, startMs);
  try {
    const first = await jvm.next();
    if (first?.t === "ready") return;
    if (first?.t !== "unable") throw startFailure((await jvm.ended) ?? new BetweenError("engine.interrupted"));
    await jvm.close();
    throw new BetweenError("scala.start-failed", { how: first.message || first.type }, { engineText: first.trace });
  } finally {
    clearTimeout(late);
    signal.removeEventListener("abort", stop);
  }
}

/** What ends a worker before its first cell is no fault of a cell. */
function startFailure(error: BetweenError): BetweenError {
  if (error.code !== "scala.exited" && error.code !== "scala.died") return error;
  const how = error.code === "scala.exited" ? `exit code ${error.args["code"]}` : String(error.args["how"]);
  const more = error.engineText === undefined ? {} : { engineText: error.engineText };
  return new BetweenError("scala.start-failed", { how }, { ...more, cause: error });
}

/** What Arrow and the cleaning of closures reach for behind the language's back. */
const opened = [
  ...["java.lang", "java.lang.invoke", "java.lang.reflect", "java.io", "java.net", "java.nio", "java.util"],
  ...["java.util.concurrent", "java.util.concurrent.atomic", "jdk.internal.ref", "sun.nio.ch", "sun.nio.cs"],
  ...["sun.security.action", "sun.util.calendar"],
];

function javaOptions(memoryMiB: number, timezone: string): string[] {
  return [
    `-Xmx${memoryMiB}m`,
    // The compiler's own recursion goes deep.
    "-Xss4m",
    // A JVM that ran out of memory in one thread is broken in others, which say nothing.
    "-XX:+ExitOnOutOfMemoryError",
    `-Duser.timezone=${timezone}`,
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
