import { z } from "zod";
import { mediaMime } from "../../../protocol/messages.ts";

const count = z.number().int().nonnegative();
const place = z.object({
  line: z.number().int().positive(),
  column: z.number().int().positive(),
  endLine: z.number().int().positive().optional(),
  endColumn: z.number().int().positive().optional(),
});

const failure = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("interrupted") }),
  z.object({
    kind: z.literal("error"),
    type: z.string(),
    message: z.string(),
    traceback: z.string(),
    at: place.optional(),
  }),
]);
export type Failure = z.infer<typeof failure>;

/** What the worker sends, a JSON object a line. After `ready` every `run` is answered with events and one `done`. */
const fromWorker = z.discriminatedUnion("t", [
  /** `python`: its version, `3.12`. `packages`: the folders that packages are imported from. */
  z.object({ t: z.literal("ready"), python: z.string(), packages: z.array(z.string()) }),
  z.object({ t: z.literal("failed"), text: z.string() }),

  z.object({ t: z.literal("text"), stream: z.enum(["stdout", "stderr"]), text: z.string() }),
  z.object({ t: z.literal("view"), view: z.string(), shown: z.boolean() }),
  z.object({ t: z.literal("rows"), ipc: z.string(), more: z.boolean(), shown: z.boolean() }),
  z.object({ t: z.literal("media"), mime: mediaMime, data: z.string() }),
  z.object({ t: z.literal("note"), code: z.string(), args: z.record(z.string(), z.union([z.string(), z.number()])) }),
  z.object({ t: z.literal("progress"), done: count, total: count }),
  z.object({ t: z.literal("done"), id: count, error: failure.nullable() }),

  /** Of all its processes. */
  z.object({ t: z.literal("memory"), bytes: count }),
  /** The last line. `why`: what it was ended for by its first process. */
  z.object({
    t: z.literal("ended"),
    why: z.enum(["memory", "stuck", "lost"]).nullable(),
    signal: z.string().optional(),
    code: z.number().int().optional(),
  }),
]);
export type FromWorker = z.infer<typeof fromWorker>;

export const readMessage = (line: string): FromWorker => fromWorker.parse(JSON.parse(line));
