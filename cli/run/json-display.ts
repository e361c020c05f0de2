import type { RunId } from "../../protocol/ids.ts";
import { say, type Lang } from "../../protocol/wording/say.ts";
import type { Output } from "../output.ts";
import type { RunDisplay } from "./run-display.ts";

/**
 * For programs: one JSON object a line and nothing else. An event of the run with its place in the run's log
 * (`epoch`, `seq`); the whole run as `{"t": "view"}` at the start and where events were missed; the sentence of an error or
 * a note as `message` beside its code.
 */
export function jsonDisplay(out: Output, run: RunId, lang: Lang): RunDisplay {
  return {
    show: ({ view, event, cursor }) => {
      const place = { run, epoch: cursor.epoch, seq: cursor.seq };
      if (!event) return line({ ...place, t: "view", view });
      const { t, ...fields } = event;
      const said = "error" in event ? event.error : event.t === "note" ? event : undefined;
      return line({ ...place, t, ...fields, ...(said && { message: say(lang, said.code, said.args) }) });
    },
    say: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
  function line(value: object): Promise<void> {
    return out.write(`${JSON.stringify(value)}\n`);
  }
}
