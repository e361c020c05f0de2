import { h } from "preact";
import type { ComponentChild } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { pictureUrl } from "../../protocol/values/media.ts";
import { say } from "../../protocol/wording/say.ts";
import { drawMarkdown } from "../report/markdown.ts";
import { useOutput } from "./context.ts";
import type { MediaProps } from "./media-block.ts";
import { remark } from "./remarks.ts";
import { textBlocks } from "./text-blocks.ts";

/** Pictures as pictures, Markdown as in a report, HTML in a frame of its own in which nothing runs and nothing is fetched. */
export function MediaView({ media, number }: MediaProps): ComponentChild {
  const { lang } = useOutput();
  switch (media.mime) {
    case "text/plain":
      return h(Text, { text: media.data });
    case "text/markdown":
      return h(Markdown, { text: media.data });
    case "text/html":
      return h(Page, { html: media.data });
    default: {
      const src = pictureUrl(media);
      const alt = say(lang, "media.picture-number", { number });
      return src === undefined
        ? remark("warning", say(lang, "media.broken"))
        : h("img", { class: "picture", src, alt, style: { maxInlineSize: "100%", alignSelf: "flex-start" } });
    }
  }
}

function Text({ text }: { text: string }): ComponentChild {
  const pieces = textBlocks(text).flatMap((block) => block.pieces);
  return h(
    "div",
    { class: "printed", tabIndex: 0 },
    h(
      "pre",
      null,
      pieces.map(({ text: piece, look }) => (look === "" ? piece : h("span", { class: look }, piece))),
    ),
  );
}

function Markdown({ text }: { text: string }): ComponentChild {
  const { lang } = useOutput();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const missingImage = (alt: string) => say(lang, "report.missing-image", { alt });
    const { cells } = drawMarkdown([text], { title: "", values: {}, images: new Map(), missingImage });
    // The markup is made by our parser, which takes no HTML and escapes all text.
    if (place.current) place.current.innerHTML = cells.map((cell) => cell.text).join("");
  }, [text, lang]);
  return h("div", { ref: place, class: "markdown" });
}

/** No script (`sandbox`), nothing from the network (its own policy), no way out of the frame. */
const POLICY =
  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:\">";
const LOOKS =
  "<style>:root{color-scheme:light;background:#fff;font:13px/1.45 system-ui,sans-serif}body{margin:8px}table{border-collapse:collapse}td,th{border:1px solid #8886;padding:2px 8px;text-align:start}</style>";

function Page({ html }: { html: string }): ComponentChild {
  const { lang } = useOutput();
  const label = say(lang, "media.html");
  return h(
    "figure",
    { class: "page", style: { margin: 0 } },
    h("iframe", {
      title: label,
      sandbox: "",
      referrerPolicy: "no-referrer",
      srcdoc: `<!doctype html>${POLICY}${LOOKS}${html}`,
      style: {
        inlineSize: "100%",
        blockSize: "20rem",
        resize: "vertical",
        border: "1px solid var(--line)",
        background: "#fff",
      },
    }),
    h("figcaption", { class: "dim" }, label),
    h("details", null, h("summary", null, say(lang, "media.source")), h(Text, { text: html })),
  );
}
