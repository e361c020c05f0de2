/**
 * `npm run test:electron [-- PART…]`: the suites of `host/` in a VS Code of the desktop, by `@vscode/test-electron`. Which:
 * the executable that `BETWEEN_VSCODE` names, else the version `BETWEEN_VSCODE_VERSION` (default: the latest), downloaded into
 * `.vscode-test/`. Without one it says so and ends well.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { packExtension } from "../../package.ts";
import { endLocalServer, root } from "../support/between.ts";
import { bundleSuites } from "./host-run.ts";
import { install, testElectronEntry } from "./install.ts";

/** What we use of the package, which the main install does not have. */
type TestElectron = {
  downloadAndUnzipVSCode(options: { version: string; cachePath: string }): Promise<string>;
  resolveCliArgsFromVSCodeExecutablePath(executable: string): string[];
  runTests(options: {
    vscodeExecutablePath: string;
    extensionDevelopmentPath: string;
    extensionTestsPath: string;
    launchArgs: string[];
    extensionTestsEnv: Record<string, string>;
  }): Promise<number>;
};

const parts = process.argv.slice(2);

async function main(): Promise<boolean> {
  install("tools");
  const { default: electron } = (await import(pathToFileURL(testElectronEntry).href)) as { default: TestElectron }; // SAFETY: its documented exports.
  const executable = await findVsCode(electron);
  if (executable === undefined) return true;
  const vsix = packExtension();
  const { module } = await bundleSuites(parts, { mark: "" });
  const place = await mkdtemp(join(tmpdir(), "between-electron-"));
  const state = join(place, "state");
  try {
    const folders = [`--extensions-dir=${join(place, "extensions")}`, `--user-data-dir=${join(place, "data")}`];
    const [cli = executable, ...cliArgs] = electron.resolveCliArgsFromVSCodeExecutablePath(executable);
    const installed = spawnSync(cli, [...cliArgs, ...folders, "--install-extension", vsix], { encoding: "utf8" });
    if (installed.status !== 0) throw new Error(`Installing ${vsix} failed:\n${installed.stdout}${installed.stderr}`);
    const code = await electron.runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: join(root, "test/vscode/probe"),
      extensionTestsPath: module,
      launchArgs: [place, ...folders, "--disable-workspace-trust", "--skip-welcome", "--disable-telemetry"],
      extensionTestsEnv: { BETWEEN_STATE: state },
    });
    return code === 0;
  } finally {
    await endLocalServer(state);
    await rm(dirname(module), { recursive: true });
    await rm(place, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

async function findVsCode(electron: TestElectron): Promise<string | undefined> {
  const given = process.env["BETWEEN_VSCODE"];
  if (given !== undefined) {
    if (existsSync(given)) return given;
    throw new Error(`BETWEEN_VSCODE names no file: ${given}`);
  }
  if (process.platform === "linux" && !process.env["DISPLAY"] && !process.env["WAYLAND_DISPLAY"])
    return skip("there is no display (xvfb-run gives one)");
  const version = process.env["BETWEEN_VSCODE_VERSION"] ?? "stable";
  try {
    return await electron.downloadAndUnzipVSCode({ version, cachePath: join(root, ".vscode-test") });
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    return skip(`VS Code ${version} could not be downloaded (${reason}); BETWEEN_VSCODE names one that is here`);
  }
}

function skip(reason: string): undefined {
  console.log(`VS Code for the desktop: skipped, ${reason}\n0 passed, 0 failed, 1 skipped`);
}

process.exit((await main()) ? 0 : 1);
