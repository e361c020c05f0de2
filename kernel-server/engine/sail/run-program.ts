import { spawn } from "node:child_process";

export type Ran = { code: number | undefined; output: string };

/** Runs a program to its end. Never throws for a program that is missing or fails: `code` is then absent or not 0. */
export function runProgram(
  program: string,
  args: readonly string[],
  { signal, onLine }: { signal: AbortSignal; onLine?: (line: string) => void },
): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], windowsHide: true, signal });
    let output = "";
    let rest = "";
    const take = (text: string) => {
      output = (output + text).slice(-64 * 1024);
      const lines = (rest + text).split(/\r?\n/);
      rest = lines.pop() ?? "";
      for (const line of lines) onLine?.(line);
    };
    child.stdout.setEncoding("utf8").on("data", take);
    child.stderr.setEncoding("utf8").on("data", take);
    child.on("error", (error) => resolve({ code: undefined, output: output || error.message }));
    child.on("close", (code) => resolve({ code: code ?? undefined, output }));
  });
}
