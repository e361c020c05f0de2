import { tell, waysOf } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { openClient } from "../open-client.ts";
import { savedRows } from "../show/saved-rows.ts";
import { textTable } from "../show/text-table.ts";
import { defineVerb, serverOption } from "../verb.ts";

export const verb = defineVerb(
  {
    verb: "results list",
    operands: ["[PLACE]"],
    options: { json: { kind: "flag", about: "cli.option.json" }, ...serverOption },
    about: "cli.about.results-list",
    example: "between results list growth",
  },
  async ({ values, operands: [prefix] }, context) => {
    const client = await openClient(context, values, context.interrupted);
    try {
      const { results } = await client.ask(
        { t: "results", ...(prefix !== undefined && { prefix }) },
        context.interrupted,
      );
      if (values.json) await context.out.write(results.map((one) => `${JSON.stringify(one)}\n`).join(""));
      else if (results.length === 0) await tell(context, "cli.saved.none");
      else {
        const { columns, rows } = savedRows(results, "list", context.lang);
        await context.out.write(`${textTable(columns, rows, waysOf(context, context.out)).lines.join("\n")}\n`);
      }
      return exitCodes.done;
    } finally {
      client.close();
    }
  },
);
