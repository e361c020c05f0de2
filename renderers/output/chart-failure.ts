import { h } from "preact";
import type { ComponentChild } from "preact";
import type { WireError } from "../../protocol/errors.ts";
import { explain, sayInEditor } from "../../protocol/wording/say.ts";
import { useOutput } from "./context.ts";
import { icon } from "./icon.ts";
import { sentence } from "./sentence.ts";

/** In the place of a chart: why there is none. */
export function ChartFailure({ error }: { error: WireError }): ComponentChild {
  const { lang } = useOutput();
  const { message, hint, engineText } = explain(lang, error, sayInEditor);
  return h(
    "div",
    { class: "remark" },
    icon("error"),
    h(
      "span",
      {},
      sentence(message),
      engineText !== undefined && h("code", {}, ` ${engineText}`),
      hint !== undefined && h("span", { class: "dim" }, " ", sentence(hint)),
    ),
  );
}
