import { createHash, randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { CellKey } from "../../notebook/cell-hash.ts";
import { NOTEBOOK_OUTPUT_BYTES } from "../../protocol/cell-output.ts";
import type { RunId } from "../../protocol/ids.ts";
import type { CellView, RunView } from "../../protocol/messages.ts";
import type { Shown } from "./output-shelf.ts";

/** What an editor showed of a notebook last. */
export type KeptOutputs = {
  v: 1;
  uri: string;
  /** The code cells, in order. */
  order: readonly CellKey[];
  cells: readonly KeptCell[];
  /** The runs that the outputs are of. */
  views: readonly BareView[];
  /** Runs that had not ended: the server that runs them can tell what became of them. */
  open: readonly { server: string; engine: string; run: RunId }[];
};

/** An output, and which of `order` showed it. */
export type KeptCell = Shown & { cell: number };

/** What stands around an output. */
const CELL_FORM_BYTES = 300;
export const KEPT_BYTES = 200_000_000;
/** Longer than any address of a file. */
const HEAD_BYTES = 16_384;

/** A run without the cells that show nothing of it: a notebook may have as many runs as cells. `of`: how many it had. */
export type BareView = Omit<RunView, "cells"> & { of: number; cells: readonly (readonly [at: number, CellView])[] };

/** Outputs kept in a folder of the editor's, a file a notebook. The oldest files go when all take more than they may. */
export class ShownStore {
  readonly #folder: string;
  readonly #most: number;
  #last: Promise<void> = Promise.resolve();

  constructor(folder: string, most: number = KEPT_BYTES) {
    this.#folder = folder;
    this.#most = most;
  }

  /** What was kept; nothing where there is none or it cannot be read. */
  async load(uri: string): Promise<KeptOutputs | undefined> {
    await this.#last;
    return this.#read(uri);
  }

  async #read(uri: string): Promise<KeptOutputs | undefined> {
    try {
      // SAFETY: checked by its version and address; only this class writes these files, each with one rename.
      const kept = JSON.parse(await readFile(this.#file(uri), "utf8")) as KeptOutputs;
      return kept.v === 1 && kept.uri === uri && Array.isArray(kept.cells) ? kept : undefined;
    } catch {
      return undefined; // None yet, or damaged: the server knows more, and the next save replaces it.
    }
  }

  /** Replaces what was kept, whole or not at all. One after the other; throws what the disk says. */
  save(kept: KeptOutputs): Promise<void> {
    const saved = this.#last.then(() => this.#save(kept));
    this.#last = saved.catch(() => undefined); // Told to who asked; the next in turn goes on.
    return saved;
  }

  /**
   * What was kept of one notebook is kept of another as well: it was renamed, or saved for the first time. `from` may be a
   * folder that was renamed: the same then for every notebook in it.
   */
  copy(from: string, to: string): Promise<void> {
    const copied = this.#last.then(async () => {
      for (const uri of [from, ...(await this.#within(`${from}/`))]) {
        const kept = await this.#read(uri);
        if (kept) await this.#save({ ...kept, uri: to + uri.slice(from.length) });
      }
    });
    this.#last = copied.catch(() => undefined); // Told to who asked; the next in turn goes on.
    return copied;
  }

  /** The notebooks of a folder of which something is kept. */
  async #within(folder: string): Promise<string[]> {
    const names = await readdir(this.#folder).catch(() => []); // None yet.
    const uris = await Promise.all(names.map((name) => keptUri(join(this.#folder, name))));
    return uris.flatMap((uri) => (uri?.startsWith(folder) ? [uri] : []));
  }

  /** Nothing is kept of a notebook that is no more. */
  forget(uri: string): Promise<void> {
    const forgotten = this.#last.then(() => rm(this.#file(uri), { force: true }));
    this.#last = forgotten.catch(() => undefined); // Told to who asked; the next in turn goes on.
    return forgotten;
  }

  async #save(kept: KeptOutputs): Promise<void> {
    const file = this.#file(kept.uri);
    if (kept.cells.length === 0 && kept.open.length === 0) return rm(file, { force: true });
    const text = withinBytes(kept, NOTEBOOK_OUTPUT_BYTES);
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const part = `${file}.${randomUUID()}.part`;
    await writeFile(part, text, { mode: 0o600 });
    await rename(part, file);
    await this.#prune(file);
  }

  async #prune(newest: string): Promise<void> {
    const names = await readdir(this.#folder);
    const files = await Promise.all(
      names.map(async (name) => {
        const path = join(this.#folder, name);
        const found = await stat(path).catch(() => undefined); // Another window may have taken it away.
        return { path, bytes: found?.size ?? 0, at: path === newest ? Infinity : (found?.mtimeMs ?? 0) };
      }),
    );
    let total = files.reduce((sum, { bytes }) => sum + bytes, 0);
    for (const { path, bytes } of files.sort((a, b) => a.at - b.at)) {
      if (total <= this.#most) return;
      await rm(path, { force: true });
      total -= bytes;
    }
  }

  #file(uri: string): string {
    return join(this.#folder, `${createHash("sha256").update(uri).digest("hex").slice(0, 32)}.json`);
  }
}

/** The notebook that a file is of, by its first bytes: the whole may be megabytes. */
async function keptUri(path: string): Promise<string | undefined> {
  const head = await readFirst(path, HEAD_BYTES).catch(() => ""); // Another window may have taken it away.
  const [, uri] = /^\{"v":1,"uri":("(?:[^"\\]|\\.)*")/.exec(head) ?? [];
  return uri === undefined ? undefined : (JSON.parse(uri) as string); // SAFETY: a JSON string.
}

async function readFirst(path: string, bytes: number): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, 0);
    return buffer.toString("utf8", 0, bytesRead);
  } finally {
    await file.close();
  }
}

/** As JSON; the oldest outputs are left out where all are too many. */
function withinBytes(kept: KeptOutputs, most: number): string {
  const viewBytes = new Map(kept.views.map((view) => [view.run, Buffer.byteLength(JSON.stringify(view))]));
  const left = new Set<KeptCell>();
  const runs = new Set<RunId>();
  let bytes = Buffer.byteLength(JSON.stringify({ ...kept, cells: [], views: [] }));
  for (const cell of kept.cells.toSorted((a, b) => b.ranAt - a.ranAt)) {
    const { run } = cell.output;
    bytes += cell.bytes + CELL_FORM_BYTES + (runs.has(run) ? 0 : (viewBytes.get(run) ?? 0));
    if (bytes > most) break;
    left.add(cell);
    runs.add(run);
  }
  const cells = kept.cells.filter((cell) => left.has(cell));
  return JSON.stringify({ ...kept, cells, views: kept.views.filter(({ run }) => runs.has(run)) });
}
