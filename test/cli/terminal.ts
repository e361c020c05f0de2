import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { root, type Desk } from "../support/between.ts";

const program = fileURLToPath(new URL("./terminal.py", import.meta.url));

/** Whether this machine can make terminals for tests: Python 3.9 on Linux or macOS. */
export const hasTerminal = spawnSync("python3", ["-c", "import pty, os; os.waitstatus_to_exitcode"]).status === 0;

/** Runs `between` in a terminal of 100 columns and types each text when its pattern is seen. */
export function inTerminal(
  desk: Desk,
  args: readonly string[],
  typing: readonly (readonly [seen: string, type: string])[],
  env: NodeJS.ProcessEnv = {},
): Promise<{ code: number | null; screen: string }> {
  const child = spawn(
    "python3",
    [program, JSON.stringify(typing), process.execPath, join(root, "cli/main.ts"), ...args],
    {
      cwd: desk.folder,
      env: { ...process.env, BETWEEN_STATE: desk.state, BETWEEN_LANG: "en", TERM: "xterm-256color", ...env },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  let screen = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (screen += text));
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, screen })));
}
