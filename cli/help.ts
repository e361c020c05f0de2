import type { Code } from "../protocol/errors.ts";
import { say, type Lang } from "../protocol/wording/say.ts";
import type { OptionSpecs } from "./command-line.ts";
import { pad, widthOf, wrap } from "./show/text-width.ts";

const TEXT_WIDTH = 96;

/** What a verb says about itself: the one source of its help text and of how its words are read. */
export type VerbHelp = {
  verb: string;
  operands: readonly string[];
  options: OptionSpecs;
  about: Code;
  example: string;
};

/** The help text of one verb, made from its own specification, so that the two cannot differ. */
export function verbHelp({ verb, operands, options, about, example }: VerbHelp, lang: Lang): string {
  const rows = Object.entries(options).map(([name, spec]): [string, string] => {
    const value = spec.kind === "flag" ? "" : ` ${spec.value}`;
    return [`${spec.short ? `-${spec.short}, ` : ""}--${name}${value}`, say(lang, spec.about)];
  });
  const parts = [
    `between ${[verb, ...operands, ...(rows.length ? [say(lang, "cli.help.options-word")] : [])].join(" ")}`,
    wrap(say(lang, about), TEXT_WIDTH).join("\n"),
    ...(rows.length ? [twoColumns(rows)] : []),
    `${say(lang, "cli.help.example")}\n${example
      .split("\n")
      .map((line) => `  ${line}`)
      .join("\n")}`,
  ];
  return `${parts.join("\n\n")}\n`;
}

/** The first screen: every verb with its one line. */
export function overview(verbs: readonly { verb: string; summary: string }[], lang: Lang): string {
  const rows = verbs.map(({ verb, summary }): [string, string] => [verb, say(lang, summary)]);
  return `${say(lang, "cli.help.title")}\n\n${twoColumns(rows)}\n\n${wrap(say(lang, "cli.help.more"), TEXT_WIDTH).join("\n")}\n`;
}

function twoColumns(rows: readonly [string, string][]): string {
  const left = Math.max(...rows.map(([name]) => widthOf(name))) + 2;
  return rows
    .flatMap(([name, text]) =>
      wrap(text, TEXT_WIDTH - left).map((line, i) => `  ${pad(i === 0 ? name : "", left)}${line}`),
    )
    .join("\n");
}
