import type { en } from "./wording/en.ts";

/** Every error, warning and note has a code; its sentences stand in the catalogues of `wording/`. */
export type Code = keyof typeof en;

/** Values for the placeholders of a sentence. Never contain secrets or rows. */
export type Args = Readonly<Record<string, string | number>>;

/**
 * A place in the code of a cell, or in a file when there is no cell. Lines and columns count from 1, columns in UTF-16
 * units, as VS Code shows them. `cell` is the cell's ordinal in its run, from 0.
 */
export type Place = { cell?: number; line: number; column: number; endLine?: number; endColumn?: number };

/** An error as it travels and is stored: no sentence of ours, only what sentences are made from. */
export type WireError = {
  code: Code;
  args: Args;
  at?: Place;
  /** What the engine itself said, untranslated. */
  engineText?: string;
};

/** The one error class. `cause` is logged and never sent. */
export class BetweenError extends Error {
  readonly code: Code;
  readonly args: Args;
  readonly at: Place | undefined;
  readonly engineText: string | undefined;

  constructor(code: Code, args: Args = {}, more: { at?: Place; engineText?: string; cause?: unknown } = {}) {
    super(code, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = "BetweenError";
    this.code = code;
    this.args = args;
    this.at = more.at;
    this.engineText = more.engineText;
    // The sentence is made at the edge; this one is for logs and stack traces.
    this.message = `${code} ${JSON.stringify(args)}${more.engineText ? `: ${more.engineText}` : ""}`;
  }

  toWire(): WireError {
    return {
      code: this.code,
      args: this.args,
      ...(this.at && { at: this.at }),
      ...(this.engineText !== undefined && { engineText: this.engineText }),
    };
  }

  static fromWire(error: WireError): BetweenError {
    return new BetweenError(error.code, error.args, {
      ...(error.at && { at: error.at }),
      ...(error.engineText !== undefined && { engineText: error.engineText }),
    });
  }

  /** The one door for whatever was thrown: ours pass through, the rest becomes `internal` with its cause kept. */
  static from(thrown: unknown): BetweenError {
    if (thrown instanceof BetweenError) return thrown;
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    return new BetweenError("internal", { reason }, { cause: thrown });
  }
}
