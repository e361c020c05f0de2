import { say } from "../../protocol/wording/say.ts";
import type { Lang } from "../../protocol/wording/say.ts";
import { Html, markup } from "../html.ts";
import type { Heading } from "./markdown.ts";
import { styles } from "./styles.ts";

export type PageParts = {
  lang: Lang;
  title: string;
  header: Html;
  headings: readonly Heading[];
  main: Html;
  script?: string;
};

/** From this many headings on a report has a table of contents. */
const MIN_CONTENTS = 3;

/** The whole document. Its policy allows its own style and script, by hash, and nothing else from anywhere. */
export async function page({ lang, title, header, headings, main, script }: PageParts): Promise<string> {
  const policy = [
    "default-src 'none'",
    ...(script === undefined ? [] : [`script-src '${await sha256(script)}'`]),
    `style-src '${await sha256(styles)}'`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const listed = headings.filter(({ level }) => level <= 3);
  const contents = listed.length >= MIN_CONTENTS;
  const document = markup`<html lang="${lang}">
    <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="${new Html(policy)}">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="referrer" content="no-referrer">
      <meta name="generator" content="Between Notebooks">
      <title>${title}</title>
      <style>${new Html(styles)}</style>
    </head>
    <body${contents && WITH_CONTENTS}>
      <a class="skip" href="#main">${say(lang, "report.skip")}</a>
      ${appearance(lang)}
      ${contents && nav(listed, lang)}
      <main id="main">
        <header>${header}</header>
        ${main}
        <footer>${say(lang, "report.made-with")}</footer>
      </main>
      ${script !== undefined && markup`<script>${new Html(script)}</script>`}
    </body>
  </html>`;
  return `<!doctype html>\n${document.text}\n`;
}

function nav(headings: readonly Heading[], lang: Lang): Html {
  return markup`<nav aria-label="${say(lang, "report.contents")}">
    <details open>
      <summary>${say(lang, "report.contents")}</summary>
      <ul>${headings.map(({ level, text, slug }) => markup`<li class="l${level}"><a href="#${slug}">${text}</a></li>`)}</ul>
    </details>
  </nav>`;
}

/** Works by style alone, so that reports without a script have it too. */
function appearance(lang: Lang): Html {
  const choices = ["auto", "light", "dark"] as const;
  return markup`<fieldset class="appearance">
    <legend>${say(lang, "report.appearance")}</legend>
    ${choices.map(
      (choice) => markup`<label>
        <input type="radio" name="appearance" id="appearance-${choice}"${choice === "auto" && CHECKED}>
        <span>${say(lang, `report.appearance.${choice}`)}</span>
      </label>`,
    )}
  </fieldset>`;
}

const CHECKED = new Html(" checked");
const WITH_CONTENTS = new Html(' class="with-contents"');

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return `sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`;
}
