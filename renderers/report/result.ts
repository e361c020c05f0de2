import type { ChartSpec } from "../../notebook/notebook.ts";
import { BetweenError } from "../../protocol/errors.ts";
import type { ResultView, RunRecord } from "../../protocol/messages.ts";
import { fromBase64 } from "../../protocol/values/base64.ts";
import { decodePage } from "../../protocol/values/page.ts";
import type { Page } from "../../protocol/values/page.ts";
import { say } from "../../protocol/wording/say.ts";
import type { Lang } from "../../protocol/wording/say.ts";
import { markup } from "../html.ts";
import type { Html } from "../html.ts";
import { staticTable } from "../table/static-table.ts";
import { chartFigure } from "./chart-figure.ts";
import { failureBox } from "./failure.ts";

export type ResultContext = {
  id: string;
  lang: Lang;
  timezone: string;
  tables: ReadonlyMap<number, RunRecord["tables"][number]>;
  alive: boolean;
  title?: string;
  name?: string;
  chart?: ChartSpec;
};

/** A result: its chart, if it has one, with the table beside it; else the table. What cannot be read or drawn says why. */
export async function drawResult(result: ResultView, context: ResultContext): Promise<Html> {
  const { lang, title, chart } = context;
  const caption = title ?? chart?.title;
  const heading =
    caption === undefined ? undefined : markup`<figcaption id="${context.id}-title">${caption}</figcaption>`;
  try {
    const page = pageOf(result, context);
    const table = staticTable(page, {
      ...context,
      label: caption ?? say(lang, "report.table", { name: context.name ?? String(result.result + 1) }),
      types: result.schema.map((field) => field.type),
      extent: { rows: result.rows, more: result.extent !== "all" },
    });
    if (!chart) return markup`<figure class="result">${heading}${table}</figure>`;
    const figure = await chartFigure(chart, page, result, context);
    return markup`<figure class="result charted">
      ${heading}${figure.markup}
      ${figure.drawn ? markup`<details class="data"><summary>${say(lang, "report.data")}</summary>${table}</details>` : table}
    </figure>`;
  } catch (thrown) {
    if (!(thrown instanceof BetweenError)) throw thrown;
    return markup`<figure class="result">${heading}${failureBox(thrown.toWire(), lang)}</figure>`;
  }
}

function pageOf(result: ResultView, { tables }: ResultContext): Page {
  const table = tables.get(result.result);
  if (table) return decodePage(fromBase64(table.arrow));
  if (result.rows > 0) throw new BetweenError("report.rows-not-kept", { rows: result.rows });
  // No rows, so no batch: the columns are known all the same.
  const columns = result.schema.map(({ name }) => ({
    name,
    type: { kind: "null" } as const,
    value: () => null,
    isNull: () => true,
  }));
  return { rows: 0, columns, cuts: [] };
}
