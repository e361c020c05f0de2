/**
 * What `npm start` does: every notebook of this folder through the real command line, over real input, into `out/`.
 * The first time the command line also sets up the embedded engine, which needs the network once.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readFile } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { glob } from "tinyglobby";
import { parse } from "../notebook/parse.ts";
import { appLogs, generate } from "./generate.ts";
import { missingForSpark } from "./missing-for-spark.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

export type Outcome = { notebook: string; report: string; exitCode: number; seconds: number };

/** Runs one notebook and writes its report; what the command line shows goes to the terminal as it comes. */
export async function runNotebook(notebook: string, report: string): Promise<Outcome> {
  const started = performance.now();
  const shown = relative(root, notebook);
  const args = [join("cli", "main.ts"), "run", shown, "--report", relative(root, report)];
  const child = spawn(process.execPath, args, { cwd: root, stdio: "inherit" });
  const [code] = (await once(child, "exit")) as [number | null];
  return { notebook: shown, report: relative(root, report), exitCode: code ?? 1, seconds: since(started) };
}

async function main(): Promise<void> {
  const notebooks = (await glob("examples/*.between-nb", { cwd: root, absolute: true })).sort();
  say(`Between Notebooks: ${notebooks.length} example notebooks, each from its logs to an HTML report in out/.\n`);

  const started = performance.now();
  const logs = await generate({ out: appLogs }, { fresh: true });
  say(
    `App logs for notebook 4: ${logs.lines.toLocaleString("en")} lines, ${relative(root, appLogs)} (${since(started).toFixed(1)} s)\n`,
  );

  await mkdir(join(root, "out"), { recursive: true });
  const outcomes: Outcome[] = [];
  const skipped: string[] = [];
  for (const notebook of notebooks) {
    say(`── ${basename(notebook)}`);
    const { engine } = parse(await readFile(notebook, "utf8")).notebook.meta;
    const missing = engine === "local-spark" ? await missingForSpark() : undefined;
    if (missing !== undefined) {
      skipped.push(`– ${relative(root, notebook)} skipped: ${missing}`);
      say(`Skipped: ${missing}\n`);
      continue;
    }
    const report = join(root, "out", basename(notebook).replace(/\.between-nb$/, ".html"));
    const outcome = await runNotebook(notebook, report);
    outcomes.push(outcome);
    say("");
    // 130: the person pressed Ctrl-C and wants no more of it.
    if (outcome.exitCode === 130) break;
  }

  const failed = outcomes.filter(({ exitCode }) => exitCode !== 0);
  for (const { report, exitCode, seconds } of outcomes) {
    say(
      `${exitCode === 0 ? "✓" : "✗"} ${report.padEnd(32)} ${seconds.toFixed(1).padStart(5)} s${exitCode === 0 ? "" : `  failed (exit code ${exitCode})`}`,
    );
  }
  for (const line of skipped) say(line);
  say(
    failed.length === 0
      ? "\nOpen them in a browser; they need no network."
      : `\n${failed.length} of ${notebooks.length} failed.`,
  );
  process.exitCode = failed.length === 0 && outcomes.length + skipped.length === notebooks.length ? 0 : 1;
}

const say = (line: string) => process.stdout.write(`${line}\n`);
const since = (started: number) => (performance.now() - started) / 1000;

if (import.meta.main) {
  // Ctrl-C reaches the command line by itself; we only wait for its end, so that the engine's query is stopped first.
  process.on("SIGINT", () => undefined);
  await main();
}
