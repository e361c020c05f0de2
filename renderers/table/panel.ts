import { h } from "preact";
import type { ComponentChild, ComponentChildren } from "preact";
import { say } from "../../protocol/wording/say.ts";
import type { Lang } from "../../protocol/wording/say.ts";
import { icon } from "./icon.ts";

/** Something about a value or a column, beside the rows (below them where it is narrow). Escape closes it. */
export function Panel(props: {
  title: string;
  detail: string;
  label: string;
  lang: Lang;
  onClose(): void;
  buttons?: ComponentChildren;
  children?: ComponentChildren;
}): ComponentChild {
  const { title, detail, label, lang, onClose } = props;
  return h(
    "section",
    {
      class: "panel",
      "aria-label": label,
      onKeyDown: (event: KeyboardEvent) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        event.stopPropagation();
        onClose();
      },
    },
    h(
      "header",
      {},
      h("div", { class: "title" }, h("b", { title }, title), h("small", { title: detail }, detail)),
      props.buttons,
      h(
        "button",
        {
          type: "button",
          class: "quiet",
          "aria-label": say(lang, "grid.close"),
          title: say(lang, "grid.close"),
          onClick: onClose,
        },
        icon("close"),
      ),
    ),
    h("div", { class: "content", tabIndex: 0, role: "group", "aria-label": title }, props.children),
  );
}
