/** From asking for an engine to its first answer, and the memory that is held then, beside what starts the same without us. */
import { availableParallelism } from "node:os";
import { isAlive } from "../test/support/between.ts";
import { sparkHere } from "../test/support/spark-cluster.ts";
import { duckDbPython, DUCKDB_VERSION } from "./duckdb-client.ts";
import { clientPython } from "./python-client.ts";
import { clusterHere, enginesHere, SAIL_PROCESS, SPARK_PROCESS, sparkSettings } from "./support/engines.ts";
import { median, scaled, timed } from "./support/figures.ts";
import { publish } from "./support/finding.ts";
import type { Finding } from "./support/finding.ts";
import { firstAnswer } from "./support/first-answer.ts";
import type { Start } from "./support/first-answer.ts";
import { memoryNow, processesBelow } from "./support/memory.ts";
import { startProduct } from "./support/product.ts";
import type { Product } from "./support/product.ts";

const ROUNDS = scaled(9, 2);
/** Of what starts JVMs. */
const FEW = scaled(3, 1);

/** The session that starts the engine, and one more beside it. */
type Sessions = { first: Start; second: number };

async function twoSessions(product: Product, engine: string, pid: number, command: RegExp): Promise<Sessions> {
  const { ms } = await timed(() => product.open(engine));
  const bytes = await memoryNow(await processesBelow(pid, command));
  const { ms: second } = await timed(() => product.open(engine));
  return { first: { ms, bytes }, second };
}

const middle = (starts: readonly Start[]): Start => ({
  ms: median(starts.map(({ ms }) => ms)),
  bytes: median(starts.map(({ bytes }) => bytes)),
});
const middleOf = (sessions: readonly Sessions[]): Sessions => ({
  first: middle(sessions.map(({ first }) => first)),
  second: median(sessions.map(({ second }) => second)),
});

async function sail() {
  const [clients, duck] = [await clientPython(), await duckDbPython()];
  const rounds: { ours: Start; client: Start; duckDb: Start }[] = [];
  // The first round fills the file cache and does not count.
  for (let round = 0; round <= ROUNDS; round++) {
    const product = await startProduct();
    const { first: ours } = await twoSessions(product, "embedded", product.serverPid, SAIL_PROCESS);
    await product.end();
    const [client, duckDb] = [await firstAnswer(clients, ["sail"]), await firstAnswer(duck, ["duckdb"])];
    if (round > 0) rounds.push({ ours, client, duckDb });
  }
  const of = (who: "ours" | "client" | "duckDb") => middle(rounds.map((round) => round[who]));
  return { ours: of("ours"), client: of("client"), duckDb: of("duckDb") };
}

/** The local server starts a Spark of its own in every round. */
async function localSpark(): Promise<{ ours: Sessions; pySpark?: Start }> {
  const { spark, java } = await sparkHere();
  const ours: Sessions[] = [];
  const pySpark: Start[] = [];
  for (let round = 0; round < FEW; round++) {
    const product = await startProduct();
    ours.push(await twoSessions(product, "local-spark", product.serverPid, SPARK_PROCESS));
    const running = await processesBelow(product.serverPid, SPARK_PROCESS);
    await product.end();
    while (running.some(isAlive)) await new Promise((resolve) => setTimeout(resolve, 50));
    if (spark.python === undefined) continue;
    pySpark.push(await firstAnswer(spark.python, ["spark", String(availableParallelism())], { JAVA_HOME: java.home }));
  }
  if (pySpark.length > 0) return { ours: middleOf(ours), pySpark: middle(pySpark) };
  process.stdout.write("Skipped: PySpark with a Spark of its own. SPARK_HOME brings no Python that has it.\n");
  return { ours: middleOf(ours) };
}

async function cluster(): Promise<Sessions> {
  const sessions: Sessions[] = [];
  for (let round = 0; round < FEW; round++) {
    const { ms, value: parts } = await timed(clusterHere);
    const { engines } = sparkSettings({ url: `${parts.address}/;` });
    const product = await startProduct(engines);
    const { first, second } = await twoSessions(product, "spark", process.pid, SPARK_PROCESS);
    await product.end();
    await parts.end();
    sessions.push({ first: { ...first, ms: ms + first.ms }, second });
  }
  return middleOf(sessions);
}

function beside(what: string, ours: Start, whom: string, theirs: Start): Finding[] {
  return [
    { what: `${what}, first answer`, unit: "s", ours: ours.ms / 1000, beside: whom, theirs: theirs.ms / 1000 },
    { what: `${what}, memory`, unit: "MB", ours: ours.bytes / 1e6, beside: whom, theirs: theirs.bytes / 1e6 },
  ];
}
const another = (what: string, ours: number, whom: string, theirs: number): Finding =>
  ({ what: `${what}, first answer`, unit: "s", ours: ours / 1000, beside: whom, theirs: theirs / 1000 }); // prettier-ignore

const onSail = await sail();
const findings = [
  ...beside("a session on Sail", onSail.ours, "PySpark's client and Sail in one process", onSail.client),
  ...beside("a session on Sail", onSail.ours, "DuckDB in Python", onSail.duckDb),
];
if ((await enginesHere()).includes("local-spark")) {
  const local = await localSpark();
  const { first, second } = local.ours;
  if (local.pySpark) findings.push(...beside("local Spark", first, "PySpark with a Spark of its own", local.pySpark));
  findings.push(...beside("local Spark", first, "a session on Sail", onSail.ours));
  findings.push(another("another session on local Spark", second, "a session on Sail", onSail.ours.ms));
  const standalone = await cluster();
  findings.push(...beside("a standalone cluster", standalone.first, "local Spark", first));
  findings.push(another("another session on the cluster", standalone.second, "another session on local Spark", second));
}
await publish({
  name: "engine-start",
  title: "From asking for an engine to its first answer, and the memory that is held then",
  findings,
  notes: [
    `The kernel-server is there already; the others start as processes. Memory is that of the engine's processes, for the others with the Python that asks. Medians of ${ROUNDS} by turns, of ${FEW} where Spark is started; DuckDB ${DUCKDB_VERSION}.`,
  ],
});
