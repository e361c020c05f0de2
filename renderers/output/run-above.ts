import { h } from "preact";
import type { ComponentChild } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";
import type { WireError } from "../../protocol/errors.ts";
import type { RendererAnswers } from "../../protocol/renderer-messages.ts";
import { say } from "../../protocol/wording/say.ts";
import { AskButton } from "./ask-button.ts";
import { useOutput } from "./context.ts";

/** Offers to run the cells that make what this one did not find: names are lost with the session that they were made in. */
export function RunAbove({ error }: { error: WireError }): ComponentChild {
  const { lang, host, output, settle } = useOutput();
  const [above, setAbove] = useState<RendererAnswers["above"]>();
  useLayoutEffect(() => {
    let isWanted = true;
    const tell = (answer: RendererAnswers["above"]) => isWanted && setAbove(answer);
    // Where nobody answers, as in a diff editor, nothing can be run either.
    settle(host.ask({ t: "above", output }).then(tell, () => tell({ cells: 0 })));
    return () => void (isWanted = false);
  }, [host, output, error]);
  const { name = "", cells: count = 0 } = above ?? {};
  return h(
    "div",
    // Is there before it says something, or screen readers would not read it out.
    { role: "status", class: count > 0 ? "offer" : "" },
    count > 0 && [
      h("span", {}, say(lang, "output.above", { name })),
      h(AskButton, {
        ask: "run-above",
        label: say(lang, count === 1 ? "output.run-above-one" : "output.run-above", { count }),
        title: say(lang, "output.run-above-why"),
        look: "secondary",
      }),
    ],
  );
}
