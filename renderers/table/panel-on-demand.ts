import { h } from "preact";
import type { ComponentChild } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";
import { BetweenError } from "../../protocol/errors.ts";
import { explainPlainly } from "../../protocol/wording/say.ts";
import type { GridPanel, GridPanelProps } from "./grid-panel.ts";

let loaded: typeof GridPanel | undefined;

/** The panel beside the rows. What is in it is loaded when one is first opened: most tables are looked at without. */
export function PanelOnDemand(props: GridPanelProps): ComponentChild {
  const [state, setState] = useState<"coming" | "here" | BetweenError>(loaded ? "here" : "coming");
  useLayoutEffect(() => {
    if (state !== "coming") return;
    import("./grid-panel.ts").then(
      (module) => {
        loaded = module.GridPanel;
        setState("here");
      },
      (thrown: unknown) => setState(BetweenError.from(thrown)),
    );
  }, []);
  if (loaded) return h(loaded, props);
  return h(
    "section",
    { class: "panel", "aria-busy": state === "coming" },
    state instanceof BetweenError && h("p", { class: "bad" }, explainPlainly(props.lang, state.toWire()).message),
  );
}
