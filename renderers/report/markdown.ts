import MarkdownIt from "markdown-it";
import type { Token } from "markdown-it";
import { interpolate } from "../../notebook/interpolate.ts";
import { escapeHtml, Html } from "../html.ts";
import { highlight } from "./highlight.ts";

/** A picture that Markdown refers to. */
export type ReportImage = { type: ImageType; base64: string };
const imageTypes = ["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/svg+xml"] as const;
export type ImageType = (typeof imageTypes)[number];

export type Heading = { level: number; text: string; slug: string };

/** A notebook's Markdown cells, drawn together: their headings share one outline under the report's title. */
export type MarkdownDrawing = { cells: readonly Html[]; headings: readonly Heading[] };

export type MarkdownContext = {
  /** The report's `<h1>`; a first heading that repeats it is left out. */
  title: string;
  values: Readonly<Record<string, string>>;
  /** By path, as written in the notebook. */
  images: ReadonlyMap<string, ReportImage>;
  /** Said in the place of a picture that the report does not have. */
  missingImage: (alt: string) => string;
};

export function drawMarkdown(texts: readonly string[], context: MarkdownContext): MarkdownDrawing {
  const cells = texts.map((text) => markdown.parse(text, {}));
  for (const tokens of cells) fillIn(tokens, context.values);
  dropTitle(cells[0] ?? [], context.title);
  const shift = cells.some((tokens) => tokens.some((token) => token.type === "heading_open" && token.tag === "h1"))
    ? 1
    : 0;
  const taken = new Map<string, number>();
  const headings = cells.flatMap((tokens) => nameHeadings(tokens, shift, taken));
  for (const tokens of cells) for (const token of tokens) alignByClass(token);
  return {
    cells: cells.map((tokens) => new Html(markdown.renderer.render(tokens, markdown.options, { context }))),
    headings,
  };
}

const markdown = new MarkdownIt({
  html: false,
  linkify: true,
  highlight: (code, language) => highlight(code, language).text,
});
// Without a scheme anything with a dot would do, `{{dau.me}}` included.
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });

markdown.renderer.rules["link_open"] = (tokens, index, options, _env, self) => {
  const token = tokens[index];
  // Other links lead nowhere from a file that was sent; on Windows `//host` would even sign in to a stranger.
  if (token && !/^(https?:|mailto:|#)/i.test(attribute(token, "href"))) {
    token.attrs = (token.attrs ?? []).filter(([name]) => name !== "href");
  }
  token?.attrSet("rel", "noopener noreferrer");
  return self.renderToken(tokens, index, options);
};

markdown.renderer.rules["image"] = (tokens, index, _options, env) => {
  const { images, missingImage } = contextOf(env);
  const token = tokens[index];
  const alt = plainText(token?.children ?? []);
  const source = token ? attribute(token, "src") : "";
  const image = images.get(source) ?? images.get(decoded(source));
  if (!image || !imageTypes.includes(image.type)) return `<em class="missing">${escapeHtml(missingImage(alt))}</em>`;
  const bytes = image.base64.replaceAll(/[^A-Za-z0-9+/=]/g, "");
  return `<img alt="${escapeHtml(alt)}" src="data:${image.type};base64,${bytes}">`;
};

function contextOf(env: { [key: string]: unknown } | undefined): Pick<MarkdownContext, "images" | "missingImage"> {
  const context = env?.["context"];
  // SAFETY: `drawMarkdown` is the only caller of the renderer and always gives its context.
  return context as MarkdownContext;
}

/** Values go into the text of parsed tokens: whatever they hold, they are text, and the renderer escapes them. */
function fillIn(tokens: readonly Token[], values: Readonly<Record<string, string>>): void {
  for (const token of tokens) {
    if (token.type === "text") token.content = interpolate(token.content, values, (value) => value);
    if (token.children) fillIn(token.children, values);
  }
}

function dropTitle(tokens: Token[], title: string): void {
  const [open, inline] = tokens;
  if (open?.tag === "h1" && open.type === "heading_open" && plainText(inline?.children ?? []).trim() === title.trim()) {
    tokens.splice(0, 3);
  }
}

function nameHeadings(tokens: readonly Token[], shift: number, taken: Map<string, number>): Heading[] {
  const headings: Heading[] = [];
  tokens.forEach((token, i) => {
    if (token.type !== "heading_open" && token.type !== "heading_close") return;
    const level = Math.min(6, Number(token.tag.slice(1)) + shift);
    token.tag = `h${level}`;
    if (token.type === "heading_close") return;
    const text = plainText(tokens[i + 1]?.children ?? []);
    const slug = slugOf(text, taken);
    token.attrSet("id", slug);
    headings.push({ level, text, slug });
  });
  return headings;
}

/** Letters and digits of any script, joined by hyphens; a second one of a name gets a number. */
function slugOf(text: string, taken: Map<string, number>): string {
  const plain =
    text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
      .replaceAll(/^-|-$/g, "") || "section";
  const before = taken.get(plain) ?? 0;
  taken.set(plain, before + 1);
  return before === 0 ? plain : `${plain}-${before + 1}`;
}

/** The policy of the page allows no style attributes, which is how the parser aligns columns. */
function alignByClass(token: Token): void {
  const style = attribute(token, "style");
  if (style === "") return;
  token.attrs = (token.attrs ?? []).filter(([name]) => name !== "style");
  if (style.endsWith("right")) token.attrSet("class", "n");
  if (style.endsWith("center")) token.attrSet("class", "c");
}

function plainText(tokens: readonly Token[]): string {
  return tokens
    .map((token) => (token.children ? plainText(token.children) : token.type === "softbreak" ? " " : token.content))
    .join("");
}

const attribute = (token: Token, name: string) => String(token.attrGet(name) ?? "");

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch (thrown) {
    if (thrown instanceof URIError) return path;
    throw thrown;
  }
}
