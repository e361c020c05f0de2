/** From pressing Enter to the last cell of a small notebook, with a local server that is there already. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { makeDesk, root } from "../test/support/between.ts";
import { median, scaled, timed } from "./support/figures.ts";
import { publish } from "./support/finding.ts";
import { sqlNotebook } from "./support/product.ts";

const ROUNDS = scaled(9, 3);
const log = join(root, "examples", "data", "apache-combined.log.gz");
const notebook = `---
between: 1
title: Small
sources:
  lines: {path: ${log}, format: text, schema: "value string"}
---
# Small

${sqlNotebook("select count(*) as lines from lines")}
${sqlNotebook("select left(value, 7) as net, count(*) as lines from lines group by 1 order by 2 desc limit 10")}
`;

const desk = await makeDesk();
const file = await desk.write("small.between-nb", notebook);

/** Milliseconds to the last cell's end and to the command's. */
async function runOnce(): Promise<{ lastCell: number; exit: number }> {
  const started = performance.now();
  const command = desk.start(["run", file, "--json"]);
  const bothCells = /("t":"cell"[^\n]*"state":"done"[^]*){2}/;
  const lastCell = command.says(bothCells).then(() => performance.now() - started);
  const { code, stderr } = await command.ended;
  if (code !== 0) throw new Error(`exit code ${code}: ${stderr}`);
  return { lastCell: await lastCell, exit: performance.now() - started };
}

const cold = await runOnce();
const warm: { lastCell: number; exit: number }[] = [];
for (let round = 0; round < ROUNDS; round++) warm.push(await runOnce());

const bare: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  const { ms } = await timed(async () => once(spawn(process.execPath, ["-e", "0"], { stdio: "ignore" }), "exit"));
  bare.push(ms);
}
await desk.end();

const lastCell = median(warm.map((one) => one.lastCell));
await publish({
  name: "warm-start",
  title: "between run on a small notebook (two cells over a real log)",
  findings: [
    { what: "to the last cell, server there", unit: "ms", ours: lastCell, beside: "Node that does nothing", theirs: median(bare), budget: { says: "<= 2 s", kept: lastCell <= 2000 } }, // prettier-ignore
    { what: "to the end of the command", unit: "ms", ours: median(warm.map(({ exit }) => exit)), beside: "Node that does nothing", theirs: median(bare) }, // prettier-ignore
    { what: "to the last cell, server started first", unit: "ms", ours: cold.lastCell, beside: "the same, server there", theirs: lastCell }, // prettier-ignore
  ],
});
