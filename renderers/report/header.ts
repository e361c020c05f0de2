import type { RunView } from "../../protocol/messages.ts";
import { timestampText } from "../../protocol/values/time-text.ts";
import { say } from "../../protocol/wording/say.ts";
import type { Lang } from "../../protocol/wording/say.ts";
import { markup } from "../html.ts";
import type { Html } from "../html.ts";
import { failureBox } from "./failure.ts";
import { durationOf } from "./duration-of.ts";

/** Title, parameters, and when, where and by whom it was run. */
export function header(view: RunView, title: string, { lang, timezone }: { lang: Lang; timezone: string }): Html {
  const started = view.startedAt ?? view.createdAt;
  const clock = timestampText(BigInt(Math.floor(started / 1000)), "s", timezone);
  const facts: [label: string, value: Html | string][] = [
    [
      say(lang, "report.run-at"),
      markup`<time datetime="${new Date(started).toISOString()}">${clock}</time> <span class="zone">${timezone}</span>`,
    ],
  ];
  if (view.endedAt !== undefined) facts.push([say(lang, "report.duration"), durationOf(view.endedAt - started, lang)]);
  facts.push([say(lang, "report.engine"), view.engine]);
  if (view.user !== "") facts.push([say(lang, "report.user"), view.user]);
  if (view.notebook.commit !== undefined)
    facts.push([say(lang, "report.commit"), markup`<code>${view.notebook.commit.slice(0, 12)}</code>`]);
  facts.push([
    say(lang, "report.state"),
    markup`<span class="state ${view.state}">${say(lang, `report.state.${view.state}`)}</span>`,
  ]);
  return markup`<h1>${title}</h1>
    <dl class="facts">
      ${facts.map(([label, value]) => markup`<div><dt>${label}</dt><dd>${value}</dd></div>`)}
    </dl>
    ${view.params.length > 0 && parameters(view, lang)}`;
}

function parameters(view: RunView, lang: Lang): Html {
  const text = (value: string | string[]) => (typeof value === "string" ? value : value.join(", "));
  return markup`<dl class="params" aria-label="${say(lang, "report.parameters")}">
    ${view.params.map(({ name, value }) => markup`<div><dt>${name}</dt><dd>${text(value)}</dd></div>`)}
  </dl>`;
}

/** What a reader must know before reading on: the run did not come to a good end, or something was worth a note. */
export function statusBanner(view: RunView, lang: Lang): Html {
  const count = (state: string) => view.cells.filter((cell) => cell.state === state).length;
  const failed = count("failed");
  const numbers = {
    failed,
    skipped: count("skipped") + count("interrupted") + count("lost"),
    cells: view.cells.filter((cell) => cell.kind === "code").length,
  };
  const first = view.cells.findIndex((cell) => cell.state === "failed");
  const banner =
    view.state === "done"
      ? failed > 0 &&
        markup`<div class="banner warn" role="status">${say(lang, "report.banner.allowed", numbers)}${jump(first, lang)}</div>`
      : markup`<div class="banner ${view.state}" role="alert">
          ${say(lang, `report.banner.${view.state}`, numbers)}${jump(first, lang)}
          ${view.error && first < 0 && failureBox(view.error, lang)}
        </div>`;
  return markup`${banner}${view.notes.map(({ code, args }) => markup`<p class="remark">${say(lang, code, args)}</p>`)}`;
}

const jump = (cell: number, lang: Lang) =>
  cell >= 0 && markup` <a href="#cell-${cell + 1}">${say(lang, "report.to-failure")}</a>`;
