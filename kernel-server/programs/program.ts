import { parseArgs } from "node:util";
import { BetweenError } from "../../protocol/errors.ts";
import type { Code } from "../../protocol/errors.ts";
import type { WireError } from "../../protocol/errors.ts";
import { explain, say } from "../../protocol/wording/say.ts";
import type { Lang } from "../../protocol/wording/say.ts";
import { reasonOf } from "../log/reason-of.ts";
import type { SettingsProblem } from "../settings/section.ts";

/** What a program leaves behind for scripts, as the command line's exit codes are. */
export const exit = { done: 0, failed: 1, usage: 2, unreachable: 3 } as const;
export type Exit = (typeof exit)[keyof typeof exit];

/** One of the things that the kernel-server's executable does. Data goes to standard output, as JSON; the rest is text on standard error. */
export type Program = (words: readonly string[], lang: Lang) => Promise<Exit | undefined>;

/** What was given for options that take a value or are flags. Throws `server.bad-argument`. */
export function readOptions<const V extends string, const F extends string>(
  words: readonly string[],
  values: readonly V[],
  flags: readonly F[],
): { options: { [K in V]?: string } & { [K in F]?: boolean }; operands: string[] } {
  try {
    const read = parseArgs({
      args: [...words],
      options: Object.fromEntries([
        ...values.map((name) => [name, { type: "string" as const }]),
        ...flags.map((name) => [name, { type: "boolean" as const }]),
      ]) as Record<string, { type: "string" } | { type: "boolean" }>, // SAFETY: what the two lines above make.
      allowPositionals: true,
    });
    // SAFETY: each option is of the kind that it was declared with, and no other is taken.
    return { options: read.values as { [K in V]?: string } & { [K in F]?: boolean }, operands: read.positionals };
  } catch (cause) {
    throw new BetweenError("server.bad-argument", { reason: reasonOf(cause) }, { cause });
  }
}

export function exitOf({ code }: { code: Code }): Exit {
  if (code === "token.none") return exit.failed;
  return /^(settings|token)\.|^server\.bad-argument$/.test(code) ? exit.usage : exit.unreachable;
}

/** What happened and what to do next. */
export function tellError(error: WireError, lang: Lang): void {
  const { message, hint } = explain(lang, error);
  console.error(hint ? `${message}\n${hint}` : message);
}

/** `file:line:column: message` for each, which editors make links of, and how many there are. */
export function tellProblems(problems: readonly SettingsProblem[], file: string, lang: Lang): void {
  tellPlaces(problems, file, lang);
  const count = problems.length;
  console.error(say(lang, count === 1 ? "settings.wrong.one" : "settings.wrong.many", { file, count }));
}

/** That a server would start with these settings, and what of them is doubtful. */
export function tellSound(doubts: readonly SettingsProblem[], file: string, lang: Lang): void {
  tellPlaces(doubts, file, lang);
  console.error(say(lang, doubts.length === 0 ? "settings.sound" : "settings.doubtful", { file }));
}

function tellPlaces(problems: readonly SettingsProblem[], file: string, lang: Lang): void {
  for (const { code, args, line, column } of problems) {
    const { message, hint } = explain(lang, { code, args });
    console.error(`${file}:${line}:${column}: ${message}${hint ? `\n  → ${hint}` : ""}`);
  }
}
