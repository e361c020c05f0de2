import { addSource } from "../../notebook/edit.ts";
import type { SourceSpec } from "../../notebook/notebook.ts";
import { formatOf } from "../../notebook/sources.ts";
import { BetweenError } from "../../protocol/errors.ts";
import type { RunView } from "../../protocol/messages.ts";
import { explainPlainly } from "../../protocol/wording/say.ts";
import { tell, waysOf, type Context } from "../context.ts";
import { exitCodeOfRun, exitCodes, type ExitCode } from "../exit-codes.ts";
import { readNotebookFile } from "../notebook-file.ts";
import { openClient } from "../open-client.ts";
import { bytes, count } from "../show/amounts.ts";
import { problemLines } from "../show/problem-lines.ts";
import { schemaText, sourceBlock } from "../../notebook/logs/source-text.ts";
import { firstBytes } from "../../notebook/logs/first-bytes.ts";
import { locate, type Located } from "../../notebook/logs/locate.ts";
import { formatOfBytes, formatOfName, type Format } from "../../notebook/logs/log-format.ts";
import { sourceName } from "../../notebook/logs/source-name.ts";
import { closeSqlSession, openSqlSession, type SqlSession } from "../sql/run-statement.ts";
import { showStatement } from "../sql/show-statement.ts";
import { defineVerb, engineOption, serverOption } from "../verb.ts";
import { writeWhole } from "../write-whole.ts";

const formats = ["json", "csv", "text", "parquet", "delta"] as const;
const SAMPLE_ROWS = 3;

export const verb = defineVerb(
  {
    verb: "sources add",
    operands: ["PATH"],
    options: {
      name: { kind: "one", value: "NAME", about: "cli.option.source-name" },
      format: { kind: "one", value: "FORMAT", about: "cli.option.source-format" },
      notebook: { kind: "one", value: "FILE", about: "cli.option.notebook" },
      ...serverOption,
      ...engineOption,
    },
    about: "cli.about.sources-add",
    example: "between sources add logs/ --notebook daily.between-nb",
  },
  async ({ values, operands: [typed = ""] }, context) => {
    const { interrupted: signal } = context;
    const notebook = values.notebook === undefined ? undefined : await readNotebookFile(values.notebook);
    const folder = notebook?.folder ?? process.cwd();
    const located = await locate(typed, folder);
    if ("problem" in located)
      throw new BetweenError(`cli.sources.${located.problem}`, { path: typed.replace(/[/\\]$/, "") });
    const format = readFormat(values.format) ?? (await guessFormat(located, typed, signal));
    const name = values.name ?? sourceName(located.path);

    const client = await openClient(context, values, signal);
    try {
      const sql = await openSqlSession(client, { folder, timezone: "UTC", engine: values.engine }, "idle", signal);
      try {
        const spec = await describe(sql, { name, path: located.path, format }, context);
        const view = await showSample(sql, spec, context);
        if (view.state !== "done") return exitCodeOfRun(view);
        return notebook ? await addTo(notebook.path, spec, context) : await printed(spec, context);
      } finally {
        await closeSqlSession(sql);
      }
    } finally {
      client.close();
    }
  },
);

type Spec = Omit<SourceSpec, "line">;

function readFormat(given: string | undefined): Format | undefined {
  if (given === undefined) return undefined;
  const format = formats.find((one) => one === given);
  if (!format)
    throw new BetweenError("cli.option-choice", { option: "--format", choices: formats.join(", "), value: given });
  return format;
}

/** By the ending, else by the first bytes; what lies elsewhere can only be told by its ending. */
async function guessFormat({ path, sample, delta }: Located, typed: string, signal: AbortSignal): Promise<Format> {
  if (delta) return "delta";
  const told = formatOfName(sample ?? path);
  if (told) return told;
  if (sample !== undefined) return formatOfBytes(await readStart(sample, signal));
  const guess = formatOf(path);
  if (!guess) throw new BetweenError("cli.sources.format-needed", { path: typed });
  return guess;
}

async function readStart(file: string, signal: AbortSignal): Promise<Uint8Array> {
  return firstBytes(file, signal).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new BetweenError("cli.file-unreadable", { file, reason }, { cause });
  });
}

/** Asks the engine what it sees in the files. */
async function describe(
  sql: SqlSession,
  { name, path, format }: { name: string; path: string; format: Format },
  context: Context,
): Promise<Spec> {
  const { client, session } = sql;
  const seen = await client.ask({ t: "inspect", session, path, format }, context.interrupted);
  const args = { path, files: count(seen.files), size: bytes(seen.bytes) };
  await tell(context, seen.files === 1 ? "cli.sources.seen-one" : "cli.sources.seen", args);
  const schema = schemaText(format, path, seen.schema);
  if (seen.malformed)
    await tell(context, "cli.sources.malformed", { reason: explainPlainly(context.lang, seen.malformed).message });
  const onMalformed = seen.malformed ? "skip" : "fail";
  return { name, from: { path }, format, ...(schema !== undefined && { schema }), onMalformed };
}

function showSample(sql: SqlSession, spec: Spec, context: Context): Promise<RunView> {
  const statement = { text: `select * from ${spec.name} limit ${SAMPLE_ROWS}`, line: 1 };
  const given = { params: {}, declare: [] };
  return showStatement(
    sql,
    statement,
    { name: "sources", given, rows: SAMPLE_ROWS, sources: [spec] },
    context,
    context.interrupted,
  );
}

async function printed(spec: Spec, context: Context): Promise<ExitCode> {
  await tell(context, "cli.sources.print");
  await context.out.write(`${sourceBlock(spec)}\n`);
  return exitCodes.done;
}

/** Writes the entry into the file as it is now: it may have been edited while the engine looked at the log. */
async function addTo(path: string, spec: Spec, context: Context): Promise<ExitCode> {
  const file = await readNotebookFile(path);
  const edited = addSource(file.text, spec);
  if ("problems" in edited) {
    await context.err.write(`${problemLines(edited.problems, file.shown, waysOf(context, context.err)).join("\n")}\n`);
    return exitCodes.usage;
  }
  await writeWhole(file.path, (sink) => sink.write(edited.text).then(() => true));
  await tell(context, "cli.sources.added", { name: spec.name, file: file.shown });
  return exitCodes.done;
}
