/**
 * `npm run package:server [-- --spark]`: what a server needs, as one archive `out/between-server-<version>.tar.gz` from what
 * `npm run build` left in `dist/`, and beside it a line with its SHA-256, by which machines fetch it. `--spark` puts Apache
 * Spark into it with the jars for Delta Lake and S3, which is what the template's machines start.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { chmod, cp, mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { fetchJars } from "../kernel-server/engine/local-spark/fetch-jars.ts";
import { deltaJars, s3Jars } from "../kernel-server/engine/local-spark/jars.ts";
import { SPARK_VERSION } from "../kernel-server/engine/local-spark/requirements.ts";
import { ensureSpark } from "../kernel-server/engine/local-spark/spark-environment.ts";
import { fetchWheels } from "./python-wheels.ts";
import { cacheFolder } from "../protocol/local/state-folders.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
/** Of `dist/`: what only the editor needs. */
const EDITOR = /^(extension.*\.js|renderer|app-logs\.js)$/;

export type PackOptions = {
  /** The folder that the archive is written to. */
  out: string;
  /** Apache Spark's folder, jars that are laid beside it, and what its workers run functions in Python with. */
  spark?: { home: string; version: string; jars: readonly string[]; wheels: (folder: string) => Promise<void> };
};

/** Packs the server and gives the archive's path. Throws where there is nothing built. */
export async function packServer({ out, spark }: PackOptions): Promise<string> {
  const build = buildVersion();
  const version = build.split("+")[0] ?? build;
  const name = `between-server-${version}`;
  const staging = await mkdtemp(join(tmpdir(), "between-package-"));
  try {
    const folder = join(staging, name);
    await cp(join(root, "dist"), join(folder, "dist"), {
      recursive: true,
      filter: (path) => !EDITOR.test(basename(path)),
    });
    for (const part of ["bin", "systemd"]) {
      await cp(join(root, "deploy", part), join(folder, "deploy", part), { recursive: true });
    }
    await cp(join(root, "deploy/install.sh"), join(folder, "install.sh"));
    await cp(join(root, "LICENSE"), join(folder, "LICENSE"));
    await cp(join(root, "docs"), join(folder, "docs"), {
      recursive: true,
      filter: (path) => !path.endsWith("pictures"),
    });
    await writeFile(join(folder, "VERSION"), `${build}\n`);
    await writeFile(
      join(folder, "package.json"),
      `${JSON.stringify({ name: "between-server", version, type: "module", private: true })}\n`,
    );
    await mkdir(join(folder, "bin"));
    await writeFile(join(folder, "bin/between"), BETWEEN);
    await chmod(join(folder, "bin/between"), 0o755);
    if (spark) {
      const to = join(folder, `spark-${spark.version}`);
      await cp(spark.home, to, { recursive: true, dereference: true });
      for (const jar of spark.jars) await cp(jar, join(to, "between-jars", basename(jar)));
      await spark.wheels(join(folder, "wheels"));
    }

    await mkdir(out, { recursive: true });
    const archive = join(out, `${name}.tar.gz`);
    run("tar", ["-czf", archive, "-C", staging, name]);
    await writeFile(`${archive}.sha256`, `${await sha256(archive)}  ${basename(archive)}\n`);
    return archive;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** The command line of the archive, wherever it lies. */
const BETWEEN = `#!/bin/sh
exec "\${NODE:-node}" "$(dirname "$(readlink -f "$0")")/../dist/between.js" "$@"
`;

/** What the files in `dist/` say that they are: `0.3.0+1f2e3d4c`. */
function buildVersion(): string {
  const said = run(process.execPath, [join(root, "dist/between.js"), "--version"]);
  const version = /\d+\.\d+\.\d+\S*/.exec(said)?.[0];
  if (version === undefined) throw new Error(`dist/between.js --version says ${JSON.stringify(said)}`);
  return version;
}

function run(program: string, args: readonly string[]): string {
  const done = spawnSync(program, args, { encoding: "utf8" });
  if (done.status !== 0) throw new Error(`${basename(program)} failed: ${done.stderr || String(done.error)}`);
  return done.stdout;
}

async function sha256(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

async function fetchSpark(): Promise<PackOptions["spark"]> {
  const signal = new AbortController().signal;
  const onProgress = (detail: string) => console.log(`  ${detail}`);
  const cache = cacheFolder();
  const { home, version, python = "python3" } = await ensureSpark({ cacheFolder: cache, onProgress }, signal);
  const jars = await fetchJars(
    [...deltaJars, ...s3Jars],
    join(cache, `spark-jars-${SPARK_VERSION}`),
    onProgress,
    signal,
  );
  const wheels = (folder: string) => {
    onProgress("wheels for functions in Python");
    return fetchWheels(python, folder);
  };
  return { home, version, jars, wheels };
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { spark: { type: "boolean", default: false } } });
  const spark = values.spark ? await fetchSpark() : undefined;
  const archive = await packServer({ out: join(root, "out"), ...(spark && { spark }) });
  console.log(`Packed out/${basename(archive)} (${((await stat(archive)).size / 1e6).toFixed(1)} MB)`);
}
