import { h } from "preact";
import type { ComponentChild } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";
import type { RendererAnswers } from "../../protocol/renderer-messages.ts";
import { say } from "../../protocol/wording/say.ts";
import { WorkButton } from "./ask-button.ts";
import { useOutput } from "./context.ts";

/** Offers the server's engine that Scala cells run on, and once the notebook has it, to run the cell again. */
export function SwitchEngine(): ComponentChild {
  const { lang, host, output, settle } = useOutput();
  const [spark, setSpark] = useState<RendererAnswers["spark"]>();
  const ask = async (select: boolean) => setSpark(await host.ask({ t: "spark", output, select }));
  useLayoutEffect(() => {
    // Where nobody answers, as in a diff editor, nothing can be run either.
    settle(ask(false).catch(() => undefined));
  }, [host, output]);
  const { engine, selected = false } = spark ?? {};
  const work = () => (selected ? host.ask({ t: "do", output, what: "run" }) : ask(true));
  return h(
    "div",
    // Is there before it says something, or screen readers would not read it out.
    { role: "status", class: engine === undefined ? "" : "offer" },
    engine !== undefined && [
      selected && h("span", {}, say(lang, "output.engine-is", { engine })),
      // One button, so that the keyboard stays on it.
      h(WorkButton, {
        key: "button",
        work,
        label: selected ? say(lang, "output.run-again") : say(lang, "output.engine-switch", { engine }),
        look: "secondary",
      }),
    ],
  );
}
