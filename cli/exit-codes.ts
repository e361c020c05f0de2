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

/** Codes that mean another thing than the rest of their area. */
const exceptions: Partial<Record<Code, ExitCode>> = {
  "cli.left": exitCodes.interrupted,
  "cli.output-failed": exitCodes.failed,
  "cli.report-no-run": exitCodes.failed,
  "cli.sql.no-rows": exitCodes.failed,
  "cli.sql.too-many-rows": exitCodes.failed,
  "wire.cancelled": exitCodes.interrupted,
  "wire.too-large": exitCodes.usage,
  "wire.forbidden": exitCodes.failed,
  "run.no-cell": exitCodes.usage,
  "run.unknown": exitCodes.usage,
  "session.no-engine": exitCodes.usage,
  "engine.not-yours": exitCodes.usage,
};

/** What areas of codes mean: the command line's own and the notebook's are the user's to correct, the others' are not. */
const areas: Readonly<Record<string, ExitCode>> = {
  cli: exitCodes.usage,
  notebook: exitCodes.usage,
  login: exitCodes.usage,
  wire: exitCodes.unreachable,
  server: exitCodes.unreachable,
};

/** The engine could not be had at all; one that dies in the middle of a cell fails that cell. */
const noEngine = /^engine\.(unreachable|address-|setup-|python-|start-)/;

export function exitCodeOf({ code }: Pick<BetweenError, "code">): ExitCode {
  if (noEngine.test(code)) return exitCodes.unreachable;
  return exceptions[code] ?? areas[code.split(".")[0] ?? ""] ?? exitCodes.failed;
}

/** Of a run that has ended. */
export function exitCodeOfRun({ state, error, cells }: RunView): ExitCode {
  if (state === "done") return exitCodes.done;
  if (state === "interrupted") return exitCodes.interrupted;
  const errors = [error, ...cells.map((cell) => cell.error)].filter((one) => one !== undefined);
  return errors.some(({ code }) => noEngine.test(code)) ? exitCodes.unreachable : exitCodes.failed;
}
