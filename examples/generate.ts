/**
 * Makes app logs of a couples' messenger: gzip JSON lines under `dt=YYYY-MM-DD/part-N.json.gz`.
 *
 *     node examples/generate.ts --days 28 --users 120000 --lines 2800000 --out /data/app-logs
 */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { defaults, generate } from "./app-logs/write.ts";

export { generate } from "./app-logs/write.ts";
export type { Generated, GenerateOptions } from "./app-logs/write.ts";

/** Where notebook 4 reads them. */
export const appLogs = fileURLToPath(new URL("./data/app-logs", import.meta.url));

const usage = `Usage: node examples/generate.ts [--out DIR] [--from YYYY-MM-DD] [--days N] [--users N] [--lines N] [--seed N]
Default: --from ${defaults.from} --days ${defaults.days} --users ${defaults.users} --lines ${defaults.lines} --seed ${defaults.seed}
`;

async function main(argv: readonly string[]): Promise<void> {
  const string = { type: "string" } as const;
  const { values } = parseArgs({
    args: [...argv],
    options: { out: string, from: string, days: string, users: string, lines: string, seed: string, help: { type: "boolean" } }, // prettier-ignore
  });
  if (values.help) return void process.stdout.write(usage);
  const started = performance.now();
  const made = await generate({
    out: values.out ?? appLogs,
    from: values.from ?? defaults.from,
    days: whole(values.days, defaults.days, "days"),
    users: whole(values.users, defaults.users, "users"),
    lines: whole(values.lines, defaults.lines, "lines"),
    seed: whole(values.seed, defaults.seed, "seed"),
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const megabytes = (made.bytes / 1e6).toFixed(1);
  process.stdout.write(
    `${made.lines.toLocaleString("en")} lines in ${made.files} files, ${megabytes} MB, ${seconds} s (bad day ${made.badDay}, sha256 ${made.sha256.slice(0, 12)})\n`,
  );
}

function whole(text: string | undefined, otherwise: number, name: string): number {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new RangeError(`--${name} takes a whole number from 1 on, not ${text}.`);
  return value;
}

if (import.meta.main) {
  await main(process.argv.slice(2)).catch((reason: unknown) => {
    process.stderr.write(`${reason instanceof Error ? reason.message : String(reason)}\n${usage}`);
    process.exitCode = 2;
  });
}
