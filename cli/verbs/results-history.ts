import { waysOf } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { openClient } from "../open-client.ts";
import { readSaved } from "../saved-result.ts";
import { savedRows } from "../show/saved-rows.ts";
import { textTable } from "../show/text-table.ts";
import { defineVerb, serverOption } from "../verb.ts";

export const verb = defineVerb(
  {
    verb: "results history",
    operands: ["PLACE"],
    options: { json: { kind: "flag", about: "cli.option.json" }, ...serverOption },
    about: "cli.about.results-history",
    example: "between results history growth/dau",
  },
  async ({ values, operands: [place = ""] }, context) => {
    const client = await openClient(context, values, context.interrupted);
    try {
      const writes = await readSaved(client, place, context.interrupted);
      if (values.json) await context.out.write(writes.map((one) => `${JSON.stringify(one)}\n`).join(""));
      else {
        const { columns, rows } = savedRows(writes, "history", context.lang);
        await context.out.write(`${textTable(columns, rows, waysOf(context, context.out)).lines.join("\n")}\n`);
      }
      return exitCodes.done;
    } finally {
      client.close();
    }
  },
);
