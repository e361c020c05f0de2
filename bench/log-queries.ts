/**
 * Four questions to 2.8 million gzip JSON lines: `between run` beside the same SQL through PySpark's own client on the same
 * kind of Sail with the same schema and settings, by turns, so that both meet the same machine.
 */
import { join } from "node:path";
import { generate } from "../examples/generate.ts";
import { makeDesk, root } from "../test/support/between.ts";
import { startPythonClient } from "./python-client.ts";
import { scaled } from "./support/figures.ts";
import { publish } from "./support/finding.ts";
import { queries, schema } from "./support/queries.ts";

const ROUNDS = scaled(5, 2);
const lines = scaled(2_800_000, 60_000);
const logs = join(root, ".cache", "bench", `app-logs-${lines}`);
const made = await generate({ out: logs, lines, users: Math.ceil(lines / 24) }, { fresh: true });

const desk = await makeDesk();
/** The first cell starts the engine and names the source, as PySpark's client also has before it is asked; it is not counted. */
const cells = ["select dt from logs limit 0", ...queries.map(({ sql }) => sql)].map(
  (sql) => `\`\`\`{sql}\n${sql}\n\`\`\`\n`,
);
const notebook = `---\nbetween: 1\nsources:\n  logs: {path: "${logs}/dt=*/*.json.gz", format: json, schema: "${schema}"}\n---\n${cells.join("\n")}`;
const file = await desk.write("queries.between-nb", notebook);

/** Milliseconds of each cell, as the server counted them. */
async function throughProduct(): Promise<number[]> {
  const { code, stdout, stderr } = await desk.run(["run", file, "--json"]);
  if (code !== 0) throw new Error(`exit code ${code}: ${stderr}${stdout.slice(-2000)}`);
  // SAFETY: `--json` prints one event a line.
  const events = stdout.trimEnd().split("\n").map((line) => JSON.parse(line) as Event); // prettier-ignore
  const done = events.filter(({ t, state }) => t === "cell" && state === "done");
  return done.slice(1).map(({ ms }) => ms ?? NaN);
}
/** What a line of `--json` has, as far as it matters here. */
type Event = { t: string; state?: string; ms?: number };

const python = await startPythonClient(desk.folder);
await python.ask({ do: "source", name: "logs", path: logs, schema });
const ours = queries.map((): number[] => []);
const theirs = queries.map((): number[] => []);
// The first round fills the file cache and starts the server; it does not count.
for (let round = 0; round <= ROUNDS; round++) {
  const product = await throughProduct();
  for (const [i, { sql }] of queries.entries()) {
    const { ms } = await python.ask<{ ms: number[] }>({ do: "rows", sql, repeat: 1 });
    if (round === 0) continue;
    ours[i]?.push(product[i] ?? NaN);
    theirs[i]?.push(ms[0] ?? NaN);
  }
}
await python.stop();
await desk.end();

const findings = queries.map(({ name }, i) => {
  const [mine, other] = [Math.min(...(ours[i] ?? [])), Math.min(...(theirs[i] ?? []))];
  const budget = { says: "<= 1.05", kept: mine / other <= 1.05 };
  return { what: name, unit: "ms" as const, ours: mine, beside: "PySpark's client", theirs: other, budget };
});
await publish({
  name: "log-queries",
  title: `Four log queries over ${made.lines.toLocaleString("en")} gzip JSON lines (${(made.bytes / 1e6).toFixed(0)} MB, ${made.files} files)`,
  findings,
  notes: [`Best of ${ROUNDS}, by turns.`],
});
