/**
 * `node test/spark/differences.ts`: writes the table of `docs/engines.md` of what comes out differently on Sail and on
 * Spark, out of the cases that `npm run test:spark` runs on both.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { format } from "prettier";
import { root } from "../support/between.ts";
import { cases } from "./cases.ts";

export const doc = join(root, "docs/engines.md");
const BEGIN = "<!-- differences -->";
const END = "<!-- end of differences -->";

/** The document with its table made anew. */
export async function withTable(text: string): Promise<string> {
  const [head, rest] = halves(text, BEGIN);
  const [, tail] = halves(rest, END);
  return format(`${head}${BEGIN}\n\n${table()}\n\n${END}${tail}`, { parser: "markdown", printWidth: 120 });
}

function table(): string {
  const rows = cases.flatMap(({ name, gives }) =>
    "sail" in gives
      ? [`| ${name} | ${cell(onlyIn(gives.sail, gives.spark))} | ${cell(onlyIn(gives.spark, gives.sail))} |`]
      : [],
  );
  return ["| what | Sail | Spark |", "| --- | --- | --- |", ...rows].join("\n");
}

function onlyIn(lines: readonly string[], others: readonly string[]): readonly string[] {
  const own = lines.filter((line) => !others.includes(line));
  return own.length > 0 ? own : lines;
}

const cell = (lines: readonly string[]) => lines.map((line) => `\`${line.trim().replaceAll("|", "¦")}\``).join("<br>");

function halves(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  if (at < 0) throw new Error(`${doc} has no ${mark}`);
  return [text.slice(0, at), text.slice(at + mark.length)];
}

if (import.meta.main) await writeFile(doc, await withTable(await readFile(doc, "utf8")));
