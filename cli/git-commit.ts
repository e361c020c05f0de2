import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The commit that a file stands at: git's full id, with `-dirty` when the file differs from it. `undefined` outside git. */
export async function gitCommit(file: string, folder: string): Promise<string | undefined> {
  const git = (...args: string[]) => run("git", ["-C", folder, ...args], { timeout: 5000, windowsHide: true });
  try {
    const [{ stdout: head }, { stdout: changes }] = await Promise.all([
      git("rev-parse", "HEAD"),
      git("--no-optional-locks", "status", "--porcelain", "--", file),
    ]);
    return head.trim() + (changes.trim() === "" ? "" : "-dirty");
  } catch {
    return undefined; // No git, no repository or no commit: a run needs none.
  }
}
