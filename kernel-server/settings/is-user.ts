import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { hasCode } from "../store/fs-error.ts";

const run = promisify(execFile);

/** Whether this machine knows a user of that name; true where nobody can tell (there is no `id`). */
export async function isUser(name: string): Promise<boolean> {
  try {
    await run("id", ["-u", "--", name]);
    return true;
  } catch (thrown) {
    return hasCode(thrown, "ENOENT");
  }
}
