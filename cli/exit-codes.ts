import type { BetweenError, Code } from "../protocol/errors.ts";
import type { RunView } from "../protocol/messages.ts";

/** What the process leaves behind for scripts. Documented in docs/cli.md; nothing else is ever used. */
export const exitCodes = {
  done: 0,
  /** A cell or a check failed, or the command could not do what it was asked. */
  failed: 1,
  /** Unknown options, a parameter that does not fit, a file that cannot be read or is damaged. */
  usage: 2,
  /** The engine or the server cannot be reached, or went away. */
  unreachable: 3,
  /** Ctrl-C. 128 + SIGINT, as shells have it. */
  interrupted: 130,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
