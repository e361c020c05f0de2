import type { CellOutput } from "../../protocol/cell-output.ts";
import { isPicture, mediaBytes } from "../../protocol/values/media.ts";
import { explain, say } from "../../protocol/wording/say.ts";
import { cutText } from "./cut-text.ts";
import { doingText, rowsText } from "./status-text.ts";

/** Bytes of printed text; the output itself has the rest. */
const MOST = 2_000;

/** An output as plain text, for what cannot draw it: what was printed, how large the results are, and what went wrong. */
export function plainOutput({ text, results, media = [], error, doing, lang }: CellOutput): string {
  const lines = [
    ...(doing ? [doingText(doing, lang)] : []),
    ...cutText(text, MOST).map(({ text: piece, cut }) =>
      cut ? `${say(lang, "cells.plain.left-out", { count: cut })}\n${piece}` : piece,
    ),
    ...results.map((result) => {
      const columns = result.schema.slice(0, 20).map(({ name }) => name);
      return say(lang, "cells.plain.result", {
        rows: rowsText(result, lang),
        columns: columns.join(", ").slice(0, 500),
      });
    }),
  ];
  lines.push(
    ...media.map((one) =>
      isPicture(one)
        ? say(lang, "media.picture", { type: one.mime.replace(/^image\//, ""), bytes: mediaBytes(one) })
        : one.data.slice(0, MOST),
    ),
  );
  if (error) {
    const { message, engineText, hint } = explain(lang, error);
    lines.push(...[message, engineText?.slice(0, MOST), hint].filter((line) => line !== undefined));
  }
  return lines.join("\n");
}
