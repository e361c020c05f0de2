import { h } from "preact";
import type { ComponentChild } from "preact";
import { useState } from "preact/hooks";
import { BetweenError } from "../../protocol/errors.ts";
import type { WireError } from "../../protocol/errors.ts";
import type { RendererAsk } from "../../protocol/renderer-messages.ts";
import { explainPlainly } from "../../protocol/wording/say.ts";
import type { Lang } from "../../protocol/wording/say.ts";
import { useOutput } from "./context.ts";

export type Look = "primary" | "secondary" | "link";

/** A button that works until its answer is there, and says why when there is none. */
export function WorkButton(props: {
  work: () => Promise<unknown>;
  label: string;
  look: Look;
  title?: string;
}): ComponentChild {
  const { lang } = useOutput();
  const [state, setState] = useState<"ready" | "busy" | WireError>("ready");
  const click = async () => {
    if (state === "busy") return;
    setState("busy");
    try {
      await props.work();
      setState("ready");
    } catch (thrown) {
      const error = BetweenError.from(thrown).toWire();
      setState(error.code === "wire.cancelled" ? "ready" : error);
    }
  };
  return [
    h(
      "button",
      {
        type: "button",
        class: props.look,
        // Not "disabled", which would take the keyboard away from it.
        "aria-disabled": state === "busy",
        "aria-busy": state === "busy",
        onClick: () => void click(),
        ...(props.title !== undefined && { title: props.title }),
      },
      props.label,
    ),
    typeof state === "object" && h("span", { class: "failed", role: "alert" }, shortly(state, lang)),
  ];
}

type Do = Extract<RendererAsk, { t: "do" }>["what"];

/** A button for one of the few commands that an output may ask for. */
export function AskButton({ ask, ...props }: { ask: Do; label: string; look: Look; title?: string }): ComponentChild {
  const { host, output } = useOutput();
  return h(WorkButton, { ...props, work: () => host.ask({ t: "do", output, what: ask }) });
}

/** An error in one line. */
export function shortly(error: WireError, lang: Lang): string {
  const { message, hint } = explainPlainly(lang, error);
  return hint === undefined ? message : `${message} ${hint}`;
}
