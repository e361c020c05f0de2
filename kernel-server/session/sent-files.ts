import { createHash } from "node:crypto";
import { appendFile, mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { BetweenError } from "../../protocol/errors.ts";
import type { SessionId } from "../../protocol/ids.ts";
import type { SentFile } from "../../protocol/messages.ts";
import type { AskOf } from "../../protocol/service.ts";
import type { FilePlace } from "../store/file-place.ts";
import type { ObjectStore } from "../store/object-store.ts";

/** Of one notebook's files together. More than this belongs where the engine reads it in place. */
const MOST_BYTES = 100e6;

type Told = { files: readonly SentFile[]; generation: number; root?: string };

/**
 * The notebooks' own files that clients sent, because the engine or the whole server is on another machine. Each is kept once
 * in the store, under its hash, and laid out for a session as it lies beside the notebook. For engines a changed list is laid
 * out anew: what runs goes on reading what it began with.
 */
export class SentFiles {
  readonly #store: ObjectStore;
  readonly #place: FilePlace;
  readonly #disk: string;
  readonly #told = new Map<SessionId, Told>();
  /** Hashes that the store is known to have. */
  readonly #kept = new Set<string>();

  /** `disk`: an absolute folder of this server's own. */
  constructor(store: ObjectStore, place: FilePlace, disk: string) {
    this.#store = store;
    this.#place = place;
    this.#disk = disk;
  }

  /** Takes the list of a session's files and tells the hashes that are missing. Throws `storage.files-*`. */
  async expect({ session, files }: AskOf<"files">, signal: AbortSignal): Promise<string[]> {
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    if (bytes > MOST_BYTES) throw new BetweenError("storage.files-too-large", { bytes, limit: MOST_BYTES });
    for (const { path } of files) if (!isPlain(path)) throw new BetweenError("storage.files-path", { path });
    const before = this.#told.get(session);
    const same = before && JSON.stringify(before.files) === JSON.stringify(files);
    const told = same ? before : { files, generation: (before?.generation ?? 0) + 1 };
    this.#told.set(session, told);
    if (files.some(({ hash }) => !this.#kept.has(hash))) {
      for await (const { key } of this.#store.list("files/", undefined, signal))
        this.#kept.add(key.slice("files/".length));
    }
    const wanted = [...new Set(files.map(({ hash }) => hash).filter((hash) => !this.#kept.has(hash)))];
    if (wanted.length === 0) await this.#layOut(session, told, signal);
    return wanted;
  }

  /** Takes a part of a file, in order. A part that comes twice counts once. */
  async take({ session, hash, bytes, from, data }: AskOf<"send">, signal: AbortSignal): Promise<void> {
    const told = this.#told.get(session);
    const file = told?.files.find((one) => one.hash === hash && one.bytes === bytes);
    if (!told || !file) throw new BetweenError("storage.files-unwanted", { hash });
    if (this.#kept.has(hash)) return;
    const part = Buffer.from(data, "base64");
    const incoming = join(this.#disk, "incoming", `${session}-${hash}`);
    await mkdir(dirname(incoming), { recursive: true });
    const there = await sizeOf(incoming);
    if (from + part.length <= there && from < there) return;
    if (from !== there || there + part.length > bytes) {
      await rm(incoming, { force: true });
      throw new BetweenError("storage.files-order", { path: file.path });
    }
    await appendFile(incoming, part);
    if (there + part.length < bytes) return;
    const body = await readFile(incoming);
    await rm(incoming, { force: true });
    if (createHash("sha256").update(body).digest("hex") !== hash)
      throw new BetweenError("storage.files-changed", { path: file.path });
    await this.#store.createIfAbsent(`files/${hash}`, body, signal);
    this.#kept.add(hash);
    if (told.files.every((one) => this.#kept.has(one.hash))) await this.#layOut(session, told, signal);
  }

  /** Where the session's engine reads them: an absolute folder or a URL; `undefined` while not all were sent. */
  root(session: SessionId): string | undefined {
    return this.#told.get(session)?.root;
  }

  /** The same on this machine's disk, for workers of cells and engines that run here: one folder as long as the session lives. */
  folder(session: SessionId): string {
    return join(this.#disk, session);
  }

  /** The session has ended, and its files with it; what the store keeps is found again by its hash. */
  async forget(session: SessionId): Promise<void> {
    if (!this.#told.delete(session)) return;
    await Promise.all([rm(this.folder(session), { recursive: true, force: true }), this.#place.remove(session)]);
  }

  async #layOut(session: SessionId, told: Told, signal: AbortSignal): Promise<void> {
    if (told.root !== undefined) return;
    const below = `${session}/${told.generation}`;
    const folder = this.folder(session);
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    for (const { path, hash } of told.files) {
      const kept = await this.#store.get(`files/${hash}`, signal);
      if (!kept) {
        this.#kept.delete(hash);
        throw new BetweenError("storage.files-changed", { path });
      }
      const file = join(folder, ...path.split("/"));
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, kept.body);
      await this.#place.write(`${below}/${path}`, kept.body, signal);
    }
    told.root = `${this.#place.root}/${below}`;
  }
}

/** Below the notebook's folder, whatever system made it. */
const isPlain = (path: string) =>
  !/^[A-Za-z]:|[\\\0]/.test(path) && path.split("/").every((part) => part !== "" && part !== "." && part !== "..");

const sizeOf = (path: string) =>
  stat(path).then(
    ({ size }) => size,
    () => 0, // Not begun.
  );
