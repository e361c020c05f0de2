import { z } from "zod";
import { mediaMime } from "../../../protocol/messages.ts";

/** A place in the cell's code, from 1; absent where the compiler names none. */
const finding = z.object({
  message: z.string(),
  line: z.number().int().optional(),
  column: z.number().int().optional(),
  endLine: z.number().int().optional(),
  endColumn: z.number().int().optional(),
});
export type Finding = z.infer<typeof finding>;

const thrown = {
  /** Of the exception's class. */
  type: z.string(),
  message: z.string(),
  trace: z.string(),
  /** 0 where it belongs to no line. */
  line: z.number().int(),
};

/** What the worker sends, a JSON object a line. After `ready` every `run` is answered with events and one ending. */
const fromWorker = z.discriminatedUnion("t", [
  z.object({ t: z.literal("hello"), key: z.string() }),
  z.object({ t: z.literal("ready"), scala: z.string() }),
  z.object({ t: z.literal("unable"), ...thrown }),

  z.object({ t: z.literal("text"), stream: z.enum(["stdout", "stderr"]), text: z.string() }),
  z.object({ t: z.literal("view"), view: z.string(), shown: z.boolean() }),
  z.object({ t: z.literal("media"), mime: mediaMime, data: z.string() }),

  z.object({ t: z.literal("done") }),
  z.object({ t: z.literal("interrupted") }),
  z.object({ t: z.literal("incomplete") }),
  z.object({ t: z.literal("compile"), findings: z.array(finding) }),
  z.object({ t: z.literal("thrown"), ...thrown }),
]);
export type FromWorker = z.infer<typeof fromWorker>;

/** What the worker is sent. `between`: the source of the object of that name. */
export type ToWorker = { t: "run"; code: string; label: string; between: string } | { t: "interrupt" };

export const readMessage = (line: string): FromWorker => fromWorker.parse(JSON.parse(line));
