import { h } from "preact";
import type { ComponentChild } from "preact";
import { useState } from "preact/hooks";
import type { Place, WireError } from "../../protocol/errors.ts";
import { explain, say, sayInEditor } from "../../protocol/wording/say.ts";
import type { Lang } from "../../protocol/wording/say.ts";
import { ansiPieces } from "../report/ansi.ts";
import { countText } from "./amounts.ts";
import { WorkButton } from "./ask-button.ts";
import { useOutput } from "./context.ts";
import { goToPlace } from "./go-to-place.ts";
import { icon } from "./icon.ts";
import { RunAbove } from "./run-above.ts";
import { sentence } from "./sentence.ts";
import { SwitchEngine } from "./switch-engine.ts";

/** Lines of what the engine said that are shown at once: the first ones, which say what happened. */
const FEW_LINES = 12;

type Props = { error: WireError; cell: number; codeLine: number };

/** An error in full: what happened, where, what the engine said, what to do next. */
export function ErrorView({ error, cell, codeLine }: Props): ComponentChild {
  const { lang, host, output, trusted } = useOutput();
  const [copied, setCopied] = useState(false);
  const { message, engineText, hint } = explain(lang, error, sayInEditor);
  const copy = async () => {
    await host.ask({ t: "copy", text: errorText(error, { cell, codeLine }, lang) });
    setCopied(true);
  };
  return h(
    "div",
    { class: "failure", role: "group", "aria-label": say(lang, "output.error") },
    h(
      "div",
      { class: "head" },
      icon("error"),
      h("span", { class: "message" }, sentence(message)),
      h(
        "span",
        { class: "actions" },
        error.at && h(PlaceLink, { at: error.at, cell, codeLine, go: (place) => goToPlace(host, output, place) }),
        h(WorkButton, { work: copy, label: say(lang, copied ? "output.copied" : "output.copy"), look: "link" }),
      ),
    ),
    engineText !== undefined && engineText !== "" && h(Trace, { text: engineText }),
    hint !== undefined && h("p", { class: "hint" }, sentence(hint)),
    trusted && error.code === "engine.table-not-found" && h(RunAbove, { error }),
    trusted && error.code === "cell.scala-needs-spark" && h(SwitchEngine, {}),
  );
}

function PlaceLink(
  props: Omit<Props, "error"> & { at: Place; go: (place: Place) => Promise<unknown> },
): ComponentChild {
  const { lang } = useOutput();
  const args = placeArgs(props.at, props);
  return h(WorkButton, {
    work: () => props.go(props.at),
    label: say(lang, "output.place", args),
    title: say(lang, "output.place-go", args),
    look: "link",
  });
}

function Trace({ text }: { text: string }): ComponentChild {
  const { lang } = useOutput();
  const [all, setAll] = useState(false);
  const lines = text.trimEnd().split("\n");
  const few = lines.length <= FEW_LINES + 2;
  const shown = all || few ? lines : lines.slice(0, FEW_LINES);
  return [
    h(
      "pre",
      { class: "trace", tabIndex: 0 },
      ansiPieces(shown.join("\n")).map(({ text: part, look }) =>
        look === "" ? part : h("span", { class: look }, part),
      ),
    ),
    !few &&
      h(
        "button",
        { type: "button", class: "link more", "aria-expanded": all, onClick: () => setAll(!all) },
        all ? say(lang, "output.few-lines") : say(lang, "output.all-lines", { lines: countText(lines.length, lang) }),
      ),
  ];
}

/** Lines as the cell's editor counts them; only of the output's own cell is it known where its code begins. */
function placeArgs(at: Place, { cell, codeLine }: Omit<Props, "error">) {
  const own = at.cell === undefined || at.cell === cell;
  return { cell: (at.cell ?? cell) + 1, line: at.line + (own ? codeLine - 1 : 0), column: at.column };
}

/** An error as text, to be sent to somebody. */
export function errorText(error: WireError, where: Omit<Props, "error">, lang: Lang): string {
  const { message, engineText, hint } = explain(lang, error, sayInEditor);
  const place = error.at && say(lang, "output.place", placeArgs(error.at, where));
  return [place === undefined ? message : `${message} (${place})`, engineText?.trimEnd(), hint]
    .filter((part) => part !== undefined && part !== "")
    .join("\n\n");
}
