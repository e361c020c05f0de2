import { tell, waysOf } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { uriOf } from "../notebook-file.ts";
import { openClient } from "../open-client.ts";
import { runRows } from "../show/run-rows.ts";
import { textTable } from "../show/text-table.ts";
import { defineVerb, serverOption } from "../verb.ts";

/** Runs listed: some screens full; `runs show` finds the older ones by their id. */
const LIMIT = 100;

export const verb = defineVerb(
  {
    verb: "runs list",
    operands: ["[FILE]"],
    options: { json: { kind: "flag", about: "cli.option.json" }, ...serverOption },
    about: "cli.about.runs-list",
    example: "between runs list daily.between-nb",
  },
  async ({ values, operands: [path] }, context) => {
    const uri = path === undefined ? undefined : await uriOf(path);
    const client = await openClient(context, values, context.interrupted);
    try {
      const { runs } = await client.ask(
        { t: "runs", limit: LIMIT, ...(uri !== undefined && { uri }) },
        context.interrupted,
      );
      if (values.json) await context.out.write(runs.map((run) => `${JSON.stringify(run)}\n`).join(""));
      else if (runs.length === 0) await tell(context, "cli.runs-none");
      else {
        const { tty } = context.out;
        const { columns, rows } = runRows(runs, context.lang, { whole: !tty });
        const ways = waysOf(context, context.out);
        const { lines } = textTable(columns, rows, tty ? ways : { ...ways, width: Infinity });
        await context.out.write(`${lines.join("\n")}\n`);
      }
      return exitCodes.done;
    } finally {
      client.close();
    }
  },
);
