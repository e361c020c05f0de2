import { h } from "preact";
import type { ComponentChild } from "preact";
import type { Stale } from "../../protocol/cell-output.ts";
import { say } from "../../protocol/wording/say.ts";
import { clockText } from "./amounts.ts";
import { AskButton } from "./ask-button.ts";
import { useOutput } from "./context.ts";
import { icon } from "./icon.ts";

/** Says that the result below is of other code or values than now, and offers to run. */
export function StaleBanner({ stale, startedAt }: { stale: Stale; startedAt: number | undefined }): ComponentChild {
  const { lang, timezone, trusted } = useOutput();
  const args = stale.why === "code" ? {} : { names: stale.names.join(", ") };
  return h(
    "div",
    { class: "banner", role: "note" },
    icon("clock"),
    h("span", {}, say(lang, `output.stale.${stale.why}`, args)),
    startedAt !== undefined &&
      h("span", { class: "dim" }, say(lang, "output.stale.from", { time: clockText(startedAt, timezone, lang) })),
    trusted &&
      h(
        "span",
        { class: "actions" },
        h(AskButton, { ask: "run", label: say(lang, "output.run"), look: "secondary" }),
        stale.why !== "code" &&
          h(AskButton, { ask: "run-dependents", label: say(lang, "output.run-stale"), look: "link" }),
      ),
  );
}
