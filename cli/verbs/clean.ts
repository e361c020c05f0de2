import { z } from "zod";
import { say, type Lang } from "../../protocol/wording/say.ts";
import { tell, waysOf } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { askServerProgram, optionWords } from "../server-program.ts";
import { bytes } from "../show/amounts.ts";
import { textTable } from "../show/text-table.ts";
import { stateOptions } from "../token-words.ts";
import { defineVerb } from "../verb.ts";

const cleaned = z.object({
  what: z.enum(["spools", "journal", "record", "file", "sent"]),
  name: z.string(),
  bytes: z.number(),
  ageMs: z.number(),
  why: z.enum(["age", "room"]),
  limit: z.string(),
});
type Cleaned = z.infer<typeof cleaned>;

const DAY_MS = 86_400_000;

export const verb = defineVerb(
  {
    verb: "clean",
    operands: [],
    options: {
      "dry-run": { kind: "flag", about: "cli.option.dry-run" },
      json: { kind: "flag", about: "cli.option.json" },
      ...stateOptions,
    },
    about: "cli.about.clean",
    example: "between clean --dry-run --config server.yaml",
  },
  async ({ values: { json, ...values } }, context) => {
    const { code, lines } = await askServerProgram(context, ["clean", ...optionWords(values)]);
    if (code !== exitCodes.done) return code;
    const all = lines.map((line) => cleaned.parse(line));
    if (json) {
      await context.out.write(all.map((one) => `${JSON.stringify(one)}\n`).join(""));
      return exitCodes.done;
    }
    if (all.length === 0) {
      await tell(context, "clean.nothing");
      return exitCodes.done;
    }
    const table = cleanedTable(all, context.lang);
    await context.out.write(`${textTable(table.columns, table.rows, waysOf(context, context.out)).lines.join("\n")}\n`);
    await tell(context, values["dry-run"] ? "clean.would" : "clean.done", { what: sums(all, context.lang) });
    return exitCodes.done;
  },
);

function cleanedTable(all: readonly Cleaned[], lang: Lang) {
  const columns = (["what", "name", "age", "size", "why"] as const).map((name) => ({
    name: say(lang, `clean.column.${name}`),
    align: name === "age" || name === "size" ? ("right" as const) : ("left" as const),
    whole: name === "name",
  }));
  const rows = all.map(({ what, name, bytes: size, ageMs, why, limit }) => [
    say(lang, `clean.what.${what}`),
    // The first letters of a hash are enough to tell files apart.
    what === "file" ? name.slice(0, 12) : name,
    `${Math.floor(ageMs / DAY_MS)}d`,
    bytes(size),
    say(lang, `clean.why.${why}`, { limit }),
  ]);
  return { columns, rows };
}

/** `rows of 3 runs (1.2 GB), 2 records (40 kB)`. */
function sums(all: readonly Cleaned[], lang: Lang): string {
  const codes = {
    spools: "clean.spools",
    journal: "clean.journals",
    record: "clean.records",
    file: "clean.files",
    sent: "clean.sent",
  } as const;
  return Object.entries(codes)
    .flatMap(([what, code]) => {
      const these = all.filter((one) => one.what === what);
      const size = bytes(these.reduce((sum, one) => sum + one.bytes, 0));
      return these.length === 0 ? [] : [say(lang, code, { count: these.length, size })];
    })
    .join(", ");
}
