/**
 * `npm run test:s3 [-- PART…]`: everything that reads and writes S3, against a real S3 server on this machine. PART: of file
 * names.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { globSync } from "node:fs";
import { join } from "node:path";
import { root } from "../support/between.ts";
import { findVersitygw } from "../support/s3-server.ts";

const MOCHA = join(root, "node_modules/mocha/bin/mocha.js");
const OPTIONS = [
  "--no-config",
  "--exit",
  "--require",
  "./test/support/watch-stuck.ts",
  "--reporter",
  "./test/support/reporter.ts",
  "--timeout",
  "120000",
  "--slow",
  "10000",
];

async function main(): Promise<boolean> {
  const parts = process.argv.slice(2);
  const found = await findVersitygw();
  if ("missing" in found) {
    console.log(`S3: skipped, ${found.missing}\n0 passed, 0 failed, 1 skipped`);
    return true;
  }
  const files = globSync("test/s3/*.test.ts", { cwd: root })
    .filter((file) => parts.length === 0 || parts.some((part) => file.includes(part)))
    .sort();
  const child = spawn(process.execPath, [MOCHA, ...OPTIONS, ...files], { cwd: root, stdio: "inherit" });
  const stop = () => child.kill();
  process.on("exit", stop);
  await once(child, "close");
  process.off("exit", stop);
  return child.exitCode === 0;
}

process.exit((await main()) ? 0 : 1);
