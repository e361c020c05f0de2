import { mkdirSync } from "node:fs";
import { hasCode } from "../store/fs-error.ts";
import { diskError } from "./disk-error.ts";

/**
 * Makes one folder in a folder that is there. Not by `recursive`, which on a read-only disk fails with ENOENT (Node 24).
 * Throws `state.full`, `state.read-only`.
 */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (thrown) {
    if (!hasCode(thrown, "EEXIST")) throw diskError(thrown, path);
  }
}
