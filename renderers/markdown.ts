/**
 * Entry of what VS Code draws Markdown cells with: `{{day}}` is shown with its value, as reports do. VS Code loads it in every
 * notebook, whoever's, so that it does nothing but where the text has such a name and the host answers with values.
 */
import type { MarkdownToHost, MarkdownValues } from "../protocol/renderer-messages.ts";
import { ValueElement, VALUE_TAG } from "./markdown/value-element.ts";
import { showValues } from "./markdown/show-values.ts";
import type { MarkdownParser } from "./markdown/show-values.ts";

type MarkdownRenderer = { extendMarkdownIt(extend: (markdown: MarkdownParser) => void): void };
type Context = {
  getRenderer(id: string): Promise<MarkdownRenderer | undefined>;
  postMessage?(message: MarkdownToHost): void;
  onDidReceiveMessage?(listener: (message: unknown) => void): unknown;
};

export async function activate(context: Context): Promise<void> {
  const markdown = await context.getRenderer("vscode.markdown-it-renderer");
  if (!markdown) return;
  let hasAsked = false;
  const ask = () => {
    if (hasAsked) return;
    hasAsked = true;
    context.postMessage?.({ t: "values?" });
  };
  if (!customElements.get(VALUE_TAG)) customElements.define(VALUE_TAG, ValueElement);
  context.onDidReceiveMessage?.((message) => isValues(message) && ValueElement.tell(message.values));
  markdown.extendMarkdownIt((parser) => showValues(parser, ValueElement.textOf, ask));
}

const isValues = (message: unknown): message is MarkdownValues =>
  typeof message === "object" && message !== null && "t" in message && message.t === "values" && "values" in message;
