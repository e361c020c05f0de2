import { pieces } from "../../notebook/interpolate.ts";
import { escapeHtml } from "../html.ts";
import { VALUE_TAG } from "./value-element.ts";

type Rule = (tokens: { content: string }[], at: number, ...rest: unknown[]) => string;
/** What of markdown-it is changed: how text is written, which code and links are not. */
export type MarkdownParser = { renderer: { rules: { text?: Rule | undefined } } };

/** Makes references an element of their own, with the value that `textOf` has by now. `onReference`: there is one. */
export function showValues(
  { renderer: { rules } }: MarkdownParser,
  textOf: (name: string) => string | undefined,
  onReference: () => void,
): void {
  const before = rules.text;
  rules.text = (tokens, at, ...rest) => {
    const text = tokens[at]?.content ?? "";
    const found = pieces(text);
    if (!found.some(({ kind }) => kind === "reference")) return before?.(tokens, at, ...rest) ?? escapeHtml(text);
    onReference();
    return found
      .map((piece) => {
        if (piece.kind === "text") return escapeHtml(piece.text);
        const shown = escapeHtml(textOf(piece.name) ?? piece.text);
        return `<${VALUE_TAG} name="${escapeHtml(piece.name)}" title="${escapeHtml(piece.text)}">${shown}</${VALUE_TAG}>`;
      })
      .join("");
  };
}
