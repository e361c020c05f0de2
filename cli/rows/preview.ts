import type { ResultView } from "../../protocol/messages.ts";
import { cellText, type Page } from "../../protocol/values/page.ts";
import { isNumeric, type ValueType } from "../../protocol/values/value-type.ts";
import type { Preview } from "../show/cell-lines.ts";

/** Kinds whose values may be long and are still understood when cut; a number or a moment is not. */
const cuttable: ReadonlySet<ValueType["kind"]> = new Set(["text", "binary", "list", "map", "struct"]);

/** The first `rows` rows of a page as the texts of a table. */
export function previewOf(
  { result, schema }: Pick<ResultView, "result" | "schema">,
  page: Page,
  rows: number,
  timezone: string,
): Preview {
  const columns = page.columns.map(({ name, type }, i) => ({
    name,
    type: schema[i]?.type ?? type.kind,
    align: isNumeric(type) ? ("right" as const) : ("left" as const),
    whole: !cuttable.has(type.kind),
  }));
  const texts = Array.from({ length: Math.min(rows, page.rows) }, (_, row) =>
    page.columns.map((column, i) => (column.isNull(row) ? null : cellText(page, row, i, { timezone }))),
  );
  return { result, columns, rows: texts };
}
