/**
 * `npm run test:vscode [-- PART…] [--smoke] [--no-pack]`: the packaged extension in a real VS Code. First the suites of
 * `host/`, inside the extension host; then the scenarios, in the window as a user sees it. PART: of file names. `--smoke`: the
 * share that is part of `npm test`, tests with `@smoke` in their names. `--no-pack`: the VSIX as it lies in `out/`.
 */
import { spawnSync } from "node:child_process";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { packExtension } from "../../package.ts";
import { launch, LOCAL_NETWORK, missing } from "../browser/chromium.ts";
import { root } from "../support/between.ts";
import { bundleSuites, runInHost } from "./host-run.ts";
import { install } from "./install.ts";
import { startVsCode } from "./start-vscode.ts";

const args = process.argv.slice(2);
const smoke = args.includes("--smoke");
const parts = args.filter((arg) => !arg.startsWith("--"));

async function main(): Promise<number> {
  if (missing !== undefined) {
    console.log(`VS Code: skipped, ${missing}\n0 passed, 0 failed, 1 skipped`);
    return 0;
  }
  install();
  if (!args.includes("--no-pack")) {
    const built = spawnSync(process.execPath, ["build.ts"], { cwd: root, stdio: "inherit" });
    if (built.status !== 0) return 1;
    packExtension();
  }
  const host = await hostSuites();
  return (await scenarios()) && host ? 0 : 1;
}

async function hostSuites(): Promise<boolean> {
  const { module, suites } = await bundleSuites(parts, smoke ? "@smoke" : "");
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
    await rm(module, { force: true });
  }
}

async function scenarios(): Promise<boolean> {
  const specs =
    parts.length === 0
      ? ["test/vscode/scenarios/*.test.ts"]
      : parts.map((part) => `test/vscode/scenarios/*${part}*.test.ts`);
  const grep = smoke ? ["--grep", "@smoke"] : [];
  const mocha = join(root, "node_modules/mocha/bin/mocha.js");
  const flags = [
    "--no-config",
    "--exit",
    "--reporter",
    "./test/support/reporter.ts",
    "--timeout",
    "240000",
    "--slow",
    "60000",
  ];
  const done = spawnSync(process.execPath, [mocha, ...flags, ...grep, ...specs], {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "inherit", "pipe"],
  });
  // A part that names host suites only leaves no scenario, which mocha takes for a mistake.
  if (done.stderr.includes("No test files found")) return true;
  process.stderr.write(done.stderr);
  return done.status === 0;
}

process.exitCode = await main();
