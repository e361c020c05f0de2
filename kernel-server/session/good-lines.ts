import { randomUUID } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { SourceSpec } from "../../notebook/notebook.ts";
import { operationId } from "../../protocol/ids.ts";
import type { Field } from "../../protocol/messages.ts";
import { decodePage } from "../../protocol/values/page.ts";
import type { EngineSession } from "../engine/engine.ts";

/** Engines infer the columns of JSON from a part of it too. */
const MOST_LINES = 20_000;

/**
 * The columns of a JSON log with lines that are none, as the engine sees them in the first of its good lines, those of the
 * partitions last. Nothing where no line is good. `scratch`: a folder that the engine can read.
 */
export async function columnsOfGoodLines(
  engine: EngineSession,
  source: SourceSpec,
  scratch: string,
  signal: AbortSignal,
): Promise<Field[] | undefined> {
  const text = { of: "source", source: { ...source, format: "text" } } as const;
  const [, ...partitions] = await engine.analyze(text, signal);
  const work = { do: "read", relation: text, limit: MOST_LINES, operation: operationId(randomUUID()) } as const;
  const good: string[] = [];
  for await (const event of engine.run(work, signal)) {
    if (event.t !== "batch") continue;
    const { rows, columns } = decodePage(event.ipc);
    for (let row = 0; row < rows; row++) {
      const line = columns[0]?.value(row);
      if (typeof line === "string" && isObject(line)) good.push(line);
    }
  }
  if (good.length === 0) return undefined;
  const path = join(scratch, `good-lines-${randomUUID()}.json`);
  await writeFile(path, `${good.join("\n")}\n`, { mode: 0o600 });
  try {
    const found = await engine.analyze({ of: "source", source: { ...source, from: { path } } }, signal);
    const names = new Set(partitions.map(({ name }) => name));
    return [...found.filter(({ name }) => !names.has(name)), ...partitions];
  } finally {
    await rm(path, { force: true });
  }
}

function isObject(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
