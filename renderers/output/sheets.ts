import { gridStyles } from "../table/result-grid.ts";
import { outputStyles } from "./output-styles.ts";

let made: CSSStyleSheet[] | undefined;

/** The looks of an output's root, one set for all of them; sheets that are built need no style element and no policy for one. */
export function sheets(): CSSStyleSheet[] {
  made ??= [outputStyles, gridStyles].map((css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    return sheet;
  });
  return made;
}
