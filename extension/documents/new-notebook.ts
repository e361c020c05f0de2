import { inlineYaml } from "../../notebook/inline-yaml.ts";
import { FORMAT_VERSION } from "../../notebook/meta.ts";
import { say } from "../../protocol/wording/say.ts";
import type { Lang } from "../../protocol/wording/say.ts";
import { FRONT_LANGUAGE } from "./document.ts";
import type { DocumentData } from "./document.ts";

/** What an author begins with. `timezone`: the author's own, as an IANA name. */
export function newNotebook(lang: Lang, timezone: string): DocumentData {
  const title = say(lang, "document.new-title");
  const front = [`between: ${FORMAT_VERSION}`, `title: ${inlineYaml(title)}`, `timezone: ${timezone}`];
  return {
    layout: {},
    cells: [
      {
        kind: "code",
        language: FRONT_LANGUAGE,
        value: [...front, ...(lang === "ko" ? ["lang: ko"] : [])].join("\n"),
      },
      { kind: "markdown", language: "markdown", value: `# ${title}` },
      { kind: "code", language: "sql", value: "select 1 as one" },
    ],
  };
}
