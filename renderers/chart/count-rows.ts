import type { PageColumn } from "../../protocol/values/page.ts";
import { say } from "../../protocol/wording/say.ts";
import type { Lang } from "../../protocol/wording/say.ts";

/** In a chart's `y` in the place of a column: how many rows there are. A column of this very name comes first. */
export const COUNT = "count(*)";

export const isCount = (name: string, columns: readonly { name: string }[]): boolean =>
  name === COUNT && !columns.some((column) => column.name === COUNT);

/** One for each row, so that rows that are added up are counted. */
export const countColumn = (lang: Lang): PageColumn => ({
  name: say(lang, "chart.count"),
  type: { kind: "integer", bits: 32, signed: true },
  value: () => 1,
  isNull: () => false,
});
