import type { BetweenError, Code } from "../protocol/errors.ts";
import { say, type Lang } from "../protocol/wording/say.ts";
import type { Output } from "./output.ts";
import { paint } from "./show/paint.ts";
import { failureLines, type Origin, type Ways } from "./show/failure-lines.ts";
import { printableLines } from "./show/printable.ts";

/** What a verb gets from the process, so that it names no global. */
export type Context = {
  env: Readonly<Record<string, string | undefined>>;
  lang: Lang;
  out: Output;
  err: Output;
  /** The terminal itself, for what edits a line. */
  stdin: NodeJS.ReadStream;
  stdout: NodeJS.WriteStream;
  /** Aborted by the first Ctrl-C; the second one ends the process at once. */
  interrupted: AbortSignal;
  /** The program of the kernel-server, which the local server is started from. */
  kernelServer: URL;
};

/** How to write on one of the two ways out: language, colours, width. */
export function waysOf({ lang }: Context, output: Output): Ways {
  return { lang, paint: paint(output.color), width: output.width };
}

/** Says one sentence of the catalogue on standard error. */
export function tell(
  context: Context,
  code: Code,
  args: Readonly<Record<string, string | number>> = {},
): Promise<void> {
  return context.err.write(`${printableLines(say(context.lang, code, args))}\n`);
}

/** Shows an error on standard error. */
export function tellFailure(context: Context, error: BetweenError, origin?: Origin): Promise<void> {
  return context.err.write(`${failureLines(error.toWire(), origin, waysOf(context, context.err)).join("\n")}\n`);
}
