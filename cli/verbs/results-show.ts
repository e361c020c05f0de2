import { BetweenError } from "../../protocol/errors.ts";
import type { CellView, RunView, SavedResult } from "../../protocol/messages.ts";
import { say } from "../../protocol/wording/say.ts";
import { waysOf, type Context } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { openClient } from "../open-client.ts";
import { readRecord } from "../report-file.ts";
import { readSaved } from "../saved-result.ts";
import { count } from "../show/amounts.ts";
import { printable, printableLines } from "../show/printable.ts";
import { localTime } from "../show/run-rows.ts";
import { replacedWords } from "../show/saved-rows.ts";
import { textTable } from "../show/text-table.ts";
import { defineVerb, serverOption } from "../verb.ts";

export const verb = defineVerb(
  {
    verb: "results show",
    operands: ["PLACE"],
    options: { json: { kind: "flag", about: "cli.option.json" }, ...serverOption },
    about: "cli.about.results-show",
    example: "between results show growth/dau",
  },
  async ({ values, operands: [place = ""] }, context) => {
    const client = await openClient(context, values, context.interrupted);
    try {
      const writes = await readSaved(client, place, context.interrupted);
      const [last] = writes;
      // Where retention has removed the record, what the list says is all there is.
      const view = await readRecord(client, last.run, context.interrupted).then(
        (record) => record.view,
        (thrown: unknown) => {
          if (BetweenError.from(thrown).code === "run.unknown") return undefined;
          throw thrown;
        },
      );
      const cell = view?.cells[last.cell];
      const schema = cell?.results.find(({ main }) => main)?.schema;
      if (values.json) {
        const code = cell && { code: cell.text, language: cell.language };
        const shown = { ...last, writes: writes.length, ...(schema && { schema }), ...code, params: view?.params };
        await context.out.write(`${JSON.stringify(shown)}\n`);
      } else await context.out.write(`${savedLines(last, writes.length, view, cell, context).join("\n")}\n`);
      return exitCodes.done;
    } finally {
      client.close();
    }
  },
);

function savedLines(
  last: SavedResult,
  writes: number,
  view: RunView | undefined,
  cell: CellView | undefined,
  context: Context,
): string[] {
  const ways = waysOf(context, context.out);
  const { lang, paint } = ways;
  const fact = (name: Parameters<typeof say>[1], value: string) => `${say(lang, name)}: ${printable(value)}`;
  const schema = cell?.results.find(({ main }) => main)?.schema ?? [];
  const columns = (["column", "type"] as const).map((name) => ({
    name: say(lang, `cli.column.${name}`),
    align: "left" as const,
  }));
  const params = (view?.params ?? []).map(
    ({ name, value }) => `${name} = ${typeof value === "string" ? value : value.join(", ")}`,
  );
  return [
    paint.strong(printable(last.to)),
    fact("cli.saved.format", last.format),
    fact("cli.saved.rows", count(last.rows)),
    fact("cli.saved.replaced", replacedWords(last.replaced, lang)),
    fact("cli.saved.saved", `${localTime(last.at)} · ${last.user}`),
    fact("cli.saved.writes", count(writes)),
    fact("cli.saved.notebook", last.notebook),
    fact("cli.saved.run", last.run),
    ...(params.length > 0 ? [fact("cli.saved.params", params.join(", "))] : []),
    ...(last.inputs.length > 0 ? [fact("cli.saved.inputs", last.inputs.join(", "))] : []),
    ...(schema.length > 0
      ? [
          "",
          ...textTable(
            columns,
            schema.map(({ name, type }) => [name, type]),
            ways,
          ).lines,
        ]
      : []),
    ...(cell
      ? [
          "",
          ...printableLines(cell.text)
            .split("\n")
            .map((line) => paint.faint(line)),
        ]
      : []),
  ];
}
