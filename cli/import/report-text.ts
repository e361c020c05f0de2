import type {
  ImportFormat,
  ImportReport,
  Outcome,
  ParagraphReport,
  Remark,
} from "../../notebook/importers/imported.ts";
import { say, type Lang } from "../../protocol/wording/say.ts";
import { failureLines, type Ways } from "../show/failure-lines.ts";
import { printable } from "../show/printable.ts";
import { widthOf, wrap } from "../show/text-width.ts";
import type { FileOutcome } from "./import-file.ts";

export type Counts = Record<Outcome, number>;

export function countOutcomes({ paragraphs }: ImportReport): Counts {
  const counts: Counts = { converted: 0, approximated: 0, dropped: 0 };
  for (const { outcome } of paragraphs) counts[outcome]++;
  return counts;
}

export const sentence = (lang: Lang, { code, args }: Pick<Remark, "code" | "args">): string => say(lang, code, args);

/** One file for people: where it went, and what did not come along as it was. What simply came along is only counted. */
export function fileLines(outcome: FileOutcome, ways: Ways, shorten: (path: string) => string): string[] {
  const { lang, paint } = ways;
  const from = shorten(outcome.from);
  if (outcome.state === "trash") return [paint.faint(printable(say(lang, "import.file-skipped-trash", { from })))];
  if (outcome.state === "failed") {
    const [first = "", ...rest] = failureLines(outcome.error, undefined, ways);
    return [`${paint.bad("✖")} ${paint.strong(printable(`${from}:`))} ${first}`, ...rest];
  }
  const { to, report, schedule, run, state } = outcome;
  const code = state === "imported" ? "import.file-done" : "import.file-unchanged";
  const facts = [
    say(lang, "import.file-counts", countOutcomes(report)),
    ...(run && "run" in run ? [say(lang, "import.file-run", { run: run.run })] : []),
  ];
  return [
    `${paint.good("✔")} ${paint.strong(printable(say(lang, code, { from, to: shorten(to) })))}`,
    `  ${paint.faint(printable(facts.join(" · ")))}`,
    ...(schedule
      ? [
          `  ${printable(say(lang, schedule.written ? "import.file-schedule" : "import.file-schedule-kept", { file: shorten(schedule.file) }))}`,
        ]
      : []),
    ...(run && "reason" in run ? [`  ${paint.warn(printable(say(lang, "import.file-no-run", run)))}`] : []),
    ...report.notes.flatMap((remark) => remarkLines(say(lang, "import.whole"), remark, ways)),
    ...report.paragraphs.flatMap((paragraph) =>
      paragraph.remarks
        .filter(({ outcome: each }) => each !== "converted")
        .flatMap((remark) => remarkLines(paragraphName(paragraph, report.format, lang), remark, ways)),
    ),
  ];
}

/** What people call a piece of the original: Zeppelin has paragraphs, Jupyter cells. */
export function paragraphName({ index, title }: ParagraphReport, format: ImportFormat, lang: Lang): string {
  const piece = format === "zeppelin" ? "paragraph" : "cell";
  return title === undefined
    ? say(lang, `import.${piece}`, { index })
    : say(lang, `import.${piece}-titled`, { index, title });
}

function remarkLines(where: string, remark: Remark, { lang, paint, width }: Ways): string[] {
  const word = say(lang, `import.outcome.${remark.outcome}`);
  const colour = remark.outcome === "dropped" ? paint.bad : remark.outcome === "converted" ? paint.good : paint.warn;
  const head = `${printable(where)} · ${word}: `;
  const [first = "", ...rest] = wrap(printable(sentence(lang, remark)), Math.max(40, width - 4 - widthOf(head)));
  return [
    `  ${printable(where)} · ${colour(word)}: ${first}`,
    ...rest.map((line) => `    ${" ".repeat(Math.max(0, widthOf(head) - 2))}${line}`),
  ];
}
