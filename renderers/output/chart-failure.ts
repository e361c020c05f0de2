import { h } from "preact";
import type { ComponentChild } from "preact";
import type { WireError } from "../../protocol/errors.ts";
import { explain } from "../../protocol/wording/say.ts";
import { useOutput } from "./context.ts";
import { icon } from "./icon.ts";

/** In the place of a chart: why there is none. */
export function ChartFailure({ error }: { error: WireError }): ComponentChild {
  const { lang } = useOutput();
  const { message, hint, engineText } = explain(lang, error);
  return h(
    "div",
    { class: "remark" },
    icon("error"),
    h(
      "span",
      {},
      message,
      engineText !== undefined && h("code", {}, ` ${engineText}`),
      hint !== undefined && h("span", { class: "dim" }, ` ${hint}`),
    ),
  );
}
