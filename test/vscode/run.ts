/**
 * `npm run test:vscode [-- PART…] [--smoke] [--no-pack]`: the packaged extension in a real VS Code. First the suites of
 * `host/`, inside the extension host; then the scenarios, in the window as a user sees it. PART: of file names. `--smoke`: the
 * share that is part of `npm test`, tests with `@smoke` in their names. `--no-pack`: the VSIX as it lies in `out/`.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { globSync } from "node:fs";
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { packExtension } from "../../package.ts";
import { launch, LOCAL_NETWORK, missing } from "../browser/chromium.ts";
import { root } from "../support/between.ts";
import { bundleSuites, runInHost } from "./host-run.ts";
import { install } from "./install.ts";
import { startVsCode } from "./start-vscode.ts";

const args = process.argv.slice(2);
const isSmoke = args.includes("--smoke");
const parts = args.filter((arg) => !arg.startsWith("--"));
const MOCHA = join(root, "node_modules/mocha/bin/mocha.js");
const REPORT = ["--exit", "--reporter", "./test/support/reporter.ts"];
/** A scenario starts an editor, an engine and mostly waits: minutes on a machine that does other things too. */
const TIMES = ["--timeout", "300000", "--slow", "120000"];

async function main(): Promise<boolean> {
  const lack = missing ?? whyNotInstalled();
  if (lack !== undefined) {
    console.log(`VS Code: skipped, ${lack}\n0 passed, 0 failed, 1 skipped`);
    return true;
  }
  if (!args.includes("--no-pack")) {
    if (!(await node([join(root, "build.ts")]))) return false;
    packExtension();
  }
  const suites = await hostSuites();
  const scenarios = await windowScenarios();
  return suites && scenarios;
}

/** Without a network the editor cannot be brought, and `npm test` goes on with what needs none. */
function whyNotInstalled(): string | undefined {
  try {
    install();
    return undefined;
  } catch (thrown) {
    if (!isSmoke) throw thrown;
    return `the editor could not be installed (npm run test:vscode says why): ${String(thrown).split("\n")[0]}`;
  }
}

async function hostSuites(): Promise<boolean> {
  const { module, suites } = await bundleSuites(parts, { retries: retries(), ...(isSmoke ? { grep: "@smoke" } : {}) });
  if (suites === 0) return true;
  console.log("\n  in the extension host");
  await using vscode = await startVsCode();
  const browser = await launch([LOCAL_NETWORK]);
  try {
    const page = await browser.newPage();
    const passed = await runInHost(vscode, page, module, console.log);
    if (!passed) console.log(await vscode.logs());
    return passed;
  } finally {
    await browser.close();
    await rm(dirname(module), { recursive: true });
  }
}

/** What `MOCHA_OPTIONS` tells the scenarios' mocha, which no environment reaches inside the extension host. */
const retries = () => Number(/--retries (\d+)/.exec(process.env.MOCHA_OPTIONS ?? "")?.[1] ?? 0);

async function windowScenarios(): Promise<boolean> {
  const files = globSync("test/vscode/scenarios/*.test.ts", { cwd: root })
    .filter((file) => parts.length === 0 || parts.some((part) => file.includes(part)))
    .sort();
  if (files.length === 0) return true;
  const grep = isSmoke ? ["--grep", "@smoke"] : [];
  return node([MOCHA, "--no-config", ...REPORT, ...TIMES, ...grep, ...files]);
}

/** Runs a script with what it prints; it ends when we do. */
async function node(command: readonly string[]): Promise<boolean> {
  const child = spawn(process.execPath, command, { cwd: root, stdio: "inherit" });
  const stop = () => child.kill();
  process.on("exit", stop);
  await once(child, "close");
  process.off("exit", stop);
  return child.exitCode === 0;
}

process.exit((await main()) ? 0 : 1);
