import { BetweenError } from "../../protocol/errors.ts";
import type { ResultRef } from "../../protocol/renderer-messages.ts";
import type { OutputHost } from "../output-host.ts";
import { cutBytes, exactText } from "./cell-view.ts";
import type { GridColumn } from "./columns.ts";
import { copyWriter } from "./copy-text.ts";
import type { CopyFormat } from "./copy-text.ts";
import type { GridModel } from "./grid-model.ts";
import { cellsOf } from "./selection.ts";
import type { Area } from "./selection.ts";

/** What is copied at most; more belongs in a file. */
export const COPY_CELLS = 500_000;
export const COPY_CHARACTERS = 20_000_000;

export type CopyFrom = {
  host: OutputHost;
  ref: ResultRef;
  model: GridModel;
  columns: readonly GridColumn[];
  timezone: string;
  reachable: boolean;
};

/**
 * Puts the cells of an area on the clipboard, reading rows and long values that are not here yet; `progress` is told how
 * many rows are ready. Throws BetweenError: `grid.copy-too-large`, and what reading throws. Resolves to the number of cells.
 */
export async function copyArea(
  from: CopyFrom,
  area: Area,
  format: CopyFormat,
  progress: (rows: number) => void,
  signal: AbortSignal,
): Promise<number> {
  const cells = cellsOf(area);
  if (cells > COPY_CELLS) throw tooLarge();
  const { host, model, ref, timezone } = from;
  const writer = copyWriter(format, from.columns.slice(area.left, area.right));
  const options = { timezone };
  let row = area.top;
  for await (const at of model.each(area.top, area.bottom, signal)) {
    const texts: (string | undefined)[] = [];
    for (let column = area.left; column < area.right; column++) {
      const whole = from.reachable && cutBytes(at, column) !== undefined;
      texts.push(
        whole
          ? (await host.ask<"value">({ t: "value", run: ref.run, result: ref.result, row, column }, { signal })).text
          : exactText(at.page.columns[column], at.index, options),
      );
    }
    // One value goes as it is, to be pasted anywhere.
    if (cells === 1 && format === "tsv") {
      await host.ask<"copy">({ t: "copy", text: texts[0] ?? "" }, { signal });
      return 1;
    }
    writer.add(texts);
    if (writer.characters > COPY_CHARACTERS) throw tooLarge();
    row++;
    if ((row - area.top) % 1000 === 0) progress(row - area.top);
  }
  await host.ask<"copy">({ t: "copy", text: writer.text() }, { signal });
  return cells;
}

const tooLarge = () =>
  new BetweenError("grid.copy-too-large", {
    cells: COPY_CELLS.toLocaleString("en"),
    megabytes: COPY_CHARACTERS / 1_000_000,
  });
