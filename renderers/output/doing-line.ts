import { h } from "preact";
import type { ComponentChild } from "preact";
import type { Doing } from "../../protocol/cell-output.ts";
import { say } from "../../protocol/wording/say.ts";
import type { Lang } from "../../protocol/wording/say.ts";
import { unreachable } from "../unreachable.ts";
import { AskButton } from "./ask-button.ts";
import { bytesText, countText } from "./amounts.ts";
import { useOutput } from "./context.ts";

/** What the cell does now, with a bar of how far it is where that is known. */
export function DoingLine({ doing }: { doing: Doing }): ComponentChild {
  const { lang, trusted } = useOutput();
  const amounts = amountsOf(doing, lang);
  const stuck = doing.t === "cancelling" && doing.forceable;
  return h(
    "div",
    { class: "doing" },
    h(
      "div",
      { class: "row" },
      // Numbers stand outside of what a screen reader is told of, or it would never be silent.
      h("span", { role: "status", class: "what" }, sentence(doing, lang)),
      amounts !== "" && h("span", { class: "dim" }, amounts),
      trusted &&
        (stuck
          ? h(AskButton, { ask: "end-session", label: say(lang, "output.end-session"), look: "secondary" })
          : doing.t !== "cancelling" &&
            h(AskButton, { ask: "cancel", label: say(lang, "output.cancel"), look: "link" })),
    ),
    stuck && h("p", { class: "dim" }, say(lang, "output.cancelling-stuck-why")),
    h(Bar, { doing }),
  );
}

function Bar({ doing }: { doing: Doing }): ComponentChild {
  const { lang } = useOutput();
  if (doing.t === "queued") return undefined;
  const total = doing.t === "running" ? (doing.total ?? 0) : 0;
  const done = doing.t === "running" ? Math.min(doing.done ?? 0, total) : 0;
  const known = total > 0 ? { "aria-valuemin": 0, "aria-valuemax": total, "aria-valuenow": done } : {};
  return h(
    "div",
    {
      class: total > 0 ? "bar" : "bar unknown",
      role: "progressbar",
      "aria-label": say(lang, "output.progress"),
      ...known,
    },
    h("div", { class: "part", ...(total > 0 && { style: { width: `${(done / total) * 100}%` } }) }),
  );
}

function sentence(doing: Doing, lang: Lang): string {
  switch (doing.t) {
    case "queued":
      if (doing.before === 0) return say(lang, "output.queued");
      return doing.before === 1
        ? say(lang, "output.queued-one")
        : say(lang, "output.queued-many", { before: countText(doing.before, lang) });
    case "starting-engine":
    case "running":
    case "reconnecting":
      return `${say(lang, `output.${doing.t}`)}…`;
    case "cancelling":
      return doing.forceable
        ? say(lang, "output.cancelling-stuck", { seconds: Math.round((Date.now() - doing.since) / 1000) })
        : `${say(lang, "output.cancelling")}…`;
    default:
      return unreachable(doing);
  }
}

function amountsOf(doing: Doing, lang: Lang): string {
  if (doing.t === "starting-engine") return doing.detail ?? "";
  if (doing.t !== "running") return "";
  const { done, total, bytesRead, rows } = doing;
  const parts = [
    total !== undefined &&
      total > 0 &&
      say(lang, "output.progress.tasks", { done: countText(done ?? 0, lang), total: countText(total, lang) }),
    bytesRead !== undefined &&
      bytesRead > 0 &&
      say(lang, "output.progress.read", { bytes: bytesText(bytesRead, lang) }),
    rows !== undefined && rows > 0 && say(lang, "output.progress.rows", { rows: countText(rows, lang) }),
  ];
  return parts.filter((part) => part !== false).join(" · ");
}
