/** Text that is markup already. Everything else that goes into markup is escaped. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toString(): string {
    return this.text;
  }
}

export type Child = Html | string | number | undefined | false | readonly Child[];

/**
 * Markup with values in it: markup`<b>${name}</b>`. Strings are escaped for text and for quoted attributes, lists are
 * joined. Line breaks of the template are layout of the source and do not go into the markup.
 */
export function markup(strings: TemplateStringsArray, ...children: Child[]): Html {
  const parts = compact(strings);
  let text = parts[0] ?? "";
  children.forEach((child, i) => (text += toText(child) + (parts[i + 1] ?? "")));
  return new Html(text);
}

const compacted = new WeakMap<TemplateStringsArray, readonly string[]>();

function compact(strings: TemplateStringsArray): readonly string[] {
  const known = compacted.get(strings);
  if (known) return known;
  const made = strings.map((part) =>
    part.replaceAll(/^\n\s*|\n\s*$|(?<=>)\n\s*|\n\s*(?=[<>])/g, "").replaceAll(/\n\s*/g, " "),
  );
  compacted.set(strings, made);
  return made;
}

function toText(child: Child): string {
  if (child === undefined || child === false) return "";
  if (child instanceof Html) return child.text;
  if (typeof child === "string") return escapeHtml(child);
  return typeof child === "number" ? String(child) : child.map(toText).join("");
}

/**
 * NUL and other controls that HTML has no place for become U+FFFD, so that a parser cannot be led to read on differently.
 */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"'`\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g, (character) => entities[character] ?? "\ufffd");
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "`": "&#96;",
};

/** A value as the content of a `<script type="application/json">`: nothing in it can end the element or open a comment. */
export function jsonIsland(value: unknown): Html {
  return new Html(JSON.stringify(value).replaceAll("<", "\\u003c"));
}
