/** A 10 MB notebook: parsing in one pass beside what must be done with any file, reading it, and beside JSON of the same size. */
import { readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "../notebook/parse.ts";
import { print } from "../notebook/print.ts";
import { median, scaled, timed } from "./support/figures.ts";
import { publish } from "./support/finding.ts";

const BYTES = scaled(10_000_000, 100_000);
const ROUNDS = scaled(9, 3);

/** Cells as people write them: text, options, SQL of some lines. */
function notebookOf(bytes: number): string {
  const parts = [
    "---\nbetween: 1\ntitle: Large\ntimezone: Asia/Seoul\nparams:\n  day: {type: date, default: yesterday}\n---\n",
  ];
  for (let size = 0, cell = 0; size < bytes; cell++) {
    const text = `## Part ${cell}\n\n어제 {{day}}의 사용자 수와 그 까닭. Some text about what this part looks at, and why.\n\n`;
    const code = `\`\`\`{sql}\n--| name: part_${cell}\n--| chart: {type: line, x: day, y: users}\nselect dt as day, count(distinct user) as users\nfrom logs\nwhere dt >= :day and action = 'open_${cell}' -- 한글 주석\ngroup by dt\norder by dt\n\`\`\`\n\n`;
    parts.push(text, code);
    size += Buffer.byteLength(text) + Buffer.byteLength(code);
  }
  return parts.join("");
}

const text = notebookOf(BYTES);
const cells = parse(text).notebook.cells;
/** Ten times the size must take ten times as long, not a hundred times. */
const tenth = notebookOf(BYTES / 10);
const paragraphs = text.match(/[^]{1,340}/g) ?? [];
const json = JSON.stringify(paragraphs.map((text, line) => ({ kind: "code", line, text })));
const file = join(tmpdir(), `bench-${process.pid}.between-nb`);
await writeFile(file, text);

const took = {
  parse: [] as number[],
  tenth: [] as number[],
  print: [] as number[],
  read: [] as number[],
  json: [] as number[],
};
for (let round = 0; round < ROUNDS; round++) {
  took.read.push((await timed(() => readFile(file, "utf8"))).ms);
  const parsed = await timed(() => parse(text));
  took.parse.push(parsed.ms);
  took.tenth.push((await timed(() => parse(tenth))).ms);
  const printed = await timed(() => print(parsed.value.notebook));
  if (printed.value !== text) throw new Error("The notebook did not print back byte for byte.");
  took.print.push(printed.ms);
  took.json.push((await timed(() => JSON.parse(json) as unknown)).ms);
}
await rm(file);

const size = Buffer.byteLength(text) / 1e6;
await publish({
  name: "parse-notebook",
  title: `A notebook of ${size.toFixed(1)} MB and ${cells.length.toLocaleString("en")} cells`,
  findings: [
    { what: "parse", unit: "ms", ours: median(took.parse), beside: `JSON.parse of the same text (${(Buffer.byteLength(json) / 1e6).toFixed(1)} MB)`, theirs: median(took.json) }, // prettier-ignore
    { what: "parse", unit: "ms", ours: median(took.parse), beside: "reading the file", theirs: median(took.read) },
    { what: "parse", unit: "ms", ours: median(took.parse), beside: "a tenth of it, ten times", theirs: 10 * median(took.tenth) }, // prettier-ignore
    { what: "print", unit: "ms", ours: median(took.print), beside: "reading the file", theirs: median(took.read) },
  ],
});
