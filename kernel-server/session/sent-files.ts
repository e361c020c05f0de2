import { createHash, randomUUID } from "node:crypto";
import { appendFile, mkdir, readFile, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { BetweenError } from "../../protocol/errors.ts";
import type { SessionId } from "../../protocol/ids.ts";
import type { SentFile } from "../../protocol/messages.ts";
import type { AskOf } from "../../protocol/service.ts";
import type { FilePlace } from "../store/file-place.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { Turns } from "./turns.ts";

/** Of one notebook's files together. More than this belongs where the engine reads it in place. */
const MOST_BYTES = 100e6;
/** A file that is used again is marked as used where the mark is older than this: it goes when nobody has used it for long. */
const MARK_MS = 86_400_000;

export const FILES = "files/";
/** In a session's folder: the name of the folder of its newest list. Written anew each hour, it is also a sign of life. */
const CURRENT = "current";

/** `generation`: the folder of this list in the session's. `root` is there when nothing is missing. */
type Told = { files: readonly SentFile[]; generation: string; missing: Set<string>; root?: string };

/**
 * The notebooks' own files that clients sent, because the engine or the whole server is on another machine. Each is kept once
 * in the store, under its hash, and laid out for a session as it lies beside the notebook: what the session reads is its
 * own, and stays when the store's file goes. A changed list is laid out anew: what runs goes on reading what it began with.
 */
export class SentFiles {
  readonly #store: ObjectStore;
  readonly #place: FilePlace;
  readonly #disk: string;
  readonly #now: () => number;
  readonly #told = new Map<SessionId, Told>();
  /** Sessions that have files, or may have some from before this server started. */
  readonly #mine = new Set<SessionId>();
  readonly #turns = new Turns<SessionId>();

  /** `disk`: an absolute folder of this server's own. */
  constructor(store: ObjectStore, place: FilePlace, disk: string, now: () => number = Date.now) {
    this.#store = store;
    this.#place = place;
    this.#disk = disk;
    this.#now = now;
  }

  /** Takes the list of a session's files and tells the hashes that are missing. Throws `storage.files-*`. */
  async expect({ session, files }: AskOf<"files">, signal: AbortSignal): Promise<string[]> {
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    if (bytes > MOST_BYTES) throw new BetweenError("storage.files-too-large", { bytes, limit: MOST_BYTES });
    for (const { path } of files) if (!isPlain(path)) throw new BetweenError("storage.files-path", { path });
    return this.#turns.take(session, async () => {
      const before = this.#told.get(session);
      if (before && JSON.stringify(before.files) === JSON.stringify(files)) return [...before.missing];
      this.#mine.add(session);
      const missing = new Set(files.map(({ hash }) => hash));
      const told: Told = { files, generation: randomUUID().slice(0, 8), missing };
      for (const hash of [...missing]) {
        // A file that is there is copied now; one that goes from the store right after that is not missed.
        const kept = await this.#kept(hash, signal);
        if (kept) await this.#layOut(session, told, hash, kept, signal);
      }
      this.#told.set(session, told);
      await this.#complete(session, told, signal);
      return [...missing];
    });
  }

  /** Takes a part of a file, in order. A part that comes twice counts once. */
  async take({ session, hash, bytes, from, data }: AskOf<"send">, signal: AbortSignal): Promise<void> {
    await this.#turns.take(session, async () => {
      const told = this.#told.get(session);
      const file = told?.files.find((one) => one.hash === hash && one.bytes === bytes);
      if (!told || !file) throw new BetweenError("storage.files-unwanted", { hash });
      if (!told.missing.has(hash)) return;
      const part = Buffer.from(data, "base64");
      const incoming = join(this.#incoming(session), hash);
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
      await this.#store.createIfAbsent(FILES + hash, body, signal);
      await this.#layOut(session, told, hash, body, signal);
      await this.#complete(session, told, signal);
    });
  }

  /** Where the session's engine reads them: an absolute folder or a URL; `undefined` while not all were sent. */
  root(session: SessionId): string | undefined {
    return this.#told.get(session)?.root;
  }

  /** The same on this machine's disk, for workers of cells and engines that run here: one folder as long as the session lives. */
  folder(session: SessionId): string {
    return join(this.#disk, session);
  }

  /** A session of a server that has ended goes on here, and reads what it read there. */
  async resume(session: SessionId): Promise<void> {
    this.#mine.add(session);
    const current = await this.#place.read(`${session}/${CURRENT}`);
    if (!current) return;
    const generation = Buffer.from(current).toString();
    this.#told.set(session, { files: [], generation, missing: new Set(), root: this.#rootOf(session, generation) });
  }

  isUsed(hash: string): boolean {
    return [...this.#told.values()].some(({ files }) => files.some((file) => file.hash === hash));
  }

  has(session: SessionId): boolean {
    return this.#mine.has(session);
  }

  /** Tells other servers and `between clean`, which see the store alone, that the sessions live; what is left of others goes. */
  async signOfLife(isLiving: (session: SessionId) => boolean): Promise<void> {
    for (const session of this.#mine) {
      if (!isLiving(session)) await this.forget(session);
      else
        await this.#turns.take(session, async () => {
          const told = this.#told.get(session);
          if (told?.root !== undefined) await this.#sign(session, told);
        });
    }
  }

  /** The session has ended, and its files with it; what the store keeps is found again by its hash. */
  async forget(session: SessionId): Promise<void> {
    await this.#turns.take(session, async () => {
      if (!this.#mine.delete(session)) return;
      this.#told.delete(session);
      const folders = [this.folder(session), this.#incoming(session)];
      const removed = folders.map((folder) => rm(folder, { recursive: true, force: true }));
      await Promise.all([...removed, this.#place.remove(session)]);
    });
  }

  async #kept(hash: string, signal: AbortSignal): Promise<Uint8Array | undefined> {
    const kept = await this.#store.get(FILES + hash, signal);
    if (kept && this.#now() - kept.modified.getTime() > MARK_MS) await this.#store.put(FILES + hash, kept.body, signal);
    return kept?.body;
  }

  async #layOut(session: SessionId, told: Told, hash: string, body: Uint8Array, signal: AbortSignal): Promise<void> {
    for (const { path } of told.files.filter((file) => file.hash === hash)) {
      const file = join(this.#coming(session, told), ...path.split("/"));
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, body);
      await this.#place.write(`${session}/${told.generation}/${path}`, body, signal);
    }
    told.missing.delete(hash);
  }

  /** When nothing is missing, the session reads them. */
  async #complete(session: SessionId, told: Told, signal: AbortSignal): Promise<void> {
    if (told.missing.size > 0) return;
    const [folder, coming] = [this.folder(session), this.#coming(session, told)];
    // The folder itself stays: workers stand in it.
    for (const path of [folder, coming]) await mkdir(path, { recursive: true });
    for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true, force: true });
    for (const name of await readdir(coming)) await rename(join(coming, name), join(folder, name));
    await rm(this.#incoming(session), { recursive: true, force: true });
    await this.#sign(session, told, signal);
    told.root = this.#rootOf(session, told.generation);
  }

  #sign(session: SessionId, { generation }: Told, signal?: AbortSignal): Promise<void> {
    return this.#place.write(`${session}/${CURRENT}`, Buffer.from(generation), signal);
  }

  #rootOf(session: SessionId, generation: string): string {
    return `${this.#place.root}/${session}/${generation}`;
  }

  #incoming(session: SessionId): string {
    return join(this.#disk, "incoming", session);
  }

  #coming(session: SessionId, { generation }: Told): string {
    return join(this.#incoming(session), generation);
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
