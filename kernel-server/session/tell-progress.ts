import type { EngineEvent } from "../engine/engine.ts";
import type { Intake } from "./take-in.ts";

/** Progress is told at most ten times a second. */
const TELL_MS = 100;

/** Tells of a cell how far the engine is with a piece of its work, and that it waits for the connection. Gives what else comes. */
export async function* tellProgress(
  { cell, tell }: Pick<Intake, "cell" | "tell">,
  events: AsyncIterable<EngineEvent>,
): AsyncGenerator<Exclude<EngineEvent, { t: "progress" }>> {
  let toldAt = 0;
  for await (const event of events) {
    if (event.t === "note" && event.code === "engine.waiting") tell({ t: "note", cell, code: event.code, args: {} });
    else if (event.t !== "progress") yield event;
    else if (Date.now() - toldAt >= TELL_MS) {
      toldAt = Date.now();
      tell({ ...event, cell });
    }
  }
}
