/** The same four questions with 1, 2, 4 and 8 times the lines and people: does time grow with the data, and memory? */
import { DUCKDB_VERSION, startDuckDb } from "./duckdb-client.ts";
import { mustAgree, throughDuckDb, throughProduct } from "./support/ask-logs.ts";
import type { Answer } from "./support/ask-logs.ts";
import { engineTitles, enginesHere, startEngine } from "./support/engines.ts";
import type { RunningEngine } from "./support/engines.ts";
import { scaled } from "./support/figures.ts";
import { publish } from "./support/finding.ts";
import type { Finding } from "./support/finding.ts";
import { logData } from "./support/log-data.ts";
import type { LogData } from "./support/log-data.ts";
import { peakMemory } from "./support/memory.ts";

const ROUNDS = scaled(3, 1);
/** Rounds that do not count: to fill caches, and before the first size for a JVM to have compiled what it runs. */
const WARM = { first: scaled(4, 1), later: 1 };
const TIMES = [1, 2, 4, 8];
const LINES = scaled(1_400_000, 60_000);

const sizes: { times: number; json: LogData; parquet: LogData }[] = [];
for (const times of TIMES) sizes.push({ times, ...(await logData(times * LINES)) });

/** Seconds that the four questions took in all, in the best round, and the peak of memory so far in bytes. */
type Took = { times: number; ours: number; duckDb: number; memory: number; duckDbMemory: number };

/** From the smallest on, so that the peak of memory is each size's own. */
async function grow(engine: RunningEngine, form: "json" | "parquet"): Promise<Took[]> {
  const duckDb = await startDuckDb();
  const took: Took[] = [];
  for (const { times, [form]: data } of sizes) {
    const ours: number[] = [];
    const others: number[] = [];
    for (let round = -(times === 1 ? WARM.first : WARM.later); round < ROUNDS; round++) {
      const mine = await throughProduct(engine, data);
      const theirs = await throughDuckDb(duckDb, data);
      mustAgree(mine, theirs, "DuckDB");
      if (round < 0) continue;
      ours.push(seconds(mine));
      others.push(seconds(theirs));
    }
    took.push({
      times,
      ours: Math.min(...ours),
      duckDb: Math.min(...others),
      memory: await peakMemory(await engine.processes()),
      duckDbMemory: await peakMemory([duckDb.pid]),
    });
  }
  await duckDb.stop();
  return took;
}

const seconds = (answers: readonly Answer[]) => answers.reduce((sum, { ms }) => sum + ms / 1000, 0);

function findingsOf(form: string, took: readonly Took[]): Finding[] {
  const [once, ...more] = took;
  if (!once) return [];
  return [
    { what: `${form}: 1 time`, unit: "s", ours: once.ours, beside: "DuckDB", theirs: once.duckDb },
    ...more.flatMap(({ times, ours, duckDb }): Finding[] => [
      { what: `${form}: ${times} times`, unit: "s", ours, beside: "1 time", theirs: once.ours },
      { what: `${form}: ${times} times`, unit: "s", ours, beside: "DuckDB", theirs: duckDb },
    ]),
    ...more.slice(-1).flatMap(({ times, memory, duckDbMemory }): Finding[] => {
      const peak = { what: `${form}: peak memory, ${times} times`, unit: "MB", ours: memory / 1e6 } as const;
      return [
        { ...peak, beside: "1 time", theirs: once.memory / 1e6 },
        { ...peak, beside: "DuckDB", theirs: duckDbMemory / 1e6 },
      ];
    }),
  ];
}

const [smallest, largest] = [sizes[0], sizes.at(-1)].map((size) => size?.json.lines.toLocaleString("en"));
for (const kind of await enginesHere()) {
  const findings: Finding[] = [];
  for (const form of ["json", "parquet"] as const) {
    const engine = await startEngine(kind);
    const took = await grow(engine, form).finally(() => engine.end());
    findings.push(...findingsOf(form === "json" ? "JSON" : "Parquet", took));
  }
  await publish({
    name: `engine-growth.${kind}`,
    title: `Growth on ${engineTitles[kind]}: the four log queries together, over ${smallest} to ${largest} lines`,
    findings,
    notes: [
      `Best of ${ROUNDS}, by turns; lines and people grow alike; DuckDB ${DUCKDB_VERSION}. Memory as in the tables of queries.`,
    ],
  });
}
