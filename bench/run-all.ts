/** `npm run bench`: every bench in a process of its own, one after the other; at the end all tables again, for the README. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
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
  "engines",
  "engine-start",
  "engine-growth",
  "stream-rows",
  "server-memory",
  "activation",
];
const chosen = process.argv.slice(2);
const wanted = chosen.length > 0 ? names.filter((name) => chosen.includes(name)) : names;
const folder = join(root, ".cache", "bench");
/** Most have one result, `name.json`; those that measure several engines have one for each, `name.engine.json`. */
const results = async (name: string) =>
  (await readdir(folder)).filter((file) => file.endsWith(".json") && file.split(".")[0] === name).toSorted();

await mkdir(folder, { recursive: true });
const failed: string[] = [];
for (const name of wanted) {
  process.stdout.write(`── ${name}\n`);
  for (const file of await results(name)) await rm(join(folder, file));
  const child = spawn(process.execPath, [join(root, "bench", `${name}.ts`)], { stdio: "inherit" });
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) failed.push(name);
}

process.stdout.write(`\n${machine()}${scale === 1 ? "" : `, scale ${scale}`}\n\n`);
for (const name of wanted) {
  if (failed.includes(name)) continue;
  for (const file of await results(name))
    // SAFETY: the bench that just ended well wrote it.
    process.stdout.write(`${tableOf(JSON.parse(await readFile(join(folder, file), "utf8")) as Bench)}\n`);
}
if (failed.length > 0) process.stdout.write(`Failed: ${failed.join(", ")}\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
