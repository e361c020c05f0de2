import { h } from "preact";
import type { ComponentChild, ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { WireError } from "../../protocol/errors.ts";
import { explainPlainly, say } from "../../protocol/wording/say.ts";
import type { Lang } from "../../protocol/wording/say.ts";
import { icon } from "./icon.ts";
import { below } from "./popover.ts";
import type { Spot } from "./popover.ts";

/** Something of this table that goes on, with the way to end it. */
export type Work = { text: string; share?: number | undefined; cancel(): void };
/** Something that went wrong, with a way on. */
export type Trouble = { error: WireError; retry?: (() => void) | undefined; dismiss?: (() => void) | undefined };

export type FooterButton = {
  label: string;
  /** Why it cannot be done now. */
  why?: string | undefined;
  menu?: boolean;
  do(at: Spot): void;
};

/** The line under the grid: what is shown, what goes on, what can be done. */
export function GridFooter(props: {
  note: string;
  /** Said once, such as what was copied. */
  said: string | undefined;
  works: readonly Work[];
  troubles: readonly Trouble[];
  buttons: readonly FooterButton[];
  goTo: ComponentChildren;
  lang: Lang;
}): ComponentChild {
  const { note, said, works, troubles, buttons, lang } = props;
  return h(
    "div",
    // Not a footer: a page has only one of its own, and a notebook has many tables.
    { class: "footer" },
    works.map(({ text, share, cancel }) =>
      h(
        "div",
        { key: text.replaceAll(/[\d,.]+/g, ""), class: "work" },
        h("progress", { "aria-label": text, ...(share !== undefined && { value: share, max: 1 }) }),
        h("span", {}, text),
        h("button", { type: "button", class: "quiet", onClick: cancel }, say(lang, "grid.cancel")),
      ),
    ),
    troubles.map((trouble, i) => h(TroubleLine, { key: i, ...trouble, lang })),
    h(
      "div",
      { class: "line" },
      h("span", { class: "note" }, note),
      h("span", { class: "said", role: "status" }, said),
      h(
        "span",
        { class: "buttons" },
        props.goTo,
        buttons.map(({ label, why, menu, do: act }) =>
          h(
            "button",
            {
              key: label,
              type: "button",
              class: "quiet",
              title: why,
              "aria-disabled": why !== undefined,
              "aria-description": why,
              "aria-haspopup": menu ? "menu" : undefined,
              onClick: (event: MouseEvent) => {
                if (why === undefined && event.currentTarget instanceof Element)
                  act(below(event.currentTarget.getBoundingClientRect()));
              },
            },
            label,
            menu && icon("open"),
          ),
        ),
      ),
    ),
  );
}

function TroubleLine({ error, retry, dismiss, lang }: Trouble & { lang: Lang }): ComponentChild {
  const { message, hint, engineText } = explainPlainly(lang, error);
  const button = (code: string, act: () => void) =>
    h("button", { type: "button", class: "quiet", onClick: act }, say(lang, code));
  return h(
    "div",
    { class: "trouble", role: "alert" },
    h("span", {}, [message, engineText, hint].filter((part) => part !== undefined).join(" ")),
    retry && button("grid.retry", retry),
    dismiss && button("grid.dismiss", dismiss),
  );
}

/** A field for the number of a row; Enter goes there. */
export function GoTo(props: {
  rows: number;
  lang: Lang;
  onGo(row: number): void;
  onClose(): void;
  onEscape(): void;
}): ComponentChild {
  const { rows, lang } = props;
  const [text, setText] = useState("");
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => field.current?.focus({ preventScroll: true }), []);
  const wanted = Number(text.replaceAll(/[\s,.]/g, ""));
  const label = say(lang, "grid.go-to-row", { rows: rows.toLocaleString(lang) });
  return h("input", {
    class: "go-to",
    type: "text",
    inputMode: "numeric",
    ref: field,
    "aria-label": label,
    placeholder: label,
    value: text,
    onInput: (event: Event) => {
      if (event.currentTarget instanceof HTMLInputElement) setText(event.currentTarget.value);
    },
    onBlur: props.onClose,
    onKeyDown: (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey)) event.stopPropagation();
      if (event.key === "Enter" && wanted >= 1) props.onGo(Math.min(rows, Math.floor(wanted)) - 1);
      if (event.key === "Escape") props.onEscape();
    },
  });
}
