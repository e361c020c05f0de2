import { createReadStream } from "node:fs";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { ask, lifetime, runEvent, runView } from "../../../protocol/messages.ts";
import type { RunEvent } from "../../../protocol/messages.ts";

/** The session of a run, as far as another server needs it to go on with the run. */
export const sessionFacts = z.object({
  session: runView.shape.session,
  user: z.string(),
  uri: z.string(),
  folder: z.string(),
  engine: z.string(),
  lifetime,
  /** How long it is kept when nobody holds it, where the client said so. */
  idleMs: z.number().optional(),
  /** The interpreter that the user chose for Python cells. */
  python: z.string().optional(),
});
export type SessionFacts = z.infer<typeof sessionFacts>;

/** A piece of engine work that began, and what came of it: how a cell goes on where it was (see `steps.ts`). */
export const mark = z.object({
  cell: z.number(),
  key: z.string(),
  operation: z.string().optional(),
  outcome: z.unknown().optional(),
});
export type Mark = z.infer<typeof mark>;

/** The first line of a journal: the run as it stood then, and all that running it takes. */
export const header = z.object({
  v: z.literal(1),
  epoch: z.number(),
  at: z.number(),
  /** The client's id of the command that began the run: sent again, it names the same run. */
  command: z.string(),
  view: runView,
  session: sessionFacts,
  ask,
  /** Of earlier epochs. */
  marks: z.array(mark),
});
export type Header = z.infer<typeof header>;

const line = z.union([z.object({ seq: z.number(), event: runEvent }), z.object({ mark })]);
export type JournalLine = { seq: number; event: RunEvent } | { mark: Mark };

export const journalPath = (folder: string, epoch: number) => join(folder, `${epoch}.log`);

/** The newest journal in a run's folder; `undefined` where none has a whole first line. */
export async function readJournal(folder: string): Promise<{ header: Header; lines: JournalLine[] } | undefined> {
  const epochs = (await readdir(folder)).flatMap((name) => /^(\d+)\.log$/.exec(name)?.[1] ?? []).map(Number);
  for (const epoch of epochs.sort((a, b) => b - a)) {
    const texts = (await readFile(journalPath(folder, epoch), "utf8")).split("\n");
    const first = header.safeParse(parsed(texts.shift() ?? ""));
    if (!first.success) continue;
    const lines: JournalLine[] = [];
    for (const text of texts) {
      const read = line.safeParse(parsed(text));
      // A torn line ends what is known.
      if (!read.success) break;
      lines.push(read.data);
    }
    return { header: first.data, lines };
  }
  return undefined;
}

/** The events of one journal file from `from` on. */
export async function* readEvents(path: string, from: number): AsyncGenerator<{ seq: number; event: RunEvent }> {
  const input = createReadStream(path, "utf8");
  try {
    for await (const text of createInterface({ input, crlfDelay: Infinity })) {
      const read = line.safeParse(parsed(text));
      if (read.success && "seq" in read.data && read.data.seq >= from) yield read.data;
    }
  } finally {
    input.destroy();
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return undefined;
    throw thrown;
  }
}
