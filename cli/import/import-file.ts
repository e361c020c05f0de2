import { mkdir, readFile, stat } from "node:fs/promises";
import { userInfo } from "node:os";
import { dirname } from "node:path";
import { importNotebook } from "../../notebook/importers/import-notebook.ts";
import type { Imported, ImportReport } from "../../notebook/importers/imported.ts";
import { BetweenError, type WireError } from "../../protocol/errors.ts";
import type { RunId } from "../../protocol/ids.ts";
import { uriOf } from "../notebook-file.ts";
import { writeWhole } from "../write-whole.ts";
import { mustBeNotebook, type Original } from "./find-originals.ts";
import { importedRecord } from "./imported-record.ts";
import { keepRecord } from "./keep-record.ts";
import { isInTrash, originalName, targetPath, withId } from "./target-path.ts";

/** What became of one file. */
export type FileOutcome = { from: string } & (
  | { state: "imported" | "unchanged"; to: string; schedule?: Schedule; run?: Kept; report: ImportReport }
  | { state: "failed"; error: WireError }
  | { state: "trash" }
);

type Schedule = { file: string; written: boolean };
/** The run that the results are; or why they are none, which keeps no notebook from being imported. */
type Kept = { run: RunId } | { reason: string };

export type ImportSettings = {
  out?: string | undefined;
  force: boolean;
  timezone?: string | undefined;
  env: NodeJS.ProcessEnv;
  /** Targets of this command so far, so that two notes of one name do not meet. */
  taken: Set<string>;
};

/** Imports one file; `undefined` for one that is no notebook and was not named as one. Only its own failure is its result. */
export async function importFile(original: Original, settings: ImportSettings): Promise<FileOutcome | undefined> {
  const from = original.path;
  try {
    const [bytes, { mtimeMs }] = await Promise.all([readFile(from), stat(from)]);
    const { timezone } = settings;
    const imported = importNotebook(bytes, { name: originalName(from), ...(timezone !== undefined && { timezone }) });
    if ("problem" in imported) {
      if (!mustBeNotebook(original)) return undefined;
      const { code, args } = imported.problem;
      throw new BetweenError(code, args);
    }
    if (isInTrash(original, imported.place)) return { from, state: "trash" };
    return await place(original, imported, mtimeMs, settings);
  } catch (thrown) {
    return { from, state: "failed", error: failureOf(from, thrown).toWire() };
  }
}

async function place(
  original: Original,
  imported: Imported,
  changedAt: number,
  { out, force, env, taken }: ImportSettings,
): Promise<FileOutcome> {
  let to = targetPath(original, imported.place, out);
  for (let nth = 2; taken.has(to.toLowerCase()); nth++) to = withId(to, imported.place, nth);
  taken.add(to.toLowerCase());
  const there = await textOf(to);
  const unchanged = there === imported.text;
  if (there !== undefined && !unchanged && !force) throw new BetweenError("import.file-exists", { to });
  if (!unchanged) {
    await mkdir(dirname(to), { recursive: true });
    await writeText(to, imported.text);
  }
  const schedule = imported.schedule === undefined ? undefined : await placeSchedule(to, imported.schedule);
  const run = imported.results && (await keep(imported, to, changedAt, env));
  return {
    from: original.path,
    state: unchanged ? "unchanged" : "imported",
    to,
    ...(schedule && { schedule }),
    ...(run && { run }),
    report: imported.report,
  };
}

/** A schedule that is there is never overwritten: it may have been started meanwhile. */
async function placeSchedule(notebook: string, text: string): Promise<Schedule> {
  const file = notebook.replace(/\.between-nb$/, ".schedule.yaml");
  const there = await textOf(file);
  if (there === undefined) await writeText(file, text);
  return { file, written: there === undefined || there === text };
}

async function keep(imported: Imported, to: string, changedAt: number, env: NodeJS.ProcessEnv): Promise<Kept> {
  const results = imported.results ?? { cells: [] };
  try {
    const record = importedRecord(imported, results, { uri: await uriOf(to), user: userInfo().username, changedAt });
    await keepRecord(record, env);
    return { run: record.view.run };
  } catch (thrown) {
    return { reason: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}

const writeText = (file: string, text: string): Promise<void> =>
  writeWhole(file, async (sink) => {
    await sink.write(text);
    return true;
  });

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (thrown) {
    if (errnoOf(thrown) === "ENOENT") return undefined;
    throw thrown;
  }
}

const errnoOf = (thrown: unknown) => (thrown instanceof Error && "code" in thrown ? thrown.code : undefined);

function failureOf(file: string, thrown: unknown): BetweenError {
  if (thrown instanceof BetweenError) return thrown;
  // Anything else is a fault of ours, except what the file system says.
  if (typeof errnoOf(thrown) !== "string") return BetweenError.from(thrown);
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return new BetweenError("cli.file-unreadable", { file, reason }, { cause: thrown });
}
