import { readCommandLine, type OptionSpecs, type Values } from "./command-line.ts";
import type { Context } from "./context.ts";
import type { ExitCode } from "./exit-codes.ts";
import type { VerbHelp } from "./help.ts";

/** One verb: what it says about itself, and what it does with the words behind it. */
export type Verb = { help: VerbHelp; start(words: readonly string[], context: Context): Promise<ExitCode> };

/** Makes a verb whose `run` gets the options typed by their specification. */
export function defineVerb<const S extends OptionSpecs>(
  help: VerbHelp & { options: S },
  run: (given: { values: Values<S>; operands: string[] }, context: Context) => Promise<ExitCode>,
): Verb {
  return { help, start: (words, context) => run(readCommandLine(words, help), context) };
}

/** Where the server is: every verb that needs one takes these. */
export const serverOption = { server: { kind: "one", value: "URL", about: "cli.option.server" } } as const;
/** Which engine of that server. */
export const engineOption = { engine: { kind: "one", value: "NAME", about: "cli.option.engine" } } as const;
export const paramOption = { param: { kind: "many", value: "NAME=VALUE", about: "cli.option.param" } } as const;
