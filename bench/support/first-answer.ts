import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { memoryNow, processesBelow } from "./memory.ts";

/** Milliseconds from being asked for to the first answer, and bytes that are held then. */
export type Start = { ms: number; bytes: number };

/** `python` runs `bench/first-answer.py` with these words; what that has started counts to its memory. */
export async function firstAnswer(
  python: string,
  words: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Start> {
  const program = fileURLToPath(new URL("../first-answer.py", import.meta.url));
  const started = performance.now();
  const child = spawn(python, [program, ...words], {
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  const exit = once(child, "close");
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said = (said + text).slice(-4000)));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  for (let line = await lines.next(); line.value !== "answered"; line = await lines.next())
    if (line.done) throw new Error(`${python} ${program} ended before it answered:\n${said}`);
  const ms = performance.now() - started;
  const pid = child.pid ?? process.pid;
  const bytes = await memoryNow([pid, ...(await processesBelow(pid, /./))]);
  child.stdin.end();
  await exit;
  return { ms, bytes };
}
