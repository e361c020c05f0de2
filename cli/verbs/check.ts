import { check } from "../../notebook/check.ts";
import { BetweenError } from "../../protocol/errors.ts";
import { tell, tellFailure, waysOf } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { readNotebookFile } from "../notebook-file.ts";
import { problemLines } from "../show/problem-lines.ts";
import { defineVerb } from "../verb.ts";

export const verb = defineVerb(
  {
    verb: "check",
    operands: ["FILE…"],
    options: {},
    about: "cli.about.check",
    example: "between check daily.between-nb\nbetween check notebooks/*.between-nb",
  },
  async ({ operands }, context) => {
    let errors = 0;
    let warnings = 0;
    for (const path of operands) {
      try {
        const { text } = await readNotebookFile(path);
        const problems = check(text);
        errors += problems.filter(({ severity }) => severity === "error").length;
        warnings += problems.filter(({ severity }) => severity === "warning").length;
        for (const line of problemLines(problems, path, waysOf(context, context.out)))
          await context.out.write(`${line}\n`);
      } catch (thrown) {
        // One file that cannot be read does not keep the others from being checked.
        const error = BetweenError.from(thrown);
        if (!error.code.startsWith("cli.file-")) throw error;
        errors++;
        await tellFailure(context, error);
      }
    }
    await tell(context, "cli.checked", { files: operands.length, errors, warnings });
    return errors > 0 ? exitCodes.usage : exitCodes.done;
  },
);
