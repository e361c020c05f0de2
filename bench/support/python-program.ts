import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** A Python program of a bench that answers one request (a JSON line) at a time. */
export type PythonProgram = {
  pid: number;
  /** What the program answers to each request stands with the request's type. */
  ask<T>(request: object): Promise<T>;
  stop(): Promise<void>;
};

/** Starts `bench/<file>` and waits until it says that it is ready. */
export async function startPythonProgram(
  python: string,
  file: string,
  env: NodeJS.ProcessEnv = {},
): Promise<PythonProgram> {
  const child = spawn(python, [fileURLToPath(new URL(`../${file}`, import.meta.url))], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, ...env },
  });
  const exit = once(child, "exit");
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async <T>(): Promise<T> => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${file} ended; what it said stands above.`);
    const answer: unknown = JSON.parse(value);
    if (typeof answer === "object" && answer !== null && "error" in answer) throw new Error(String(answer.error));
    return answer as T; // SAFETY: the program answers each request in the shape that its type says.
  };
  await next<{ ready: true }>();
  if (child.pid === undefined) throw new Error(`${file} answers and has no process.`);
  return {
    pid: child.pid,
    ask: (request) => {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      return next();
    },
    stop: async () => {
      child.stdin.end();
      await exit;
    },
  };
}
