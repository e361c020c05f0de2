import type { Media } from "../../protocol/messages.ts";
import { pictureUrl } from "../../protocol/values/media.ts";
import { say } from "../../protocol/wording/say.ts";
import type { Lang } from "../../protocol/wording/say.ts";
import { Html, markup } from "../html.ts";
import { ansiHtml } from "./ansi.ts";
import { drawMarkdown } from "./markdown.ts";

/** What a cell showed besides tables. HTML stands as text: a report must be able to run nothing. */
export function drawMedia(media: Media, number: number, lang: Lang): Html {
  switch (media.mime) {
    case "text/plain":
      return markup`<pre class="printed" tabindex="0">${ansiHtml(media.data)}</pre>`;
    case "text/markdown": {
      const missingImage = (alt: string) => say(lang, "report.missing-image", { alt });
      const { cells } = drawMarkdown([media.data], { title: "", values: {}, images: new Map(), missingImage });
      return markup`<div class="shown">${cells}</div>`;
    }
    case "text/html":
      return markup`<details class="code">
        <summary>${say(lang, "media.html-text")}</summary>
        <pre class="printed" tabindex="0">${media.data}</pre>
      </details>`;
    default: {
      const src = pictureUrl(media);
      if (src === undefined) return markup`<p class="remark warn">${say(lang, "media.broken")}</p>`;
      return markup`<figure class="result"><img class="shown" alt="${say(lang, "media.picture-number", { number })}" src="${src}"></figure>`;
    }
  }
}
