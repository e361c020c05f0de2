/**
 * The editor that the tests drive: code-server, which is VS Code in a browser, as a package of its own in this folder so
 * that the main install stays lean. `install()` brings what is missing, says so, and needs no network once it is there.
 */
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../support/between.ts";

const here = join(root, "test/vscode");
const modules = join(here, "node_modules");
const vscode = join(modules, "code-server/lib/vscode");

/** The script that Node 24 starts to get a VS Code. */
export const codeServerEntry = join(modules, "code-server/out/node/entry.js");
/** The packager's command line. */
export const vsceEntry = join(modules, "@vscode/vsce/vsce");

/** The runner for a VS Code of the desktop. */
export const testElectronEntry = join(modules, "@vscode/test-electron/out/index.js");

/** Installs what is missing. Throws with what npm said. `"tools"` leaves the editor's own packages out. */
export function install(what: "editor" | "tools" = "editor"): void {
  if (!isCurrent()) npm(here, "ci");
  if (what === "tools") return;
  for (const folder of [vscode, join(vscode, "extensions")]) {
    if (!existsSync(join(folder, "node_modules/.package-lock.json"))) npm(folder, "install", "--omit=dev");
  }
  // Native parts, which would have to be compiled.
  for (const name of ["spdlog", "native-watchdog"]) {
    copyFileSync(join(here, `stand-ins/${name}.js`), join(vscode, `node_modules/@vscode/${name}/index.js`));
  }
}

/** Whether all that this folder's package.json names is installed in that version. */
function isCurrent(): boolean {
  const wanted = read(join(here, "package.json"))["devDependencies"] as Record<string, string>; // SAFETY: our own file.
  return Object.entries(wanted).every(([name, version]) => {
    const manifest = join(modules, name, "package.json");
    return existsSync(manifest) && read(manifest)["version"] === version;
  });
}

const read = (file: string) => JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;

function npm(cwd: string, ...command: string[]): void {
  const start = performance.now();
  const args = [...command, "--ignore-scripts", "--no-fund", "--no-audit", "--loglevel=error"];
  const done = spawnSync("npm", args, { cwd, encoding: "utf8", shell: process.platform === "win32" });
  if (done.status !== 0) throw new Error(`npm ${args.join(" ")} in ${cwd} failed:\n${done.stdout}${done.stderr}`);
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  console.log(`Installed ${cwd.slice(root.length)} (${seconds} s)`);
}

if (import.meta.main) install();
