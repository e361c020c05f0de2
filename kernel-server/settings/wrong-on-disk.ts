import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { BetweenError } from "../../protocol/errors.ts";
import { systemReason } from "../../protocol/local/system-reason.ts";
import { findProgram } from "../engine/find-program.ts";
import { hasCode } from "../store/fs-error.ts";
import type { GivenSettings } from "./complete-settings.ts";

/** Where sudo looks on most systems (`secure_path`), for a command of the user that cells run as. */
const SUDO_PATH = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"].join(":");

/** What is wrong with the folders and the programs that settings name; `key` of the arguments tells which. Makes nothing. */
export async function wrongOnDisk({ data, state, python, cells }: GivenSettings): Promise<BetweenError[]> {
  const found = await Promise.all([
    data === undefined ? undefined : wrongFolder("data", data),
    state?.kind === "folder" ? wrongFolder("state", state.path) : undefined,
    wrongProgram("python.interpreter", python?.interpreter),
    wrongProgram("cells.wrap", cells?.wrap?.[0], cells?.user !== undefined),
  ]);
  return found.filter((one) => one !== undefined);
}

async function wrongFolder(key: string, folder: string): Promise<BetweenError | undefined> {
  try {
    await mayBeMade(folder);
    return undefined;
  } catch (cause) {
    return new BetweenError("settings.folder", { key, folder, reason: systemReason(cause) }, { cause });
  }
}

/** Throws what the file system would say of it, or of the nearest folder that is there. */
async function mayBeMade(folder: string): Promise<void> {
  try {
    if (!(await stat(folder)).isDirectory()) throw new Error("there is a file of that name");
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (thrown) {
    if (!hasCode(thrown, "ENOENT") || dirname(folder) === folder) throw thrown;
    await mayBeMade(dirname(folder));
  }
}

/** `asOther`: another user runs it, who may see what the server does not. */
async function wrongProgram(
  key: string,
  program: string | undefined,
  asOther = false,
): Promise<BetweenError | undefined> {
  if (program === undefined || (await findProgram(program)) !== undefined) return undefined;
  if (asOther && ((await findProgram(program, SUDO_PATH)) !== undefined || (await isHidden(program)))) return undefined;
  return new BetweenError("settings.program", { key, program });
}

const isHidden = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    (thrown: unknown) => hasCode(thrown, "EACCES"),
  );
