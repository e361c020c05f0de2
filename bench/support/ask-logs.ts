import type { RunView } from "../../protocol/messages.ts";
import { decodePage } from "../../protocol/values/page.ts";
import type { DuckDb } from "../duckdb-client.ts";
import type { PythonClient } from "../python-client.ts";
import type { RunningEngine } from "./engines.ts";
import type { LogData } from "./log-data.ts";
import { untilDone } from "./product.ts";
import { duckDbColumns, queries, schema } from "./queries.ts";

/** What one of `queries` took, and what came of it: rows, and the sum of all whole numbers among them. */
export type Answer = { ms: number; rows: number; sum: number };

/** All of `queries` as cells of a notebook, in the session that the engine has; milliseconds as the server counts them. */
export async function throughProduct({ product, session }: RunningEngine, data: LogData): Promise<Answer[]> {
  // The first cell names the source, as the others' views are also made before they are asked; it is not counted.
  const cells = ["select dt from logs limit 0", ...queries.map(({ sql }) => sql)].map((sql) => `\`\`\`{sql}\n${sql}\n\`\`\`\n`); // prettier-ignore
  const source = `logs: {path: "${data.glob}", format: ${data.format}, schema: "${schema}"}`;
  const text = `---\nbetween: 1\nsources:\n  ${source}\n---\n${cells.join("\n")}`;
  const view = await untilDone(product.client, await product.start(session, text));
  const answers: Answer[] = [];
  for (const cell of view.cells.filter(({ kind }) => kind === "code").slice(1)) {
    const result = cell.results.find(({ main }) => main);
    if (!result || cell.ms === undefined) throw new Error("A cell has no result.");
    answers.push({ ms: cell.ms, ...(await sumOf(product.client, view, result.result)) });
  }
  return answers;
}

export async function throughPySpark(client: PythonClient, data: LogData): Promise<Answer[]> {
  await client.ask({ do: "source", name: "logs", path: data.folder, schema, format: data.format });
  const answers: Answer[] = [];
  for (const { sql } of queries) {
    const { ms, ...came } = await client.ask<Omit<Answer, "ms"> & { ms: number[] }>({ do: "rows", sql, repeat: 1 });
    answers.push({ ms: ms[0] ?? NaN, ...came });
  }
  return answers;
}

export async function throughDuckDb(duckDb: DuckDb, { format, glob }: LogData): Promise<Answer[]> {
  await duckDb.ask({ do: "source", name: "logs", path: glob, format, columns: duckDbColumns });
  const answers: Answer[] = [];
  for (const { sql, inDuckDb = sql } of queries) answers.push(await duckDb.ask<Answer>({ do: "rows", sql: inDuckDb }));
  return answers;
}

/** Times of different answers compare nothing. */
export function mustAgree(ours: readonly Answer[], theirs: readonly Answer[], who: string): void {
  for (const [i, { name }] of queries.entries()) {
    const [mine, other] = [ours[i], theirs[i]].map((answer) => `${answer?.rows} rows, sum ${answer?.sum}`);
    if (mine !== other) throw new Error(`${name}: the product has ${mine}; ${who} has ${other}.`);
  }
}

async function sumOf(client: RunningEngine["product"]["client"], { run }: RunView, result: number) {
  const { body } = await client.ask({ t: "rows", run, result, from: 0 });
  const chunks: Uint8Array[] = [];
  for await (const chunk of client.body(body)) chunks.push(chunk);
  const { rows, columns } = decodePage(Buffer.concat(chunks));
  let sum = 0n;
  for (const { value } of columns)
    for (let row = 0; row < rows; row++) {
      const read = value(row);
      if (typeof read === "bigint") sum += read;
    }
  return { rows, sum: Number(sum) };
}
