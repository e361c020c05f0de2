/** `npm run bench`: every bench in a process of its own, one after the other; at the end all tables again, for the README. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../test/support/between.ts";
import { machine, scale } from "./support/figures.ts";
import { tableOf } from "./support/finding.ts";
import type { Bench } from "./support/finding.ts";

const names = [
  "parse-notebook",
  "warm-start",
  "trivial-cell",
  "log-queries",
  "stream-rows",
  "server-memory",
  "activation",
];
const chosen = process.argv.slice(2);
const wanted = chosen.length > 0 ? names.filter((name) => chosen.includes(name)) : names;
const result = (name: string) => join(root, ".cache", "bench", `${name}.json`);

const failed: string[] = [];
for (const name of wanted) {
  process.stdout.write(`── ${name}\n`);
  await rm(result(name), { force: true });
  const child = spawn(process.execPath, [join(root, "bench", `${name}.ts`)], { stdio: "inherit" });
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) failed.push(name);
}

process.stdout.write(`\n${machine()}${scale === 1 ? "" : `, scale ${scale}`}\n\n`);
for (const name of wanted) {
  if (failed.includes(name)) continue;
  // SAFETY: the bench that just ended well wrote it.
  process.stdout.write(`${tableOf(JSON.parse(await readFile(result(name), "utf8")) as Bench)}\n`);
}
if (failed.length > 0) process.stdout.write(`Failed: ${failed.join(", ")}\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
