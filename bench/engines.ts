/**
 * Four questions to the same logs, as gzip JSON lines and as Parquet, on Sail, on a local Spark and on a standalone cluster:
 * through the product, beside PySpark's client in a session of the same settings, and beside DuckDB on the same files.
 */
import { startDuckDb, DUCKDB_VERSION } from "./duckdb-client.ts";
import { startPythonClient } from "./python-client.ts";
import { mustAgree, throughDuckDb, throughProduct, throughPySpark } from "./support/ask-logs.ts";
import type { Answer } from "./support/ask-logs.ts";
import { engineTitles, enginesHere, startEngine } from "./support/engines.ts";
import type { EngineKind, RunningEngine } from "./support/engines.ts";
import { scaled } from "./support/figures.ts";
import { publish } from "./support/finding.ts";
import type { Finding } from "./support/finding.ts";
import { logData } from "./support/log-data.ts";
import type { LogData } from "./support/log-data.ts";
import { peakMemory } from "./support/memory.ts";
import { queries } from "./support/queries.ts";

const ROUNDS = scaled(5, 2);
const { json, parquet } = await logData(scaled(2_800_000, 60_000));
const megabytes = ({ bytes, files }: LogData) => `${(bytes / 1e6).toFixed(0)} MB, ${files} files`;

type Times = { ours: Answer[][]; client: Answer[][]; duckDb: Answer[][] };

async function measure(kind: EngineKind): Promise<void> {
  const engine = await startEngine(kind);
  const findings = await compare(engine).finally(() => engine.end());
  const title = `Four log queries on ${engineTitles[kind]}: ${json.lines.toLocaleString("en")} lines as gzip JSON (${megabytes(json)}) and as Parquet (${megabytes(parquet)})`;
  const notes = [`Best of ${ROUNDS}, by turns; DuckDB ${DUCKDB_VERSION}.`, memoryNotes[kind]];
  await publish({ name: `engines.${kind}`, title, findings, notes });
}

async function compare(engine: RunningEngine): Promise<Finding[]> {
  const client = await startPythonClient(engine.product.folder, engine.remote);
  const duckDb = await startDuckDb();
  const findings: Finding[] = [];
  const peaks: Finding[] = [];
  for (const data of [parquet, json]) {
    const times: Times = { ours: [], client: [], duckDb: [] };
    // By turns, so that all meet the same machine; the first round fills caches and warms up, and does not count.
    for (let round = 0; round <= ROUNDS; round++) {
      const ours = await throughProduct(engine, data);
      const theirs = await throughPySpark(client, data);
      const others = await throughDuckDb(duckDb, data);
      mustAgree(ours, theirs, "PySpark's client");
      mustAgree(ours, others, "DuckDB");
      if (round === 0) continue;
      times.ours.push(ours);
      times.client.push(theirs);
      times.duckDb.push(others);
    }
    findings.unshift(...compared(data, times));
    // It never shrinks: the lighter form comes first, and tells of itself alone.
    const [mine, others] = [await peakMemory(await engine.processes()), await peakMemory([duckDb.pid])];
    peaks.push({ what: `peak memory after ${data.form}`, unit: "MB", ours: mine / 1e6, beside: "DuckDB", theirs: others / 1e6 }); // prettier-ignore
  }
  await client.stop();
  await duckDb.stop();
  return [...findings, ...peaks];
}

const memoryNotes: Readonly<Record<EngineKind, string>> = {
  sail: "Memory is that of the session's process.",
  "local-spark":
    "Memory is that of the one process of Spark, which served PySpark's client too; its heap may take a quarter of the machine's.",
  cluster:
    "Memory is that of all processes, master and Connect server included, which served PySpark's client too; the executors' heaps may take a quarter of the machine's.",
};

function compared({ form }: LogData, { ours, client, duckDb }: Times): Finding[] {
  return queries.flatMap(({ name }, i): Finding[] => {
    const best = (rounds: Answer[][]) => Math.min(...rounds.map((answers) => answers[i]?.ms ?? NaN));
    const [mine, theirs, others] = [best(ours), best(client), best(duckDb)];
    const what = `${form}: ${name}`;
    const budget = { says: "<= 1.05", kept: mine / theirs <= 1.05 };
    return [
      { what, unit: "ms", ours: mine, beside: "PySpark's client", theirs, budget },
      { what, unit: "ms", ours: mine, beside: "DuckDB", theirs: others },
    ];
  });
}

for (const kind of await enginesHere()) await measure(kind);
