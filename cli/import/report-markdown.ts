import type { Remark } from "../../notebook/importers/imported.ts";
import { explain, say, type Lang } from "../../protocol/wording/say.ts";
import { printable } from "../show/printable.ts";
import type { FileOutcome } from "./import-file.ts";
import { paragraphName } from "./report-text.ts";

/** The whole report as a Markdown document: every file, every paragraph, what simply came along too. */
export function reportMarkdown(
  outcomes: readonly FileOutcome[],
  summary: string,
  lang: Lang,
  shorten: (path: string) => string,
): string {
  const parts = [
    `# ${say(lang, "import.report-title")}`,
    inText(summary),
    ...outcomes.map((one) => section(one, lang, shorten)),
  ];
  return `${parts.join("\n\n")}\n`;
}

function section(outcome: FileOutcome, lang: Lang, shorten: (path: string) => string): string {
  const from = inText(shorten(outcome.from));
  if (outcome.state === "trash")
    return `## ${from}\n\n${inText(say(lang, "import.file-skipped-trash", { from: outcome.from }))}`;
  if (outcome.state === "failed") {
    const { message, hint } = explain(lang, outcome.error);
    return [`## ${from}`, `**${inText(message)}**`, ...(hint === undefined ? [] : [inText(hint)])].join("\n\n");
  }
  const { to, report, schedule } = outcome;
  const [index = "", language = "", result = "", text = ""] = say(lang, "import.report-columns").split(" | ");
  const rows = [
    ...report.notes.map((remark) => row(say(lang, "import.whole"), "", word(remark, lang), [remark], lang)),
    ...report.paragraphs.map((each) =>
      row(paragraphName(each, report.format, lang), each.language, word(each, lang), each.remarks, lang),
    ),
  ];
  const lines = [
    ...(schedule
      ? [
          `${inText(say(lang, schedule.written ? "import.file-schedule" : "import.file-schedule-kept", { file: shorten(schedule.file) }))}`,
        ]
      : []),
    [`| ${index} | ${language} | ${result} | ${text} |`, "| --- | --- | --- | --- |", ...rows].join("\n"),
  ];
  return [
    `## ${inText(say(lang, "import.file-done", { from: shorten(outcome.from), to: shorten(to) }))}`,
    ...lines,
  ].join("\n\n");
}

const word = ({ outcome }: Pick<Remark, "outcome">, lang: Lang): string => say(lang, `import.outcome.${outcome}`);

function row(where: string, language: string, outcome: string, remarks: readonly Remark[], lang: Lang): string {
  const said = remarks.map((remark) => `${inText(say(lang, remark.code, remark.args))} _(${word(remark, lang)})_`);
  return `| ${inText(where)} | ${inText(language)} | ${outcome} | ${said.join("<br>")} |`;
}

/** Titles and values come from other people's files: as text, and never as a cell's end, a tag or a link. */
const inText = (text: string): string =>
  printable(text).replace(/[\\`*_{}[\]<>|#!&]/g, (c) => (c === "<" ? "&lt;" : `\\${c}`));
