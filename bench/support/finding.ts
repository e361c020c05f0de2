import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../../test/support/between.ts";
import { machine, scale } from "./figures.ts";
import { markdownTable } from "./markdown-table.ts";

/** One comparison: ours beside something known, measured on the same machine in the same minutes. */
export type Finding = {
  what: string;
  unit: "ms" | "s" | "MB" | "MB/s";
  ours: number;
  /** What `theirs` is of. */
  beside: string;
  theirs: number;
  /** The budget of the design, where it has one, and whether it is kept. */
  budget?: { says: string; kept: boolean };
};

export type Bench = { name: string; title: string; findings: readonly Finding[]; notes?: readonly string[] };

/** The findings as a table that the README can quote. */
export function tableOf({ title, findings, notes = [] }: Bench): string {
  const rows = findings.map((finding) => [
    finding.what,
    figure(finding.ours, finding.unit),
    finding.beside,
    figure(finding.theirs, finding.unit),
    (finding.ours / finding.theirs).toFixed(2),
    finding.budget ? `${finding.budget.says} ${finding.budget.kept ? "✓" : "✗"}` : "",
  ]);
  const head = ["what", "ours", "beside", "theirs", "ratio", "budget"];
  const table = markdownTable(head, rows, [1, 3, 4]);
  return [`**${title}**`, "", table, ...(notes.length > 0 ? ["", notes.join(" ")] : []), ""].join("\n");
}

/** Prints the table and keeps the figures in `.cache/bench/<name>.json`. */
export async function publish(bench: Bench): Promise<void> {
  const folder = join(root, ".cache", "bench");
  await mkdir(folder, { recursive: true });
  const document = {
    ...bench,
    findings: bench.findings.map((finding) => ({ ...finding, ratio: finding.ours / finding.theirs })),
    machine: machine(),
    scale,
    at: new Date().toISOString(),
  };
  await writeFile(join(folder, `${bench.name}.json`), `${JSON.stringify(document, undefined, 2)}\n`);
  process.stdout.write(`${tableOf(bench)}\n`);
}

const figure = (value: number, unit: string): string => {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : value >= 0.1 ? 2 : 3;
  return `${value.toFixed(digits)} ${unit}`;
};
