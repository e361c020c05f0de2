import { spawn } from "node:child_process";
import { join } from "node:path";
import { root, type Desk, type Ended } from "../support/between.ts";

/** Runs a bash script in the desk's folder, in which `between` is the command line. */
export function shellScript(desk: Desk, script: string, env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const between = `between() { "${process.execPath}" "${join(root, "cli/main.ts")}" "$@"; }`;
  const child = spawn("bash", ["-c", `set -o pipefail\n${between}\n${script}`], {
    cwd: desk.folder,
    env: { ...process.env, BETWEEN_STATE: desk.state, BETWEEN_LANG: "en", NO_COLOR: "1", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, stdout, stderr })));
}
