import { h } from "preact";
import type { ComponentChild } from "preact";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import type { CellView } from "../../protocol/messages.ts";
import { say } from "../../protocol/wording/say.ts";
import { countText } from "./amounts.ts";
import { useOutput } from "./context.ts";
import { textBlocks } from "./text-blocks.ts";
import type { TextBlock } from "./text-blocks.ts";

type Printed = CellView["text_out"][number];

/** What the cell printed, stream by stream in order, in a box that scrolls and stays at its end while text comes in. */
export function TextOutput({ printed }: { printed: readonly Printed[] }): ComponentChild {
  const { lang } = useOutput();
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  useLayoutEffect(() => {
    if (box.current && atEnd.current) box.current.scrollTop = box.current.scrollHeight;
  }, [printed]);
  return h(
    "div",
    {
      ref: box,
      class: "printed",
      role: "group",
      "aria-label": say(lang, "output.text"),
      tabIndex: 0,
      onScroll: () => {
        if (!box.current) return;
        const { scrollTop, scrollHeight, clientHeight } = box.current;
        atEnd.current = scrollTop + clientHeight >= scrollHeight - 4;
      },
    },
    printed.map((piece, i) => h(Stream, { key: i, piece })),
  );
}

function Stream({ piece: { stream, text, cut = 0 } }: { piece: Printed }): ComponentChild {
  const { lang } = useOutput();
  const blocks = useMemo(() => textBlocks(text), [text]);
  // Preact skips what it was given before, so text that grows is drawn where it grows.
  const drawn = useRef(new Map<string, ComponentChild>());
  const last = drawn.current;
  drawn.current = new Map(
    blocks.map((block, i) => [`${i} ${block.text}`, last.get(`${i} ${block.text}`) ?? drawBlock(block, i)]),
  );
  return h(
    "div",
    { class: stream, role: "group", "aria-label": say(lang, `output.stream.${stream}`) },
    cut > 0 && h("p", { class: "cut" }, say(lang, "output.text-cut", { units: countText(cut, lang) })),
    stream === "stderr" && h("span", { class: "stream-name", "aria-hidden": "true" }, "stderr"),
    [...drawn.current.values()],
  );
}

const drawBlock = ({ pieces, lines }: TextBlock, key: number): ComponentChild =>
  h(
    "pre",
    // The height that it has before it was ever seen.
    { key, style: { containIntrinsicBlockSize: `auto ${lines}lh` } },
    pieces.map(({ text, look }) => (look === "" ? text : h("span", { class: look }, text))),
  );
