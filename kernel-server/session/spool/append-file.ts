import { closeSync, openSync, write, writeSync } from "node:fs";
import { promisify } from "node:util";

/**
 * Little is written at once (about 20 µs), because a trip through the thread pool and back costs a trivial cell more than
 * all else; much is written aside, so that nobody else waits for the disk.
 */
const AT_ONCE_BYTES = 64 * 1024;

const writeAside = promisify(write);

/** A file that only grows; it comes into being with its first bytes. */
export class AppendFile {
  readonly #path: string;
  #file: number | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  async append(bytes: Uint8Array): Promise<void> {
    if (bytes.byteLength === 0) return;
    const file = (this.#file ??= openSync(this.#path, "a", 0o600));
    for (let at = 0; at < bytes.byteLength;) {
      const left = bytes.byteLength - at;
      if (left <= AT_ONCE_BYTES) at += writeSync(file, bytes, at, left);
      else at += (await writeAside(file, bytes, at, left)).bytesWritten;
    }
  }

  close(): void {
    const file = this.#file;
    this.#file = undefined;
    if (file !== undefined) closeSync(file);
  }
}
