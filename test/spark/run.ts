/**
 * `npm run test:spark [-- PART…]`: everything that needs a real Apache Spark, on a standalone cluster and on Spark on this
 * machine. PART: of file names. `versions` is a suite of its own, against older releases of Spark, which takes minutes and
 * fetches 450 MB for each. Without a Java 17 it says so and is skipped.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { globSync } from "node:fs";
import { join } from "node:path";
import { root } from "../support/between.ts";
import { sparkHere, whyNoSpark } from "../support/spark-cluster.ts";

const MOCHA = join(root, "node_modules/mocha/bin/mocha.js");
const OPTIONS = ["--no-config", "--exit", "--require", "./test/support/watch-stuck.ts"];
/** A cluster takes half a minute to come. */
const TIMES = ["--timeout", "300000", "--slow", "60000"];

const lack = await whyNoSpark();
if (lack !== undefined) {
  console.log(`Spark: skipped. ${lack}\n0 passed, 0 failed, 1 skipped`);
  process.exit(0);
}
const parts = process.argv.slice(2);
const isOfVersions = parts.includes("versions");
if (!isOfVersions) await sparkHere((detail) => console.log(`  setting up Spark: ${detail}`));
const files = globSync(isOfVersions ? "test/spark/versions/*.test.ts" : "test/spark/*.test.ts", { cwd: root })
  .filter((file) => parts.length === 0 || parts.some((part) => file.includes(part)))
  .sort();
const child = spawn(
  process.execPath,
  [MOCHA, ...OPTIONS, "--reporter", "./test/support/reporter.ts", ...TIMES, ...files],
  {
    cwd: root,
    stdio: "inherit",
  },
);
process.on("exit", () => child.kill());
await once(child, "close");
process.exit(child.exitCode ?? 1);
