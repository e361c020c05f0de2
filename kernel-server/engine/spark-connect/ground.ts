import type { BetweenError } from "../../../protocol/errors.ts";
import type { Field } from "../../../protocol/messages.ts";
import type { ParameterValue, SourceSpec } from "../../../notebook/notebook.ts";
import type { EngineEvent, Work } from "../engine.ts";
import type { Plan, RelationPlan } from "./plan.ts";
import type { Context } from "./failure.ts";
import type { Reading } from "./source.ts";

export type WorkOf<Do extends Work["do"]> = Extract<Work, { do: Do }>;

/** Runs one plan to its end, and tells how far it is. */
export type Send = (plan: Plan) => AsyncGenerator<EngineEvent>;

/** What an engine knows beyond the wire: its files, and what must be seen to before and after. */
export type Ground = {
  /** Looks at a statement before it runs, and may put another text in its place. */
  statement(text: string, signal: AbortSignal, args: readonly ParameterValue[]): Promise<string>;
  /** A place that the engine gave in the text that was put there, as one in the statement itself. Absent where all such texts have one length. */
  asGiven?(text: string, context: Context): Context;
  reading(source: SourceSpec, signal: AbortSignal): Promise<Reading>;
  files(path: string, signal: AbortSignal): Promise<{ files: number; bytes: number; newest: number }>;
  /** Wraps a write: `send` runs one plan to its end, and both tell how far it is. */
  write(work: WorkOf<"write">, relation: RelationPlan, send: Send, signal: AbortSignal): AsyncGenerator<EngineEvent>;
  /** Sees to it that a query that was given up, and was the only one, really stops. */
  quieten(): Promise<void>;
  /** Says more about an error, where more can be found out. `texts`: the statement's and those of the views behind it. */
  explained(error: BetweenError, texts: readonly string[], signal: AbortSignal): Promise<BetweenError>;
  /** Whether a command's only answer is that it ran. */
  isBareAnswer(schema: readonly Field[]): boolean;
};
