import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Context } from "./context.ts";
import { exitCodes, type ExitCode } from "./exit-codes.ts";

/**
 * What works on a server's own state is done by the kernel-server's executable. It says in the user's language what is
 * wrong, and gives its data as JSON, one object a line, for us to lay out.
 */
export async function askServerProgram(
  { kernelServer, lang, interrupted }: Context,
  words: readonly string[],
): Promise<{ code: ExitCode; lines: unknown[] }> {
  const child = spawn(process.execPath, [fileURLToPath(kernelServer), "--lang", lang, ...words], {
    stdio: ["ignore", "pipe", "inherit"],
    signal: interrupted,
  });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (piece: string) => (text += piece));
  const code = exitCodeOfProgram(await once(child, "close"));
  const lines = text.split("\n").filter((line) => line !== "");
  return { code, lines: code === exitCodes.done ? lines.map((line): unknown => JSON.parse(line)) : [] };
}

/** The words of the options that were given, for the program that reads them again. */
export const optionWords = (values: Readonly<Record<string, string | boolean | undefined>>): string[] =>
  Object.entries(values).flatMap(([name, value]) =>
    value === undefined || value === false ? [] : value === true ? [`--${name}`] : [`--${name}=${value}`],
  );

/** What a program of ours ended with, as the command line's own. */
export function exitCodeOfProgram([code]: readonly unknown[]): ExitCode {
  return Object.values(exitCodes).find((known) => known === code) ?? exitCodes.unreachable;
}
