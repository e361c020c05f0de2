import { h } from "preact";
import type { ComponentChild } from "preact";
import { useState } from "preact/hooks";
import { valueText } from "../../protocol/values/value-text.ts";
import type { Value, ValueType } from "../../protocol/values/value-type.ts";
import { say } from "../../protocol/wording/say.ts";
import type { Lang } from "../../protocol/wording/say.ts";
import { isNested } from "./cell-view.ts";

type Parts = readonly { name: string; value: Value; type: ValueType }[];
type Options = { lang: Lang; timezone: string };

/** Items shown at once in one list or map; more on request. */
const CHUNK = 100;
/** Deeper ones are closed at first, and so are long ones. */
const OPEN_DEPTH = 2;

/** A list, map or struct as lines that open and close, indented. */
export function ValueTree(props: { value: Value; type: ValueType; options: Options; depth?: number }): ComponentChild {
  const { value, type, options, depth = 0 } = props;
  const [shown, setShown] = useState(CHUNK);
  const parts = partsOf(value, type, options);
  return h(
    "ul",
    { class: "tree" },
    parts.slice(0, shown).map((part, i) => h("li", { key: i }, h(Part, { ...part, options, depth }))),
    parts.length > shown &&
      h(
        "li",
        {},
        h(
          "button",
          { type: "button", class: "quiet", onClick: () => setShown(shown + CHUNK) },
          say(options.lang, "grid.more-items", { items: (parts.length - shown).toLocaleString(options.lang) }),
        ),
      ),
  );
}

function Part({
  name,
  value,
  type,
  options,
  depth,
}: Parts[number] & { options: Options; depth: number }): ComponentChild {
  const nested = value !== null && isNested(type);
  const size = nested ? partsOf(value, type, options).length : 0;
  const [open, setOpen] = useState(depth < OPEN_DEPTH && size <= 20);
  if (!nested) {
    return h(
      "span",
      {},
      h("span", { class: "key" }, `${name}: `),
      h("span", { class: value === null ? "null" : "leaf" }, valueText(value, type, options)),
    );
  }
  return h(
    "details",
    {
      open,
      onToggle: (event: Event) => {
        if (event.currentTarget instanceof HTMLDetailsElement) setOpen(event.currentTarget.open);
      },
    },
    h("summary", {}, h("span", { class: "key" }, name), " ", h("small", {}, summary(type, size, options.lang))),
    // What is closed is not drawn: a value may hold thousands of parts.
    open && h(ValueTree, { value, type, options, depth: depth + 1 }),
  );
}

function summary(type: ValueType, size: number, lang: Lang): string {
  const count = size.toLocaleString(lang);
  return type.kind === "list" ? `[${count}]` : `{${count}}`;
}

function partsOf(value: Value, type: ValueType, options: Options): Parts {
  const items: readonly Value[] = isList(value) ? value : [];
  if (type.kind === "list") return items.map((item, i) => ({ name: String(i), value: item, type: type.of }));
  if (type.kind === "struct")
    return type.fields.map(({ name, type: of }, i) => ({ name, value: items[i] ?? null, type: of }));
  if (type.kind !== "map") return [];
  return items.map((pair) => {
    const [key = null, of = null] = isList(pair) ? pair : [];
    return { name: valueText(key, type.key, options), value: of, type: type.value };
  });
}

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);
