import { timeZoneNamed } from "../../notebook/zoned-time.ts";
import { BetweenError } from "../../protocol/errors.ts";
import { explain, say } from "../../protocol/wording/say.ts";
import { tell, waysOf, type Context } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { findOriginals } from "../import/find-originals.ts";
import { importFile, type FileOutcome } from "../import/import-file.ts";
import { reportMarkdown } from "../import/report-markdown.ts";
import { countOutcomes, fileLines, paragraphName, type Counts } from "../import/report-text.ts";
import { shortPath } from "../notebook-file.ts";
import { defineVerb } from "../verb.ts";
import { needFolderOf, writeWhole } from "../write-whole.ts";

export const verb = defineVerb(
  {
    verb: "import",
    operands: ["PATH…"],
    options: {
      out: { kind: "one", value: "FOLDER", about: "cli.option.import-out" },
      force: { kind: "flag", about: "cli.option.import-force" },
      timezone: { kind: "one", value: "ZONE", about: "cli.option.import-timezone" },
      report: { kind: "one", value: "FILE.md", about: "cli.option.import-report" },
      json: { kind: "flag", about: "cli.option.import-json" },
    },
    about: "cli.about.import",
    example:
      "between import zeppelin/notebook --out notebooks --timezone Asia/Seoul --report import.md\nbetween import explore.ipynb",
  },
  async ({ values, operands }, context) => {
    const { interrupted: signal } = context;
    const { timezone, report } = values;
    if (timezone !== undefined && timeZoneNamed(timezone) === undefined)
      throw new BetweenError("cli.option-zone", { zone: timezone });
    if (report !== undefined) await needFolderOf(report);
    const settings = { ...values, env: context.env, taken: new Set<string>() };
    const outcomes: FileOutcome[] = [];
    for (const operand of operands) {
      const before = outcomes.length;
      for (const original of await findOriginals(operand)) {
        signal.throwIfAborted();
        const outcome = await importFile(original, settings);
        if (!outcome) continue;
        outcomes.push(outcome);
        await show(outcome, values.json, context);
      }
      if (outcomes.length === before) throw new BetweenError("import.nothing", { path: operand });
    }
    const summary = summaryOf(outcomes);
    if (report !== undefined) {
      const text = reportMarkdown(outcomes, say(context.lang, "import.summary", summary), context.lang, (path) =>
        shortPath(path),
      );
      await writeWhole(report, async (sink) => {
        await sink.write(text);
        return true;
      });
    }
    if (values.json) await context.out.write(`${JSON.stringify({ summary })}\n`);
    else await tell(context, "import.summary", summary);
    if (report !== undefined) await tell(context, "import.report-written", { file: report });
    return summary.failed > 0 ? exitCodes.usage : exitCodes.done;
  },
);

/** Each file as soon as it is done: the lines are the progress. */
async function show(outcome: FileOutcome, json: boolean, context: Context): Promise<void> {
  if (json) await context.out.write(`${JSON.stringify(jsonOf(outcome, context))}\n`);
  else
    await context.out.write(
      `${fileLines(outcome, waysOf(context, context.out), (path) => shortPath(path)).join("\n")}\n`,
    );
}

/** The outcome as it is, with a sentence for each remark. */
function jsonOf(outcome: FileOutcome, { lang }: Context): object {
  if (outcome.state === "trash") return outcome;
  if (outcome.state === "failed") return { ...outcome, message: explain(lang, outcome.error).message };
  const { report, ...rest } = outcome;
  const said = <R extends { code: string; args: Readonly<Record<string, string | number>> }>(remark: R) => ({
    ...remark,
    message: say(lang, remark.code, remark.args),
  });
  return {
    ...rest,
    counts: countOutcomes(report),
    report: {
      ...report,
      notes: report.notes.map(said),
      paragraphs: report.paragraphs.map((each) => ({
        ...each,
        name: paragraphName(each, report.format, lang),
        remarks: each.remarks.map(said),
      })),
    },
  };
}

function summaryOf(outcomes: readonly FileOutcome[]): Counts & Record<"imported" | "unchanged" | "failed", number> {
  const count = (state: FileOutcome["state"]) => outcomes.filter((one) => one.state === state).length;
  const counts: Counts = { converted: 0, approximated: 0, dropped: 0 };
  for (const outcome of outcomes) {
    if (!("report" in outcome)) continue;
    const found = countOutcomes(outcome.report);
    counts.converted += found.converted;
    counts.approximated += found.approximated;
    counts.dropped += found.dropped;
  }
  return { imported: count("imported"), unchanged: count("unchanged"), failed: count("failed"), ...counts };
}
